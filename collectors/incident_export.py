"""An export of «Инцидент Менеджмент»: XLSX or CSV, its columns by name in any order."""

import csv
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

from errors import OtklikError
from spreadsheet import sheet_rows

TEXT = "Текст инцидента"
_CREATED = ("%Y-%m-%d %H:%M:%S", "%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%Y-%m-%d", "%d.%m.%Y")
_ENCODINGS = ("utf-8-sig", "cp1251")
_LONGEST_FIELD = 1 << 24
_LONGEST_NUMBER = 64
_FIRST_YEAR = 2000


class ExportError(OtklikError):
    """A file that is no export; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class ExportRow:
    """A row of the export: what we use by its name, everything else aside.

    number as the file counts rows, the heading being row 1; created in the time of the export's
    region, None where the column is empty; body is «Исполнитель», else «Отдел».
    """

    number: int
    text: str
    group: str
    topic: str
    body: str
    created: datetime | None
    aside: Mapping[str, str]

    @property
    def identity(self) -> str:
        """The system's number of the incident; without one, a hash of the message and its time."""
        number = self.aside.get("Номер инцидента") or self.aside.get("ID") or ""
        if 0 < len(number) <= _LONGEST_NUMBER:
            return number
        return hashlib.sha256(f"{number} {self.created} {self.text}".encode()).hexdigest()

    @property
    def link(self) -> str:
        """Where the message stands, if the export tells."""
        return self.aside.get("Урл поста", "")

    @property
    def finished(self) -> bool:
        """Whether the other system is done with it."""
        return bool(self.aside.get("Дата окончания"))


@dataclass(frozen=True, slots=True)
class Export:
    """Good rows, and bad ones as (row number, reason)."""

    rows: list[ExportRow]
    bad: list[tuple[int, str]]


def read_export(path: Path) -> Export:
    """All rows of an export. Raises ExportError where the file has no column of texts."""
    lines = _xlsx(path) if path.suffix.lower() == ".xlsx" else _csv(path)
    numbered = enumerate(lines, 1)
    heading = [name.strip() for name in next(numbered, (1, ([], "")))[1][0]]
    if TEXT not in heading:
        raise ExportError(
            f"{path}: нет столбца «{TEXT}». В первой строке: {', '.join(heading[:8]) or 'пусто'}"
        )
    export = Export([], [])
    for number, (cells, fault) in numbered:
        if fault:
            export.bad.append((number, fault))
        elif any(cell.strip() for cell in cells):
            _take(export, number, heading, cells)
    return export


def _take(export: Export, number: int, heading: Sequence[str], cells: Sequence[str]) -> None:
    try:
        export.rows.append(_row(number, heading, cells))
    except ValueError as error:
        export.bad.append((number, str(error)))


def _row(number: int, heading: Sequence[str], cells: Sequence[str]) -> ExportRow:
    if len(cells) > len(heading) and any(cell.strip() for cell in cells[len(heading) :]):
        raise ValueError(f"ячеек {len(cells)}, а столбцов {len(heading)}")
    if any("\0" in cell for cell in cells):
        raise ValueError("нулевой знак")  # PostgreSQL keeps none
    named = {name: cell.strip() for name, cell in zip(heading, cells, strict=False)}
    text = named.pop(TEXT, "")
    if not text:
        raise ValueError(f"пустой «{TEXT}»")
    return ExportRow(
        number,
        text,
        named.get("Группа тем", ""),
        named.get("Тема", ""),
        named.get("Исполнитель") or named.get("Отдел", ""),
        _moment(named.get("Дата создания", "")),
        named,
    )


def _moment(written: str) -> datetime | None:
    for shape in _CREATED if written else ():
        try:
            found = datetime.strptime(written, shape)
        except ValueError:
            continue
        if found.year >= _FIRST_YEAR:
            return found
    if written:
        raise ValueError(f"«Дата создания» не читается: {written[:30]}")
    return None


def _csv(path: Path) -> Iterator[tuple[list[str], str]]:
    """The cells of each row, and what is wrong with it where that is seen here."""
    csv.field_size_limit(_LONGEST_FIELD)
    lines = list(StringIO(_decoded(path), newline=""))
    delimiter = max(",;\t", key=lines[0].count) if lines else ","
    reader, begun = csv.reader(lines, delimiter=delimiter), 0
    try:
        for cells in reader:
            last = reader.line_num == len(lines)
            yield cells, _left_open(lines[begun:], delimiter) if last else ""
            begun = reader.line_num
    except csv.Error as error:
        raise ExportError(f"{path}: не читается как CSV: {error}") from None


def _left_open(lines: Sequence[str], delimiter: str) -> str:
    """A quote that is never closed takes the rest of the file into one cell."""
    try:
        list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error as error:
        if "end of data" in str(error):
            return f"не закрыта кавычка: в ячейку попали следующие строки ({len(lines) - 1})"
    return ""


def _decoded(path: Path) -> str:
    for encoding in _ENCODINGS:
        try:
            return path.read_bytes().decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ExportError(f"{path}: кодировка не UTF-8 и не Windows-1251")


def _xlsx(path: Path) -> Iterator[tuple[list[str], str]]:
    return (([_cell(value) for value in row], "") for row in sheet_rows(path))


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    return str(value)
