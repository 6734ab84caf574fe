"""One self-contained page: style and drawings inside, opens without a network, prints on A4."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from reports import shown
from reports.charts import svg
from reports.crossed import parts
from reports.document import Chart, Report, Table
from reports.wording import days

LONGEST_WORD = 30
WIDE = 8  # columns from which a table stands below its chart, not beside it
PLACE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands there, whether to the right, and where it leads."""

    text: str
    number: bool
    link: str = ""

    @property
    def long(self) -> bool:
        """Whether a word must be broken, lest it widen its column."""
        return max(map(len, self.text.split()), default=0) > LONGEST_WORD


def render(report: Report) -> bytes:
    """UTF-8; everything that a resident wrote is escaped, and no script may run."""
    return page(report, "report.html").encode()


STYLE = PLACE / "report.css"


def inner(report: Report) -> Markup:
    """The report to stand inside another page, which gives it STYLE."""
    return Markup(page(report, "report_main.html"))  # noqa: S704 - its template escapes


def page(report: Report, template: str) -> str:
    """The report in this template."""
    made: str = _templates().get_template(template).render(report=report)
    return made


def _templates() -> Environment:
    templates = Environment(
        loader=FileSystemLoader(PLACE), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    templates.globals |= {
        "parts": parts,
        "cells": _cells,
        "days": days,
        "drawing": _drawing,
        "is_number": shown.is_number,
        "is_wide": lambda table: len(table.columns) >= WIDE,
        "moment": lambda report: shown.shown(report.made_at, "moment", report.made_at.tzinfo),
        "no_data": shown.NO_DATA,
        "total": shown.total,
    }
    templates.filters["clean"] = shown.clean
    return templates


def _drawing(chart: Chart) -> Markup | None:
    drawn = svg(chart)
    return Markup(drawn) if drawn else None  # noqa: S704 - vega has escaped every text in it


def _cells(table: Table, report: Report) -> Iterator[list[Cell]]:
    for values, texts in zip(table.rows, shown.lines(table, report), strict=True):
        columns = zip(values, texts, table.columns, strict=True)
        yield [
            Cell(
                text,
                shown.is_number(column.kind),
                value if column.kind == "link" and shown.is_address(value) else "",
            )
            for value, text, column in columns
        ]
