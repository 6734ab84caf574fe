"""A publication of an official page, under which comments stand."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base

POST_KINDS = (
    "post",
    "quote",  # somebody else's post with words of the page's own
    "repost",  # … without any
    "visitor",  # somebody else wrote it on the page
    "ad",  # marked by the network as advertising
    "other",  # a photo, a video, a topic of discussion; a post known by its comments only
)


@dataclass(frozen=True, slots=True)
class SeenPost:
    """A post as a network shows it.

    `discussion_id` is the external id of Telegram's copy of the post in the discussion group:
    comments there name the copy, not the post. `kind` is one of POST_KINDS; posts that share an
    `album` are one publication.
    """

    external_id: str
    text: str
    created_at: datetime
    url: str
    discussion_id: str | None = None
    kind: str = "post"
    album: str | None = None


class Post(Base):
    """A post, a photo, a video or a board topic that residents comment on."""

    __tablename__ = "posts"
    __table_args__ = (UniqueConstraint("network", "external_id"), Index(None, "created_at"))

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    network: Mapped[str] = mapped_column(String(16))
    external_id: Mapped[str]
    page_id: Mapped[int] = mapped_column(ForeignKey("pages.id"), index=True)
    text: Mapped[str]
    url: Mapped[str]
    created_at: Mapped[datetime]
    detected_at: Mapped[datetime]
    discussion_id: Mapped[str | None] = mapped_column(index=True, default=None)
    deleted_at: Mapped[datetime | None] = mapped_column(default=None)
    kind: Mapped[str] = mapped_column(String(8), default="post")
    album: Mapped[str | None] = mapped_column(String(64), default=None)
