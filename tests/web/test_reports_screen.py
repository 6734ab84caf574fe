"""Reports in the browser: whose they are, what is shown, what is taken along."""

import io

import openpyxl
import pytest
from flagging import Flagging
from given import NOW

from models import Delivery
from reports.contents import REPORTS
from reports.deliveries import keep, missed
from reports.document import Report

VODOKANAL = "МУП «Водоканал»"


@pytest.fixture
def made(web, tmp_path, monkeypatch):
    """A report of the schedule whose delivery failed."""
    monkeypatch.setenv("OTKLIK_HOME", str(tmp_path))
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "daily-2026-11-22.csv").write_bytes(b"1;2")
    report = Report("daily", "Отчёт за день", "Город", NOW.date(), NOW.date(), NOW, "Итог.", ())
    files = "out", ["daily-2026-11-22.csv"]
    with web.store.writing() as session:
        kept = keep(session, "daily", "x", report, files, ["head@x.ru"])
        missed(session.get_one(Delivery, 1), "SMTPDataError: <mail>", web.clock())
    return kept


@pytest.mark.parametrize(
    ("role", "code"),
    [
        ("curator", 200),
        ("head", 200),
        ("administrator", 200),
        ("executor", 200),
        ("moderator", 403),
    ],
)
def test_who_may_look(as_role, role, code):
    who = {"body": VODOKANAL} if role == "executor" else {}
    assert as_role(role, **who).get("/reports").status_code == code


def test_a_report_is_shown_and_taken_along(as_role):
    curator = as_role("curator")
    shown = curator.get("/reports/view?report=weekly")
    assert "16–22 ноября 2026 года" in shown.text
    assert 'class="report"' in shown.text and "style=" not in shown.text
    assert "/reports/file?report=weekly&amp;from=&amp;to=&amp;body=&amp;format=docx" in shown.text
    assert curator.get("/reports/report.css").headers["content-type"].startswith("text/css")
    taken = curator.get("/reports/file?report=weekly&from=2026-11-01&to=2026-11-22&format=xlsx")
    assert "weekly-2026-11-01-2026-11-22.xlsx" in taken.headers["content-disposition"]
    assert openpyxl.load_workbook(io.BytesIO(taken.content)).sheetnames[0] == "Содержание"


def test_the_head_finds_what_is_urgent_now(as_role, web):
    Flagging(web)(("Найду и закопаю", "threat"))
    head = as_role("head")
    assert 'href="/reports">1 угроза' in head.get("/overview").text
    shown = head.get("/reports").text
    assert "Срочный доклад главе" in shown and "Найду и закопаю" in shown
    assert "Сделанные по расписанию" in shown
    assert 'class="report"' not in as_role("curator").get("/reports").text


@pytest.mark.parametrize("name", REPORTS)
def test_every_report_can_be_looked_at(as_role, name):
    shown = as_role("head").get(f"/reports/view?report={name}")
    assert shown.status_code == 200
    assert REPORTS[name].title in shown.text


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("from=2026-11-05&to=2026-11-01", "Последний день раньше первого"),
        ("from=вчера", "День пишется так"),
        ("to=0001-01-01", "01.01.1: нужен год от 2000 до 2100"),
        ("from=0001-01-01&to=0001-01-02", "нужен год от 2000 до 2100"),
        ("from=9999-12-30&to=9999-12-31", "30.12.9999: нужен год от 2000 до 2100"),
        ("body=<b>Никто</b>", "Организации «&lt;b&gt;Никто&lt;/b&gt;» нет"),
    ],
)
def test_a_mistake_keeps_the_form(as_role, query, words):
    shown = as_role("curator").get(f"/reports/view?report=daily&{query}")
    assert shown.status_code == 422
    assert words in shown.text and 'action="/reports/view"' in shown.text


@pytest.mark.parametrize("query", ["report=nothing", "", "report=daily&format=pdf"])
def test_what_is_not_there_is_not_found(as_role, query):
    assert as_role("curator").get(f"/reports/file?{query}").status_code == 404


def test_an_executor_sees_the_own_body_only(as_role, made):
    executor = as_role("executor", body=VODOKANAL)
    form = executor.get("/reports").text
    assert "весь муниципалитет" not in form and "Сделанные по расписанию" not in form
    assert "head@x.ru" not in form
    shown = executor.get("/reports/view?report=daily&body=")
    assert f'<p class="town">Верхнелужск<br>{VODOKANAL}</p>' in shown.text
    for name in ("moderation", "urgent", "shortcomings"):
        assert executor.get(f"/reports/view?report={name}").status_code == 404
    assert executor.get("/reports/made/1/0").status_code == 403
    assert executor.post("/reports/deliveries/1").status_code == 403


def test_what_the_schedule_made_is_listed_with_its_trouble(as_role, made, web):
    curator = as_role("curator")
    listed = curator.get("/reports").text
    assert "SMTPDataError: &lt;mail&gt;" in listed and "head@x.ru" in listed
    assert curator.get("/reports/made/1/0").content == b"1;2"
    assert curator.get("/reports/made/1/7").status_code == 404
    assert curator.get("/reports/made/9/0").status_code == 404
    assert curator.post("/reports/deliveries/1").status_code == 303
    with web.store.reading() as session:
        assert session.get_one(Delivery, 1).attempts == 0
    assert curator.post("/reports/deliveries/9").status_code == 409


def test_a_file_that_is_gone_is_told(as_role, made, tmp_path):
    (tmp_path / "out" / "daily-2026-11-22.csv").unlink()
    told = as_role("head").get("/reports/made/1/0")
    assert told.status_code == 409
    assert "больше нет" in told.text
