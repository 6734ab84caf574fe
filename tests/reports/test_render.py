"""One small report in every format, read back by programs that are not ours."""

import csv
import io
import json
import re
import zipfile
from datetime import date, datetime, timedelta
from html.parser import HTMLParser
from xml.etree import ElementTree

import docx
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from paper import BODIES, HOSTILE, journal, paper

from reports.document import Column, Report, Section, Table
from reports.render import FORMATS, file_name, render
from reports.render.csv import MARK, defused

ANY_TEXT = st.text(st.characters(), max_size=40)


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    return {name: render(paper(), name) for name in FORMATS}


def slim(texts: tuple[str, ...]) -> Report:
    """Without charts, which take long."""
    return Report(
        "daily", "Отчёт", "Город", date(2026, 11, 9), date(2026, 11, 9), paper().made_at, "Итог.",
        (Section("Раздел", tables=(journal(texts),)),),
    )  # fmt: skip


class Reader(HTMLParser):
    """Cells of all tables, and every tag and address."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self._cell = False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.addresses += [value for name, value in attrs if name in ("src", "href") and value]
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self._cell = True
            self.rows[-1].append("")

    def handle_endtag(self, tag):
        self._cell &= tag not in ("td", "th")

    def handle_data(self, data):
        if self._cell:
            self.rows[-1][-1] += data


def test_html_is_one_file_that_asks_nobody(made):
    page = made["html"].decode()
    read = Reader(page)
    assert page.startswith("<!doctype html>")
    assert not {"script", "link", "img", "iframe"} & set(read.tags)
    assert all(one.startswith("https://vk.ru/") for one in read.addresses)
    assert "url(http" not in page and "@import" not in page
    assert page.count("<svg") == 5  # the sixth chart has nothing to show
    assert page.count("За этот период данных нет.") == 2


def test_html_shows_every_kind_of_value_in_russian(made):
    rows = Reader(made["html"].decode()).rows
    nbsp = "\u00a0"
    assert ["МУП «Водоканал»", f"50,0{nbsp}%", "8", f"5{nbsp}ч{nbsp}30{nbsp}мин"] in rows
    assert [BODIES[2], "—", "0", "—"] in rows
    assert ["Итого", "", "125", ""] in rows
    assert ["09.11.2026", "0", "15", "30"] in rows  # a series is a column
    first = next(row for row in rows if row[0] == "1")
    assert first[2:4] == ["15.11.2026", "15.11.2026 09:30"]


def test_html_escapes_what_residents_write(made):
    rows = Reader(made["html"].decode()).rows
    texts = [row[1] for row in rows if len(row) == 7 and row[0].isdigit()]
    assert texts[8] == "<script>alert(1)</script> & <b>жирно</b>"
    assert texts[9] == "до\ufffd\ufffd[31m\ufffdпосле\ufffd\ufffd_x000D_"
    assert len(texts) == len(HOSTILE)


def test_xlsx_holds_real_tables_and_values(made):
    book = openpyxl.load_workbook(io.BytesIO(made["xlsx"]))
    assert book.sheetnames == [
        "Содержание", "Сообщения по дням", "Доля в срок", "Чем кончилось", "Темы и места",
        "Ритм недели", "Сообщения",
    ]  # fmt: skip
    for sheet in book.worksheets[1:]:
        (table,) = sheet.tables.values()
        assert table.autoFilter is not None
        assert sheet.freeze_panes == "A5"
    kept = book["Доля в срок"]
    share, count, median = (kept.cell(6, at) for at in (2, 3, 4))
    assert (share.value, share.number_format) == (0.5, "0.0%")
    assert (count.value, median.value) == (8, timedelta(hours=5, minutes=30))
    assert median.number_format == "[h]:mm"
    assert kept.cell(7, 2).value is None  # no data is not 0
    assert kept["C8"].value == "=SUBTOTAL(109,[Инцидентов])"
    day, moment = (book["Сообщения"].cell(5, at) for at in (3, 4))
    assert (day.value, day.number_format) == (datetime(2026, 11, 15), "dd.mm.yyyy")
    assert moment.value == datetime(2026, 11, 15, 9, 30)  # Vladivostok


def formulas(workbook: bytes) -> list[str]:
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    cells = (cell for sheet in book for row in sheet.iter_rows() for cell in row)
    return [str(cell.value) for cell in cells if cell.data_type == "f"]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.one_of(ANY_TEXT, st.sampled_from(HOSTILE)), min_size=1, max_size=4))
def test_no_text_ever_becomes_a_formula(texts):
    report = slim(tuple(texts))
    assert all(found.startswith("=SUBTOTAL(109,") for found in formulas(render(report, "xlsx")))
    for row in csv.reader(io.StringIO(render(report, "csv").decode("utf-8-sig")), delimiter=";"):
        assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for cell in row)


@settings(max_examples=10, deadline=None)
@given(st.lists(ANY_TEXT, min_size=1, max_size=3))
def test_any_text_gives_whole_documents(texts):
    report = slim(tuple(texts))
    assert len(docx.Document(io.BytesIO(render(report, "docx"))).tables) == 1
    assert json.loads(render(report, "json"))["report"] == "daily"
    assert len(Reader(render(report, "html").decode()).rows) == len(texts) + 2
    with zipfile.ZipFile(io.BytesIO(render(report, "xlsx"))) as archive:
        for name in archive.namelist():
            if name.endswith(".xml"):
                ElementTree.fromstring(archive.read(name))  # noqa: S314 - ours


def test_titles_that_excel_forbids_are_put_right():
    column = Column("[Тема]*", "text")
    tables = [Table("Итоги: дороги/вода? [все]", (column, column), (("а", "б"),))] * 2
    report = slim(())
    report = Report(**{**{name: getattr(report, name) for name in report.__slots__},
                       "sections": (Section("А", tables=(tables[0],)),
                                    Section("Б", tables=(tables[1],)))})  # fmt: skip
    book = openpyxl.load_workbook(io.BytesIO(render(report, "xlsx")))
    assert book.sheetnames[1:] == ["Итоги дороги вода все", "Итоги дороги вода все 2"]
    assert [cell.value for cell in book.worksheets[1][4]] == ["[Тема]*", "[Тема]* (2)"]


def test_docx_is_ready_to_sign(made):
    document = docx.Document(io.BytesIO(made["docx"]))
    lines = [line.text for line in document.paragraphs]
    assert lines[0] == "Лесозаводский городской округ"
    assert "Глава города\nВиктор Павлович Орлов" in lines
    assert "ОТЧЁТ ЗА НЕДЕЛЮ" in lines and "за 9–15 ноября 2026 года" in lines
    assert lines[-2].startswith("Составил: ____")
    assert len(document.inline_shapes) == 5 and len(document.tables) == 6
    heads = document.tables[0].rows[0]
    assert heads._tr.xpath("./w:trPr/w:tblHeader")
    assert document.sections[0].header._element.xpath(".//w:fldSimple[@w:instr='PAGE']")
    assert document.styles["Normal"].font.name == "Times New Roman"


def test_csv_is_what_russian_excel_opens(made):
    text = made["csv"].decode()
    rows = list(csv.reader(io.StringIO(text.removeprefix(MARK)), delimiter=";"))
    assert text.startswith(MARK)
    assert ["МУП «Водоканал»", "50,0\u00a0%", "8", "5:30"] in rows
    assert [BODIES[2], "", "0", ""] in rows  # no data is an empty cell


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("=1+1", "'=1+1"), ("+7 900", "'+7 900"), ("-2", "'-2"), ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"), ("\r=1", "'\n=1"), ("\ntext", "'\ntext"), ("  =1", "'  =1"),
        ("＝1", "'＝1"), ("вода = жизнь", "вода = жизнь"), ("", ""), ("'=1", "'=1"),
    ],
)  # fmt: skip
def test_a_cell_of_csv_is_defused(text, safe):
    assert defused(text) == safe


def test_json_keeps_raw_values(made):
    found = json.loads(made["json"])
    assert (found["report"], found["since"], found["until"]) == (
        "weekly", "2026-11-09", "2026-11-15",
    )  # fmt: skip
    assert found["made_at"] == "2026-11-16T08:00:00+10:00"
    table = found["sections"][1]["tables"][0]
    assert table["columns"][1] == {"title": "Сообщение", "kind": "text"}
    assert table["rows"][0][3] == "2026-11-14T23:30:00+00:00"
    assert table["rows"][5][1] == HOSTILE[5]
    assert found["sections"][2]["charts"][0]["table"]["rows"] == []


@pytest.mark.parametrize("name", FORMATS)
def test_a_report_without_anything_is_a_file_all_the_same(name):
    bare = Report(
        "daily", "Отчёт", "Город", date(2026, 11, 9), date(2026, 11, 9), paper().made_at,
        "За день сообщений не было.", (),
    )  # fmt: skip
    assert len(render(bare, name)) > 90


def test_names_of_files_sort_by_time():
    assert file_name(paper(), "xlsx") == "weekly-2026-11-09-2026-11-15.xlsx"
    assert file_name(slim(()), "csv") == "daily-2026-11-09.csv"
    assert all(re.fullmatch(r"[a-z]+", name) for name in FORMATS)
