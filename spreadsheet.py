"""Rows of a spreadsheet, in and out: the only file that knows openpyxl."""

from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import IO, Any
from zipfile import BadZipFile

import openpyxl
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from errors import OtklikError


def sheet_rows(source: Path | IO[bytes]) -> Iterator[tuple[Any, ...]]:
    """The values of the first sheet row by row. Raises OtklikError on what is no spreadsheet."""
    try:
        book = openpyxl.load_workbook(source, read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, OSError, ValueError) as error:
        name = source if isinstance(source, Path) else "файл"
        raise OtklikError(f"{name}: не читается как XLSX: {error}") from None
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # some writers leave a wrong size, and rows would be cut
        yield from sheet.iter_rows(values_only=True)
    finally:
        book.close()


def workbook(title: str, heading: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A workbook of one sheet of texts: whatever a cell begins with, it is no formula."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    for number, row in enumerate((heading, *rows), 1):
        for column, text in enumerate(row, 1):
            cell = sheet.cell(number, column, _writable(text) or None)
            cell.data_type = "s" if text else "n"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for column, name in enumerate(heading, 1):
        sheet.cell(1, column).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = max(14, min(len(name) + 4, 40))
    sheet.freeze_panes = "A2"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _writable(text: str) -> str:
    return str(ILLEGAL_CHARACTERS_RE.sub("\ufffd", text))
