"""A message that a body must answer; a candidate until a person confirms it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Incident(Base):
    """One matter of one comment. Detection is kept apart from confirmation: clocks need both."""

    __tablename__ = "incidents"
    __table_args__ = (Index(None, "state", "detected_at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"), unique=True)
    # candidate | confirmed | dismissed | cleared (by an edit) | withdrawn (deleted)
    state: Mapped[str] = mapped_column(String(16))
    score: Mapped[float]
    detected_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None] = mapped_column(default=None)
    confirmed_by: Mapped[str | None] = mapped_column(String(64), default=None)
