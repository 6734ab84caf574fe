"""An official page: where we listen, how far we have read it and what may be missing."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, JsonObject


@dataclass(frozen=True, slots=True)
class PageRef:
    """Identity of a page: its network and its id there, as the configuration writes it."""

    network: str
    external_id: str

    def __str__(self) -> str:
        return f"{self.network}:{self.external_id}"


class Page(Base):
    """A page of the configuration with its gap report."""

    __tablename__ = "pages"
    __table_args__ = (UniqueConstraint("network", "external_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    network: Mapped[str] = mapped_column(String(16))
    external_id: Mapped[str]
    name: Mapped[str]
    watched_since: Mapped[datetime]  # older comments are context: no card, no clock
    read_until: Mapped[datetime | None] = mapped_column(default=None)
    succeeded_at: Mapped[datetime | None] = mapped_column(default=None)
    failed_at: Mapped[datetime | None] = mapped_column(default=None)
    last_error: Mapped[str | None] = mapped_column(default=None)
    gap: Mapped[str | None] = mapped_column(default=None)  # what may have been missed, in words
    looked_at: Mapped[datetime | None] = mapped_column(default=None)  # its facts, last
    look_fault: Mapped[str | None] = mapped_column(default=None)  # why they could not be seen
    judged_at: Mapped[datetime | None] = mapped_column(default=None)  # by the duties of pages
    members: Mapped[int | None] = mapped_column(default=None)


class Cursor(Base):
    """How far a page has been read; for Telegram the owner is the bot, for the others the page."""

    __tablename__ = "cursors"
    __table_args__ = (UniqueConstraint("network", "owner"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    network: Mapped[str] = mapped_column(String(16))
    owner: Mapped[str]
    state: Mapped[JsonObject]
    saved_at: Mapped[datetime]
