"""The content plan: what is to appear on a page, and when."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class PlannedPost(Base):
    """A planned post, or a new version of one; appended, never edited.

    `replaces` is the version before. `clock` is the local time, 10:30, or empty. `dropped` says why
    the post is no longer planned.
    """

    __tablename__ = "planned_posts"
    __table_args__ = (Index(None, "network", "external_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    network: Mapped[str] = mapped_column(String(16))
    external_id: Mapped[str]
    day: Mapped[date]
    clock: Mapped[str] = mapped_column(String(5))
    text: Mapped[str]
    by: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
    replaces: Mapped[int | None] = mapped_column(
        ForeignKey("planned_posts.id"), unique=True, default=None
    )
    dropped: Mapped[str] = mapped_column(default="")
