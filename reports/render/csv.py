"""All tables of a report in one file as Russian Excel opens it: semicolons, UTF-8 with its mark.

Decimal commas, dates as 15.11.2026. Excel runs what begins with = + - @ in an opened CSV, so such
a text gets an apostrophe in front (OWASP, CSV injection); a program should read the JSON instead.
"""

import csv
from collections.abc import Iterator
from datetime import tzinfo
from io import StringIO
from typing import Any

from reports.crossed import tables
from reports.document import Kind, Report, Table
from reports.shown import NO_DATA, clean, is_number, shown
from reports.wording import days

RISKY = "=+-@＝＋－＠"
MARK = "\ufeff"


def render(report: Report) -> bytes:
    """Tables one below the other, each under its title, an empty line between."""
    out = StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerows(_heading(report))
    for section in report.sections:
        for table in tables(section):
            writer.writerows(_table(table, report.made_at.tzinfo))
    return (MARK + out.getvalue()).encode()


def _heading(report: Report) -> Iterator[list[str]]:
    about = (report.municipality, report.body, report.title, days(report))
    yield [defused(text) for text in about if text]
    yield [defused(report.summary)]


def _table(table: Table, zone: tzinfo | None) -> Iterator[list[str]]:
    yield []
    yield [defused(table.title)]
    yield [defused(column.title) for column in table.columns]
    if not table.rows:
        yield [NO_DATA]
    for row in table.rows:
        yield [_cell(value, col.kind, zone) for value, col in zip(row, table.columns, strict=True)]


def _cell(value: Any, kind: Kind, zone: tzinfo | None) -> str:
    if value is None:
        return ""
    if kind == "minutes":  # Excel reads 30:15 as a length of time
        return f"{'-' if value < 0 else ''}{abs(value) // 60}:{abs(value) % 60:02}"
    if kind == "int":
        return str(value)
    text = shown(value, kind, zone)
    return text if is_number(kind) else defused(text)


def defused(text: str) -> str:
    """The text, with an apostrophe in front where a spreadsheet could take it for a formula."""
    safe = clean(text)
    return (
        f"'{safe}"
        if safe.lstrip().startswith(tuple(RISKY)) or safe.startswith(("\t", "\n"))
        else safe
    )
