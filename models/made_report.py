"""Reports made by the schedule, and how they went to those who wait for them."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base

STATES = ("waiting", "sent", "failed")


class MadeReport(Base):
    """A report of a plan of the configuration, each occasion once.

    `occasion` is the period (2026-11-16..2026-11-22), or of an urgent report a digest of its
    `matters`. `files` lie in `folder`; `title` and `summary` go into the letter.
    """

    __tablename__ = "made_reports"
    __table_args__ = (UniqueConstraint("plan", "occasion"), Index(None, "made_at"))

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    plan: Mapped[str]
    occasion: Mapped[str] = mapped_column(String(64))
    title: Mapped[str]
    summary: Mapped[str]
    made_at: Mapped[datetime]
    folder: Mapped[str]
    files: Mapped[list[Any]]
    matters: Mapped[list[Any]] = mapped_column(default_factory=list)


class Delivery(Base):
    """A made report on its way to one address: an e-mail, or telegram:<chat>."""

    __tablename__ = "deliveries"
    __table_args__ = (UniqueConstraint("report_id", "to"), Index(None, "state", "next_at"))

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    report_id: Mapped[int] = mapped_column(ForeignKey("made_reports.id"))
    to: Mapped[str]
    next_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(8), default="waiting")
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(default=None)
    sent_at: Mapped[datetime | None] = mapped_column(default=None)
