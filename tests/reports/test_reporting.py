"""Reports that make themselves: in their time, once, and to everybody in the end."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from postbox import Postbox, postbox

from commands.common import App
from commands.report_sending import Reporting
from config import Config
from demo import stage
from demo.telegram import TelegramSimulator
from demo.telegram_documents import STAFF
from demo.world import World
from models import Delivery, Incident, MadeReport, PassRun, Step
from reports.contents import REPORTS
from reports.deliveries import PAUSES, again, due, recent

MONDAY = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)  # 08:00 in Moscow
FIRST_PASS = MONDAY - timedelta(days=3)
# What the database has no part in needs no second one.
on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
MAIL, CHAT = "head@example.ru", f"telegram:{STAFF}"
DAILY = {"report": "daily", "when": "daily 08:00", "to": [MAIL], "formats": ["csv"]}
URGENT = {"report": "urgent", "when": "at once", "to": [MAIL], "formats": ["json"]}


@dataclass
class Office:
    """A municipality with a schedule, a mail server and a Telegram chat of its staff."""

    store: object
    home: Path
    box: Postbox
    telegram: TelegramSimulator

    def reporting(self, *plans: dict) -> Reporting:
        limits = {"unlimited": True, "attempts": 1}
        given = {
            "networks": {"telegram": {"api_url": self.telegram.url, "limits": limits}},
            "municipality": {"name": "Город"},
            "worktime": {"timezone": "Europe/Moscow"},
            "notices": {"host": "127.0.0.1", "port": self.box.port, "security": "none",
                        "sender": "otklik@example.ru"},
            "reports": list(plans),
        }  # fmt: skip
        return Reporting(App(Config.model_validate(given), stage.environ()), self.store)

    def rows(self, entity: type) -> list:
        with self.store.reading() as session:
            return session.query(entity).order_by(entity.id).all()


@pytest.fixture
def office(store, tmp_path, monkeypatch) -> Iterator[Office]:
    monkeypatch.setenv("OTKLIK_HOME", str(tmp_path))
    with store.writing() as session:
        session.add(PassRun(FIRST_PASS))
    with postbox() as box, TelegramSimulator(World()) as telegram:
        yield Office(store, tmp_path, box, telegram)


def test_a_report_is_made_in_its_time_and_once(office):
    reporting = office.reporting(DAILY)
    assert reporting.run(MONDAY - MINUTE) == (1, 1)  # yesterday's 08:00 was missed
    assert reporting.run(MONDAY - MINUTE) == (0, 0)
    assert reporting.run(MONDAY) == (1, 1)
    assert reporting.run(MONDAY + MINUTE) == (0, 0)
    assert [made.occasion for made in office.rows(MadeReport)] == [
        "2026-11-21..2026-11-21", "2026-11-22..2026-11-22",
    ]  # fmt: skip
    files = sorted(path.name for path in (office.home / "var" / "reports").iterdir())
    assert files == ["daily-2026-11-21.csv", "daily-2026-11-22.csv"]
    assert (office.home / "var" / "reports" / files[0]).stat().st_mode & 0o077 == 0


@on_sqlite
def test_after_a_long_stop_the_last_one_is_made(office):
    reporting = office.reporting(DAILY)
    reporting.run(MONDAY)
    assert reporting.run(MONDAY + 10 * DAY) == (1, 1)
    assert office.rows(MadeReport)[-1].occasion == "2026-12-02..2026-12-02"


@on_sqlite
def test_nothing_is_reported_of_the_time_before_the_first_pass(office):
    weekly = DAILY | {"report": "weekly", "when": "weekly tue 08:00"}
    reporting = office.reporting(weekly)
    assert reporting.run(MONDAY) == (0, 0)  # last Tuesday nobody was there
    assert reporting.run(MONDAY + DAY) == (1, 1)


@on_sqlite
def test_a_letter_brings_the_files_and_the_summary(office):
    office.reporting(DAILY | {"formats": ["csv", "json"]}).run(MONDAY)
    (letter,) = office.box.letters
    assert (letter["To"], letter["From"]) == (MAIL, "otklik@example.ru")
    assert letter["Subject"] == "Отчёт за день, 22 ноября 2026 года"
    text = letter.get_body().get_content()
    assert text.startswith("Город\n") and "22 ноября 2026 года" in text
    assert [file.get_filename() for file in letter.iter_attachments()] == [
        "daily-2026-11-22.csv", "daily-2026-11-22.json",
    ]  # fmt: skip


@on_sqlite
@pytest.mark.parametrize("formats", [["csv"], ["csv", "json"]])
def test_telegram_gets_the_files_as_documents(office, formats):
    office.reporting(DAILY | {"to": [CHAT], "formats": formats}).run(MONDAY)
    sent = office.telegram.documents.sent
    assert [one.name for one in sent] == [f"daily-2026-11-22.{name}" for name in formats]
    assert sent[-1].caption.startswith("Отчёт за день, 22 ноября 2026 года\n\n")
    assert {one.chat for one in sent} == {STAFF}


def test_what_did_not_arrive_is_tried_again_and_shown(office):
    office.box.closed = True
    reporting = office.reporting(DAILY | {"to": [MAIL, CHAT]})
    assert reporting.run(MONDAY) == (1, 1)  # Telegram took it
    failed = office.rows(Delivery)[0]
    assert (failed.state, failed.attempts, failed.next_at) == ("waiting", 1, MONDAY + MINUTE)
    assert "SMTP" in failed.error
    office.box.closed = False
    assert reporting.run(MONDAY + MINUTE / 2) == (0, 0)
    assert reporting.run(MONDAY + MINUTE) == (0, 1)
    assert [one.state for one in office.rows(Delivery)] == ["sent", "sent"]
    assert len(office.box.letters) == 1 and len(office.telegram.documents.sent) == 1


@on_sqlite
def test_after_a_day_nobody_tries_by_itself(office):
    office.box.closed = True
    reporting, now, tries = office.reporting(DAILY), MONDAY, []
    for pause in (0, *PAUSES):
        now += timedelta(minutes=pause)
        with office.store.reading() as session:
            tries += [now] if due(session, now) or not tries else []
        reporting.run(now)
    (lost,) = office.rows(Delivery)[:1]
    assert (lost.state, lost.attempts) == ("failed", len(PAUSES) + 1)
    assert len(tries) == len(PAUSES) + 1
    with office.store.writing() as session:
        assert [delivery.id for delivery, _ in recent(session, 5, trouble=True)][-1] == lost.id
        assert again(session, lost.id, now)
    office.box.closed = False
    reporting.run(now)
    assert office.rows(Delivery)[0].state == "sent"
    with office.store.writing() as session:
        assert not again(session, lost.id, now)
        assert not again(session, 999, now)


@on_sqlite
def test_a_file_that_is_gone_is_named(office):
    office.box.closed = True
    reporting = office.reporting(DAILY)
    reporting.run(MONDAY)
    (office.home / "var" / "reports" / "daily-2026-11-22.csv").unlink()
    reporting.run(MONDAY + MINUTE)
    assert "daily-2026-11-22.csv: не читается" in office.rows(Delivery)[0].error


@on_sqlite
def test_files_go_when_the_texts_go(office):
    reporting = office.reporting(DAILY | {"to": []})
    reporting.run(MONDAY)
    reporting.run(MONDAY + 364 * DAY)
    assert len(list((office.home / "var" / "reports").iterdir())) == 2
    reporting.run(MONDAY + 366 * DAY)
    assert len(list((office.home / "var" / "reports").iterdir())) == 2
    assert [len(made.files) for made in office.rows(MadeReport)] == [0, 1, 1]


def test_files_go_even_where_no_report_is_made_any_more(office, caplog):
    office.reporting(DAILY | {"to": []}).run(MONDAY)
    folder, rest = office.home / "var" / "reports", office.reporting()
    (file,) = folder.iterdir()
    kept = file.rename(folder / "kept")
    file.mkdir()  # what cannot be deleted is told, and stops nothing
    assert rest.run(MONDAY + 366 * DAY) == (0, 0)
    assert "file not deleted" in caplog.text
    file.rmdir()
    kept.rename(file)
    assert rest.run(MONDAY + 367 * DAY) == (0, 0)
    assert list(folder.iterdir()) == []


def important(office: Office, at: datetime) -> None:
    """An incident of high importance, confirmed at this moment."""
    with office.store.writing() as session:
        incident = Incident("new", at, origin="hand", text="Обрыв провода", importance="high")
        session.add(incident)
        session.flush()
        details = {"importance": "high"}
        session.add(Step(incident.id, 1, "confirm", "new", "Ким", "curator", at, details=details))


def test_what_is_urgent_goes_at_once_and_is_not_told_twice(office):
    reporting = office.reporting(URGENT)
    assert reporting.run(MONDAY) == (0, 0)
    important(office, MONDAY + MINUTE)
    assert reporting.run(MONDAY + 2 * MINUTE) == (1, 1)
    assert reporting.run(MONDAY + 3 * MINUTE) == (0, 0)
    important(office, MONDAY + 4 * MINUTE)
    assert reporting.run(MONDAY + 5 * MINUTE) == (1, 1)
    assert reporting.run(MONDAY + DAY) == (0, 0)
    first, second = office.rows(MadeReport)
    assert (first.matters, second.matters) == (["incident:1"], ["incident:2"])
    assert first.files != second.files  # made on one day, and both are kept


@on_sqlite
def test_a_report_that_cannot_be_made_stops_no_other(office, caplog):
    (office.home / "taken").write_text("a file where a folder should be")
    broken = DAILY | {"name": "broken", "folder": "taken/reports"}
    reporting = office.reporting(broken, DAILY)
    with caplog.at_level(logging.ERROR):
        assert reporting.run(MONDAY) == (1, 1)
        assert reporting.run(MONDAY + MINUTE) == (0, 0)  # left alone for a while
    assert [record.getMessage() for record in caplog.records] == ["report not made"]
    (office.home / "taken").unlink()
    assert reporting.run(MONDAY + 10 * MINUTE) == (1, 1)


@on_sqlite
def test_a_bug_in_one_report_is_loud_and_alone(office, caplog, monkeypatch):
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setitem(REPORTS, "topics", type("Kind", (), {"build": staticmethod(broken)}))
    topics = DAILY | {"report": "topics"}
    assert office.reporting(topics, DAILY).run(MONDAY) == (1, 1)
    (record,) = (one for one in caplog.records if one.levelname == "ERROR")
    assert record.exc_info is not None
