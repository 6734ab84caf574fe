"""Values as Russian readers write them: 1 234 567, 45,3 %, 5 ч 30 мин, 05.11.2026 09:30."""

from collections.abc import Callable, Iterator
from datetime import tzinfo
from typing import Any
from urllib.parse import urlsplit

from models.text import printable
from reports.document import Column, Kind, Report, Table
from reports.wording import duration, number

NOTHING = "—"  # no data, which is not 0
NO_DATA = "За этот период данных нет."
SPACE = "\u00a0"


def shown(value: Any, kind: Kind, zone: tzinfo | None) -> str:
    """One cell; moments in `zone`."""
    if value is None:
        return NOTHING
    if kind == "moment":
        return f"{value.astimezone(zone):%d.%m.%Y %H:%M}"
    return WRITTEN.get(kind, clean)(value)


def hours(minutes: int) -> str:
    """Working minutes as hours and minutes that stand in one line."""
    return ("−" if minutes < 0 else "") + duration(abs(minutes)).replace(" ", SPACE)


def percent(share: float) -> str:
    """0.453 → 45,3 %."""
    return f"{share * 100:.1f}{SPACE}%".replace(".", ",")


def clean(value: Any) -> str:
    """Any text without what could harm a document."""
    return printable(str(value).replace("\r\n", "\n").replace("\r", "\n"))


WRITTEN: dict[Kind, Callable[[Any], str]] = {
    "int": number,
    "share": percent,
    "minutes": hours,
    "date": "{:%d.%m.%Y}".format,
}


def is_address(value: Any) -> bool:
    """Whether a link may be made of it: nobody clicks on javascript: in a report."""
    try:
        return urlsplit(str(value)).scheme in ("http", "https")
    except ValueError:
        return False


def is_number(kind: Kind) -> bool:
    """Whether the column stands to the right."""
    return kind in ("int", "share", "minutes")


def lines(table: Table, report: Report) -> Iterator[list[str]]:
    """The rows as text."""
    zone = report.made_at.tzinfo
    for row in table.rows:
        yield [shown(value, col.kind, zone) for value, col in zip(row, table.columns, strict=True)]


def total(table: Table) -> list[str] | None:
    """The row below the others, where a column asks for one."""
    sums = [_sum(table, at, column) for at, column in enumerate(table.columns)]
    if not table.rows or not any(sums):
        return None
    return [text or ("" if at else "Итого") for at, text in enumerate(sums)]


def _sum(table: Table, at: int, column: Column) -> str:
    if not is_summed(column):
        return ""
    return shown(sum(row[at] or 0 for row in table.rows), column.kind, None)


def is_summed(column: Column) -> bool:
    """Shares and dates have no sum."""
    return column.total and column.kind in ("int", "minutes")
