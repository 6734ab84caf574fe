"""`otklik report …`: a file or a stream, the right days, and words for every mistake."""

import json

import openpyxl
import pytest
import time_machine
from given import NOW

from models import Incident, PassRun
from reports.deliveries import keep
from reports.document import Report


@pytest.fixture
def report(otklik, database_url, store):
    """Run `otklik report` on Monday, 23 November 2026, noon in Moscow."""

    def run(*arguments: str, **environ: str):
        with time_machine.travel(NOW, tick=False):
            return otklik("report", *arguments, OTKLIK_DATABASE_URL=database_url, **environ)

    return run


on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@on_sqlite
@pytest.mark.parametrize(
    ("name", "days", "since", "until"),
    [
        ("daily", (), "2026-11-22", "2026-11-22"),
        ("weekly", (), "2026-11-16", "2026-11-22"),
        ("monthly", (), "2026-10-01", "2026-10-31"),
        ("topics", ("--from", "2026-11-01", "--to", "05.11.2026"), "2026-11-01", "2026-11-05"),
        ("topics", ("--from", "2026-11-01"), "2026-11-01", "2026-11-22"),
        ("topics", ("--from", "2026-11-23"), "2026-11-23", "2026-11-23"),
        ("topics", ("--to", "2026-11-05"), "2026-11-05", "2026-11-05"),
    ],
)
def test_the_days_of_a_report(report, name, days, since, until):
    done = report(name, *days, "--format", "json", "--out", "-")
    found = json.loads(done.stdout)
    assert (found["report"], found["since"], found["until"]) == (name, since, until)
    assert found["summary"] in done.stderr  # in words for people, the stream for programs


@on_sqlite
def test_files_get_names_unless_they_have_one(report, tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    done = report("daily", "--out", str(folder), "--format", "csv", "--format", "json")
    assert sorted(path.name for path in folder.iterdir()) == [
        "daily-2026-11-22.csv", "daily-2026-11-22.json",
    ]  # fmt: skip
    assert done.stdout == ""
    report("daily", "--out", str(folder / "день.xlsx"))
    assert openpyxl.load_workbook(folder / "день.xlsx").sheetnames == ["Содержание"]


@on_sqlite
@pytest.mark.parametrize(
    ("arguments", "words", "code"),
    [
        (("weakly",), "No such command", 2),
        (("daily", "--from", "вчера"), "вчера", 2),
        (("daily", "--from", "2026-11-05", "--to", "2026-11-01"), "раньше, чем --from", 2),
        (("daily", "--to", "0001-01-01"), "нужен год от 2000 до 2100", 2),
        (("daily", "--format", "json", "--format", "csv", "--out", "-"), "один формат", 2),
        (("daily", "--body", "Никто\x1b[2J"), "Организации «Никто\ufffd[2J» в конфигурации нет", 1),
        (("daily", "--out", "/proc/нет/отчёт.json"), "записать не удалось", 1),
        (("resend", "7"), "Отправления 7 нет", 1),
    ],
)
def test_mistakes_are_told(report, arguments, words, code):
    done = report(*arguments)
    assert words in done.stderr
    assert done.returncode == code
    assert "\x1b" not in done.stderr


@on_sqlite
def test_help_teaches(report):
    page = report("weekly", "--help").stdout
    assert "Отчёт за неделю" in page and "прошлая неделя" in page and "otklik report weekly" in page
    names = report("--help").stdout
    assert names.index("daily") < names.index("urgent") < names.index("deliveries")


def test_the_schedule_from_cron(report, store, tmp_path):
    plan = '[{report: daily, when: "daily 08:00", formats: [json], folder: out}]'
    with store.writing() as session:
        session.add(PassRun(NOW.replace(day=20)))
    done = report("send", OTKLIK_REPORTS=plan)
    assert (done.returncode, done.stderr) == (0, "Сделано: 1 отчёт, отправлений: 0.\n")
    assert json.loads((tmp_path / "out" / "daily-2026-11-22.json").read_text("utf-8"))
    assert report("send", OTKLIK_REPORTS=plan).stderr == "Сделано: 0 отчётов, отправлений: 0.\n"


def test_reports_that_another_process_makes_are_named_as_such(report, store):
    with store.lock("reports"):
        done = report("send")
    assert done.returncode == 75
    assert "Отчёты уже делает другой процесс" in done.stderr


def test_deliveries_are_shown_with_their_trouble(report, store):
    made = Report("daily", "Отчёт за день", "Город", NOW.date(), NOW.date(), NOW, "Итог.", ())
    with store.writing() as session:
        keep(session, "daily", "x", made, ("out", ["gone.json"]), ["telegram:-100"])
    done = report("send")
    assert done.returncode == 1
    assert "Не всё отправлено" in done.stderr
    shown = report("deliveries", "--trouble").stdout
    assert "gone.json: не читается" in shown and "telegram:-100" in shown
    assert "ждёт отправки 23.11 13:01" in shown
    assert report("resend", "1").returncode == 0
    assert "ждёт отправки 23.11 13:00" in report("deliveries").stdout


def test_incidents_go_out_as_the_incident_system_has_them(otklik, database_url, store, tmp_path):
    with store.writing() as session:
        session.add(Incident("new", NOW, origin="hand", text="=Яма"))
    out = tmp_path / "incidents.xlsx"
    with time_machine.travel(NOW, tick=False):
        done = otklik("export", "incidents", "--out", str(out), OTKLIK_DATABASE_URL=database_url)
    assert done.stderr == f"{out}: 1 инцидент\n"
    sheet = openpyxl.load_workbook(out).worksheets[0]
    titles = [cell.value for cell in sheet[1]]
    assert (len(titles), sheet.freeze_panes) == (47, "A2")
    text = sheet.cell(2, titles.index("Текст инцидента") + 1)
    assert (text.value, text.data_type) == ("=Яма", "s")
