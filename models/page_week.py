"""A week of an official page: what was published, and who came by QR code."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, JsonObject


class HeldToNorm:
    """A week's publications, and the norm they were held to (None: there was none)."""

    __slots__ = ()
    posts: int
    norm: int | None

    @property
    def is_short(self) -> bool:
        """Whether the norm was missed."""
        return self.norm is not None and self.posts < self.norm


class PageWeek(Base):
    """The figure of one closed week, with the norm and the rule it was counted by.

    Appended: a week that had to be counted again has a later row, and the last one counts.
    `left_out` says how many posts were not counted, by reason.
    """

    __tablename__ = "page_weeks"
    __table_args__ = (Index(None, "week", "page_id"), Index(None, "page_id", "week"))

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    page_id: Mapped[int] = mapped_column(ForeignKey("pages.id"))
    week: Mapped[date] = mapped_column(Date)  # its Monday
    posts: Mapped[int]
    left_out: Mapped[JsonObject]
    norm: Mapped[int | None]
    force: Mapped[str] = mapped_column(String(16))
    paragraph: Mapped[str]
    rule: Mapped[str] = mapped_column(String(32))
    counted_at: Mapped[datetime]


class PageStanding(Base):
    """What lists show of a page, told from its weeks and findings: pages/standings.py."""

    __tablename__ = "page_standings"

    page_id: Mapped[int] = mapped_column(ForeignKey("pages.id"), primary_key=True)
    told: Mapped[JsonObject]


class PageReminder(Base):
    """Somebody was told, once a week, which pages still fall short of the norm."""

    __tablename__ = "page_reminders"

    week: Mapped[date] = mapped_column(Date, primary_key=True)  # its Monday
    to: Mapped[str] = mapped_column(String(64), primary_key=True)  # a name, as in `people`
    at: Mapped[datetime]


class PageVisits(Base):
    """Visits by QR code in a week from different devices, as a person or a file said.

    The last entry of a week counts. Devices themselves are never stored.
    """

    __tablename__ = "page_visits"
    __table_args__ = (Index(None, "week", "page_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    page_id: Mapped[int] = mapped_column(ForeignKey("pages.id"))
    week: Mapped[date] = mapped_column(Date)
    devices: Mapped[int]
    by: Mapped[str] = mapped_column(String(64))
    source: Mapped[str]  # "" by hand, else the name of the file
    at: Mapped[datetime]
