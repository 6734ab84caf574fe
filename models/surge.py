"""A surge as the passes saw it: of what, where, how many, since when, until when."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class SeenSurge(Base):
    """`ended_at` is None while it stands; `hours` is the window in which so many authors wrote.

    `topic` is «code name», `place` "" the whole town. The numbers are those of its peak.
    """

    __tablename__ = "surges"
    __table_args__ = (Index(None, "ended_at"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    topic: Mapped[str]
    place: Mapped[str]
    since: Mapped[datetime]
    seen_at: Mapped[datetime]
    hours: Mapped[int]
    authors: Mapped[int]
    expected: Mapped[float]
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    told_at: Mapped[datetime | None] = mapped_column(default=None)  # the head was written to
