"""A workbook: contents first, then a sheet a table. Only here and next door is xlsxwriter used.

A sheet a table, not a section: widths, filters and frozen heads of stacked tables spoil each other.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from reports import charts
from reports.crossed import is_empty, parts
from reports.document import Chart, Report, Table
from reports.render.xlsx_table import (
    SHAPES,
    Shapes,
    lines_of,
    set_height,
    text,
    write_table,
)
from reports.shown import NO_DATA, clean, shown
from reports.wording import days

LONGEST_NAME, ROW_PIXELS, BESIDE = 31, 20, 8  # of a sheet; of a row; columns left of a picture
SAFE = {  # what a resident wrote is never a formula, a link or a number by itself
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,
    "remove_timezone": True,
}
HEAD = 3  # rows above a table
A4, CONTENTS_WIDTH = 9, 100


def render(report: Report) -> bytes:
    """The workbook's bytes."""
    return _saved(lambda book: _Paper(book, report).write())


def plain(title: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """One sheet under a frozen row of column titles, as other systems read it.

    rows: str, naive datetime or None.
    """
    return _saved(lambda book: _write_plain(book, title, columns, rows))


def _saved(write: Callable[[Workbook], None]) -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(out, SAFE) as book:
        write(book)
    return out.getvalue()


def _write_plain(
    book: Workbook, title: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    sheet, bold = book.add_worksheet(title), book.add_format({"bold": True})
    moment, last = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}), len(columns) - 1
    for at, name in enumerate(columns):
        sheet.write_string(0, at, text(name), bold)
    number = 0
    for number, row in enumerate(rows, 1):
        for at, value in enumerate(row):
            if isinstance(value, datetime):
                sheet.write_datetime(number, at, value, moment)
            elif value:
                sheet.write_string(number, at, text(value))
    sheet.autofilter(0, 0, number, last)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, last, 18)


@dataclass(slots=True)
class _Paper:
    """A report on its way into a workbook; `names` are those of its sheets, in small letters."""

    book: Workbook
    report: Report
    names: set[str] = field(default_factory=set)
    shapes: Shapes = field(default_factory=dict)

    def write(self) -> None:
        """All of it."""
        report = self.report
        for name, shape in SHAPES.items():
            self.shapes[name] = self.book.add_format({"valign": "top", **shape})
        self.book.set_properties(
            {"title": clean(report.title), "company": clean(report.municipality)}
        )
        contents = self._sheet("Содержание")
        contents.set_column(0, 0, CONTENTS_WIDTH)
        row = self._write_front(contents)
        for section in report.sections:
            self._line(contents, row + 1, section.title, "heading")
            row += 2
            if section.text:
                self._line(contents, row, section.text, "plain")
                row += 1
            for chart, table in parts(section):
                self._list(contents, row, chart, table)
                row += 1

    def _write_front(self, sheet: Worksheet) -> int:
        report = self.report
        made = f"Составлено {shown(report.made_at, 'moment', report.made_at.tzinfo)}"
        lines = (
            *((line, "note") for line in (report.municipality, report.body) if line),
            (report.title, "title"),
            (days(report), "note"),
            (report.summary, "plain"),
            *((f"Кому: {one}".replace("\n", ", "), "plain") for one in report.addressees),
            (made, "note"),
        )
        for row, (line, shape) in enumerate(lines):
            self._line(sheet, row, line, shape)
        return len(lines)

    def _line(self, contents: Worksheet, row: int, line: str, shape: str) -> None:
        contents.write_string(row, 0, text(line), self.shapes[shape])
        set_height(contents, row, lines_of(line, CONTENTS_WIDTH))

    def _list(
        self, contents: Worksheet, row: int, chart: Chart | None, table: Table | None
    ) -> None:
        """A line of the contents, and the sheet it leads to."""
        title = text(chart.title if chart else table.title if table else "")
        if (table and not table.rows) or (chart and is_empty(chart)):
            self._line(contents, row, f"{title}: {NO_DATA}", "note")
            return
        sheet = self._sheet(title)
        where = f"internal:'{sheet.get_name()}'!A1".replace("''", "'")
        contents.write_url(row, 0, where, self.shapes["lead"], title)
        self._fill(sheet, title, chart, table)

    def _fill(self, sheet: Worksheet, title: str, chart: Chart | None, table: Table | None) -> None:
        report = self.report
        about = (report.municipality, report.body, report.title, days(report))
        sheet.write_string(0, 0, title, self.shapes["title"])
        sheet.write_string(1, 0, text(". ".join(filter(None, about))), self.shapes["about"])
        below, beside = HEAD, 0
        if table:
            below = write_table(sheet, HEAD, table, report.made_at.tzinfo, self.shapes) + 1
            beside = len(table.columns) + 1
        if chart and beside > BESIDE:
            self._picture(sheet, below, 0, chart)
        elif chart:
            self._picture(sheet, HEAD, beside, chart)

    def _picture(self, sheet: Worksheet, row: int, at: int, chart: Chart) -> None:
        drawn = BytesIO(charts.png(chart) or b"")
        scale = {"x_scale": 1 / charts.SCALE, "y_scale": 1 / charts.SCALE}
        about = {"image_data": drawn, "description": clean(chart.title)}
        sheet.insert_image(row, at, "chart.png", about | scale)

    def _sheet(self, title: str) -> Worksheet:
        sheet = self.book.add_worksheet(_sheet_name(title, self.names))
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        return sheet


def _sheet_name(title: str, taken: set[str]) -> str:
    """Without what Excel forbids in it, short, and not there yet (letter case aside)."""
    safe = " ".join("".join(" " if char in "[]:*?/\\'" else char for char in title).split())
    name = base = safe[:LONGEST_NAME].strip() or "Таблица"
    number = 1
    while name.casefold() in taken:
        number += 1
        name = f"{base[: LONGEST_NAME - 4].strip()} {number}"
    taken.add(name.casefold())
    return name
