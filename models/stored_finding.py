"""What is wrong with an official page, since when, and until when."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class StoredFinding(Base):
    """A duty of the regulation that a page does not meet.

    `what` is a word of pages/checks.py. It is opened once and closed once; what breaks anew is a
    finding of its own, so that every beginning and end stays.
    """

    __tablename__ = "page_findings"
    __table_args__ = (Index(None, "closed_at", "page_id"), Index(None, "page_id", "id"))

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    page_id: Mapped[int] = mapped_column(ForeignKey("pages.id"))
    what: Mapped[str] = mapped_column(String(24))
    force: Mapped[str] = mapped_column(String(16))
    paragraph: Mapped[str]
    detail: Mapped[str]  # what is wrong, in Russian
    advice: Mapped[str]  # what to do about it
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
