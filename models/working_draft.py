"""A draft while it is being typed; it becomes an entry of the journal when it is handed in."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class WorkingDraft(Base):
    """What one person is typing for one incident.

    `upon` is the last entry of the journal they had read; `version` counts the savings, so that
    two windows of one person do not write over each other.
    """

    __tablename__ = "working_drafts"

    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id"), primary_key=True)
    person: Mapped[str] = mapped_column(String(64), primary_key=True)
    text: Mapped[str]
    form: Mapped[str] = mapped_column(String(16))
    upon: Mapped[int]
    saved_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
