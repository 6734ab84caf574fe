"""An export of «Инцидент Менеджмент»: columns by name, bad rows by number."""

import re
from datetime import datetime
from pathlib import Path
from zipfile import ZipFile

import pytest

from collectors.incident_export import ExportError, read_export
from errors import OtklikError
from spreadsheet import workbook

HEAD = "Отдел;Исполнитель;Дата создания;Тема;Текст инцидента;Кабинет"
GOOD = 'Район;ЖЭК;2025-12-24 20:06:02;Ямы;"Яма; глубокая\nи длинная";7'


def written(path: Path, *lines: str, encoding: str = "utf-8") -> Path:
    path.write_bytes("\r\n".join(lines).encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251"])
def test_a_row_by_its_columns(tmp_path: Path, encoding: str) -> None:
    export = read_export(written(tmp_path / "e.csv", HEAD, GOOD, encoding=encoding))
    (row,) = export.rows
    assert export.bad == []
    assert (row.body, row.topic, row.group) == ("ЖЭК", "Ямы", "")
    assert row.text.startswith("Яма; глубокая")
    assert row.created == datetime(2025, 12, 24, 20, 6, 2)
    assert row.aside["Кабинет"] == "7"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Район;ЖЭК;2025-12-24 20:06:02;Ямы;;7", "пустой «Текст инцидента»"),
        ("Район;ЖЭК;вчера;Ямы;Яма;7", "«Дата создания» не читается: вчера"),
        ("Район;ЖЭК;;Ямы;Яма;7;лишнее", "ячеек 7, а столбцов 6"),
    ],
)
def test_a_bad_row_is_told_and_the_others_are_taken(tmp_path: Path, line, reason) -> None:
    export = read_export(written(tmp_path / "e.csv", HEAD, line, GOOD, ""))
    assert export.bad == [(2, reason)]
    assert [row.number for row in export.rows] == [3]


def test_a_file_without_texts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="нет столбца «Текст инцидента»"):
        read_export(written(tmp_path / "e.csv", "a,b", "1,2"))


def test_what_is_no_spreadsheet_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OtklikError, match="не читается как XLSX"):
        read_export(written(tmp_path / "e.xlsx", "no zip"))


def test_an_unclosed_quote_is_told_with_what_it_swallowed(tmp_path: Path) -> None:
    torn = 'Район;ЖЭК;;Ямы;"Яма без конца;7'
    export = read_export(written(tmp_path / "e.csv", HEAD, GOOD, torn, GOOD.replace('"', "")))
    assert [row.number for row in export.rows] == [2]
    ((number, reason),) = export.bad
    assert number == 3
    assert "не закрыта кавычка" in reason


def test_a_wrong_size_of_the_sheet_hides_no_row(tmp_path: Path) -> None:
    path = tmp_path / "e.xlsx"
    path.write_bytes(workbook("Лист", ("ID", "Текст инцидента"), [("1", "Яма"), ("2", "Лужа")]))
    with ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1"', parts[sheet])
    with ZipFile(path, "w") as book:
        for name, content in parts.items():
            book.writestr(name, content)
    assert [row.text for row in read_export(path).rows] == ["Яма", "Лужа"]
