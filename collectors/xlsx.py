"""Rows of a spreadsheet: the only file that reads with openpyxl."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from errors import OtklikError


def sheet_rows(path: Path) -> Iterator[tuple[Any, ...]]:
    """The values of the first sheet row by row. Raises OtklikError on what is no spreadsheet."""
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, OSError) as error:
        raise OtklikError(f"{path}: не читается как XLSX: {error}") from None
    try:
        yield from book.worksheets[0].iter_rows(values_only=True)
    finally:
        book.close()
