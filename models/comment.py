"""A message of a resident: comment, reply, wall post of a visitor, direct message."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.author import SeenAuthor
from models.base import Base

KINDS = ("comment", "wall_post", "board", "photo", "video", "chat", "message")


@dataclass(frozen=True, slots=True)
class Attachment:
    """What hangs on a comment: its type in the network's own word, and a link if there is one."""

    type: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class SeenComment:
    """A comment as a network shows it now.

    `external_id` is unique within its network (`wall-1_51_55`, `<chat>_<message>`); `post` is the
    external id of the post, or of Telegram's copy of it; `parent` that of the comment answered.
    `own` marks what the page itself wrote. A comment whose author the network hides has none.
    """

    external_id: str
    text: str
    created_at: datetime
    kind: str = "comment"
    post: str | None = None
    parent: str | None = None
    author: SeenAuthor | None = None
    own: bool = False
    edited_at: datetime | None = None
    url: str | None = None
    attachments: tuple[Attachment, ...] = ()


class Comment(Base):
    """A stored comment, its newest version; earlier texts are in `comment_versions`."""

    __tablename__ = "comments"
    __table_args__ = (
        UniqueConstraint("network", "external_id"),
        Index(None, "page_id", "created_at"),
        Index(None, "created_at"),
        Index(None, "post_id"),
        Index(None, "author_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    network: Mapped[str] = mapped_column(String(16))
    external_id: Mapped[str]
    page_id: Mapped[int] = mapped_column(ForeignKey("pages.id"))
    post_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("authors.id"))
    kind: Mapped[str] = mapped_column(String(16))
    parent: Mapped[str | None]
    text: Mapped[str]
    attachments: Mapped[list[Any]]
    url: Mapped[str | None]
    created_at: Mapped[datetime]  # the network's time
    detected_at: Mapped[datetime]  # ours: the clocks of the decrees start here
    context: Mapped[bool]  # stored for the thread only: ours, trusted, or older than we watch
    version: Mapped[int] = mapped_column(default=1)
    edited_at: Mapped[datetime | None] = mapped_column(default=None)
    deleted_at: Mapped[datetime | None] = mapped_column(default=None)
    purged_at: Mapped[datetime | None] = mapped_column(default=None)


class CommentVersion(Base):
    """The text a comment had before an edit; appended, never edited."""

    __tablename__ = "comment_versions"
    __table_args__ = (UniqueConstraint("comment_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"))
    version: Mapped[int]
    text: Mapped[str]
    replaced_at: Mapped[datetime]
