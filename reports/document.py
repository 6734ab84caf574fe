"""What a report is before it is drawn: sections of tables and charts; and the period it covers."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

Kind = Literal["text", "int", "share", "minutes", "date", "moment", "link"]
ChartKind = Literal["lines", "bars", "stacked", "heat", "rhythm"]
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; `total`: the rows' values may be summed below it."""

    title: str
    kind: Kind = "text"
    total: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Raw values by column kind: str, int, share 0..1, working minutes, date, aware moment, URL.

    None means that there is no data, which is not 0. `note` says how to read the figures.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of `table`, which stands beside it; x, y and series are titles of its columns."""

    title: str
    kind: ChartKind
    table: Table
    x: str
    y: str
    series: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a report: a sentence, tables, charts."""

    title: str
    text: str = ""
    tables: tuple[Table, ...] = ()
    charts: tuple[Chart, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A report of the days since..until, both included; `summary` is the sentence on top.

    `body` is set where it concerns one body, `addressees` where it is a letter.
    """

    name: str
    title: str
    municipality: str
    since: date
    until: date
    made_at: datetime
    summary: str
    sections: tuple[Section, ...]
    addressees: tuple[str, ...] = ()
    body: str = ""


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days of the municipality's zone, the last one included.

    Raises ValueError where it ends before it begins.
    """

    since: date
    until: date
    zone: ZoneInfo

    def __post_init__(self) -> None:
        if self.until < self.since:
            raise ValueError(f"a period ends before it begins: {self.since} .. {self.until}")

    @property
    def begin(self) -> datetime:
        """The first moment."""
        return datetime.combine(self.since, time(), self.zone)

    @property
    def end(self) -> datetime:
        """The first moment after it."""
        return datetime.combine(self.until + _DAY, time(), self.zone)

    @property
    def days(self) -> int:
        """How many days."""
        return (self.until - self.since).days + 1

    def previous(self) -> "Period":
        """The same number of days right before it."""
        return Period(self.since - self.days * _DAY, self.since - _DAY, self.zone)
