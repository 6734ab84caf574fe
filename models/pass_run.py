"""The journal of passes: when the feed was read last, how it went, how long it took."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, JsonObject
from models.page import PageRef

COUNTS = ("new", "edited", "deleted", "flagged", "matters")


@dataclass(slots=True)
class PageTally:
    """What a pass did on one page. `fault` says in a line why it could not be read."""

    page: PageRef
    new: int = 0
    edited: int = 0
    deleted: int = 0
    flagged: int = 0
    matters: int = 0
    seconds: float = 0.0
    fault: str | None = None
    gaps: list[str] = field(default_factory=list)

    def add(self, batch: "PageTally") -> None:
        """Count a batch that has been saved."""
        for name in COUNTS:
            setattr(self, name, getattr(self, name) + getattr(batch, name))
        self.gaps += batch.gaps
        self.fault = batch.fault or self.fault


@dataclass(slots=True)
class PassTally:
    """A pass as a whole, and how many seconds it took."""

    pages: dict[PageRef, PageTally] = field(default_factory=dict)
    seconds: float = 0.0
    purged: int = 0
    actions: dict[str, int] = field(default_factory=dict)  # how many came into which state

    def of(self, page: PageRef) -> PageTally:
        """The tally of a page, made at first sight."""
        return self.pages.setdefault(page, PageTally(page))

    @property
    def failed(self) -> int:
        """How many pages could not be read."""
        return sum(tally.fault is not None for tally in self.pages.values())

    def total(self, what: str) -> int:
        """The sum of a count over all pages."""
        return sum(getattr(tally, what) for tally in self.pages.values())


class PassRun(Base):
    """One pass over the pages. `finished_at` stays empty where the pass was killed."""

    __tablename__ = "passes"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None] = mapped_column(default=None)
    summary: Mapped[JsonObject | None] = mapped_column(default=None)
