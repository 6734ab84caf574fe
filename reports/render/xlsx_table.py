"""One table on a sheet: a real table with a filter, formats of numbers, a frozen head, sums.

The only formulas are the sums below columns, which follow the filter.
"""

from datetime import tzinfo
from textwrap import wrap
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from reports.document import Column, Table
from reports.shown import clean, is_address, is_number, is_summed, shown

Shapes = dict[str, Format]

LONGEST_CELL, LONGEST_LINK, WIDEST = 32_767, 2_079, 60  # characters
LINE_POINTS, HIGHEST = 15, 400
BUTTON = 4  # characters that the filter's button takes of a head
DAY_MINUTES = 1440  # Excel counts time in days
_LINE = {"border": 1, "border_color": "#c8c8c8"}
SHAPES: dict[str, dict[str, Any]] = {
    "int": {"num_format": "#,##0", **_LINE},
    "share": {"num_format": "0.0%", **_LINE},
    "minutes": {"num_format": "[h]:mm", **_LINE},
    "date": {"num_format": "dd.mm.yyyy", "align": "left", **_LINE},
    "moment": {"num_format": "dd.mm.yyyy hh:mm", "align": "left", **_LINE},
    "text": {"text_wrap": True, **_LINE},
    "link": {"font_color": "#1f4fa0", "underline": 1, **_LINE},
    "lead": {"font_color": "#1f4fa0", "underline": 1},
    "head": {"bold": True, "bg_color": "#dfe7f1", "text_wrap": True, **_LINE},
    "sum": {"bold": True, **_LINE},
    "title": {"bold": True, "font_size": 14},
    "heading": {"bold": True, "font_size": 12},
    "note": {"font_color": "#555555", "italic": True, "text_wrap": True},
    "about": {"font_color": "#555555", "italic": True},
    "plain": {"text_wrap": True},
}


def write_table(
    sheet: Worksheet, row: int, table: Table, zone: tzinfo | None, shapes: Shapes
) -> int:
    """Write it from this row on, its rows not none; returns the row below it."""
    summed = any(map(is_summed, table.columns))
    last = row + len(table.rows) + summed
    widths = [_width(table, at, zone) for at in range(len(table.columns))]
    columns = [{"header": title, "header_format": shapes["head"]} for title in _headers(table)]
    if summed:
        for at, column in enumerate(table.columns):
            columns[at] |= _sum(table, at, column, shapes)
    options = {"columns": columns, "style": None, "total_row": summed}
    sheet.add_table(row, 0, last, len(columns) - 1, options)
    heads = (len(wrap(text(column.title), width - BUTTON)) for column, width in
             zip(table.columns, widths, strict=True))  # fmt: skip
    set_height(sheet, row, max(heads, default=1))
    _write_rows(sheet, row + 1, table, zone, shapes, widths)
    for at, width in enumerate(widths):
        sheet.set_column(at, at, width)
    sheet.freeze_panes(row + 1, 0)
    sheet.repeat_rows(row)
    if table.note:
        _write_note(sheet, last + 1, table, widths, shapes)
    return last + 2


def _write_note(
    sheet: Worksheet, row: int, table: Table, widths: list[int], shapes: Shapes
) -> None:
    """Over all columns; without merging, a long note makes the printed page tiny."""
    note = text(table.note)
    if len(widths) > 1:
        sheet.merge_range(row, 0, row, len(widths) - 1, "", shapes["note"])
    sheet.write_string(row, 0, note, shapes["note"])
    set_height(sheet, row, lines_of(note, sum(widths)))


def _write_rows(
    sheet: Worksheet, row: int, table: Table, zone: tzinfo | None, shapes: Shapes, widths: list[int]
) -> None:
    for number, values in enumerate(table.rows, row):
        lines = 1
        for at, (value, column) in enumerate(zip(values, table.columns, strict=True)):
            _write(sheet, (number, at), value, column, zone, shapes)
            lines = max(lines, lines_of(value, widths[at]) if column.kind == "text" else 1)
        set_height(sheet, number, lines)


def _write(
    sheet: Worksheet,
    where: tuple[int, int],
    value: Any,
    column: Column,
    zone: tzinfo | None,
    shapes: Shapes,
) -> None:
    shape = shapes[column.kind]
    match value, column.kind:
        case None, _:
            sheet.write_blank(*where, None, shape)
        case _, "int" | "share":
            sheet.write_number(*where, value, shape)
        case _, "minutes":
            sheet.write_number(*where, value / DAY_MINUTES, shape)
        case _, "date":
            sheet.write_datetime(*where, value, shape)
        case _, "moment":
            sheet.write_datetime(*where, value.astimezone(zone), shape)
        case _, "link" if is_address(value) and len(value) <= LONGEST_LINK:
            sheet.write_url(*where, clean(value), shape, text(value))
        case _:
            sheet.write_string(*where, text(value), shapes["text"])


def _sum(table: Table, at: int, column: Column, shapes: Shapes) -> dict[str, Any]:
    if not is_summed(column):
        return {"total_string": "" if at else "Итого", "format": shapes["sum"]}
    value = sum(row[at] or 0 for row in table.rows)
    scaled = value / DAY_MINUTES if column.kind == "minutes" else value
    return {"total_function": "sum", "total_value": scaled, "format": shapes[column.kind]}


def _headers(table: Table) -> list[str]:
    """Excel wants each title once in a table, and none empty."""
    found: list[str] = []
    for column in table.columns:
        title = name = text(column.title) or "—"
        number = 1
        while name in found:
            number += 1
            name = f"{title} ({number})"
        found.append(name)
    return found


def _width(table: Table, at: int, zone: tzinfo | None) -> int:
    """Of the longest cell, within reason; a head may wrap between words."""
    column = table.columns[at]
    head = max(map(len, column.title.split()), default=0) + BUTTON
    if is_number(column.kind):
        head = max(head, min(len(column.title) + BUTTON, 14))
    lines = (shown(row[at], column.kind, zone).split("\n") for row in table.rows)
    return min(max(head, *(len(line) + 2 for some in lines for line in some)), WIDEST)


def set_height(sheet: Worksheet, row: int, lines: int) -> None:
    """Of wrapped text: programs other than Excel do not find it themselves."""
    if lines > 1:
        sheet.set_row(row, min(lines * LINE_POINTS, HIGHEST))


def lines_of(value: Any, width: int) -> int:
    """How many lines the text takes in a column of this width."""
    return sum(-(-max(len(line), 1) // width) for line in clean(value or "").split("\n"))


def text(value: Any) -> str:
    """What fits into a cell."""
    found = clean(value)
    return found if len(found) <= LONGEST_CELL else found[: LONGEST_CELL - 1] + "…"
