"""A publication of an official page, under which comments stand."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


@dataclass(frozen=True, slots=True)
class SeenPost:
    """A post as a network shows it.

    `discussion_id` is the external id of Telegram's copy of the post in the discussion group:
    comments there name the copy, not the post.
    """

    external_id: str
    text: str
    created_at: datetime
    url: str
    discussion_id: str | None = None


class Post(Base):
    """A post, a photo, a video or a board topic that residents comment on."""

    __tablename__ = "posts"
    __table_args__ = (UniqueConstraint("network", "external_id"),)

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
