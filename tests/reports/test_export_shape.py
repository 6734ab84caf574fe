"""What an import brought goes out as it came; our own work lies over it."""

import csv
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from given import NOW

from collectors.incident_export import read_export
from commands.reporting import workflow
from incidents.entry import Imported, enter_imported
from models import Incident, Step
from reports.contents import Context
from reports.document import Period
from reports.incident_export import COLUMNS, DONE, sheet
from reports.render.xlsx import plain

ZONE = ZoneInfo("Asia/Omsk")
HEAD = [*COLUMNS[:19], "Группа тем", "Тема", "Текст инцидента", "Урл поста", "Балл", "Итог"]
HEAD = list(dict.fromkeys(HEAD))


def row(**given: str) -> list[str]:
    usual = {"Дата создания": "2026-11-20 20:06:02", "Текст инцидента": "Яма у школы"}
    return [(usual | given).get(name, "") for name in HEAD]


ROWS = [
    row(**{"Номер инцидента": "17", "Исполнитель": "ЖЭК", "Балл": "8", "Итог": "Решено"}),
    row(**{"ID": "18", "Отдел": "Город", "Тема": "Ямы", "Дата окончания": "21.11.2026 10:00"}),
    row(**{"Текст инцидента": "=1+1", "Дата создания": "20.11.2026 09:05"}),  # without a number
    row(**{"Номер инцидента": "007", "Текст инцидента": "Первая\nвторая", "Дата создания": ""}),
]


def context() -> Context:
    return Context("Город", NOW, None, None, workflow())  # type: ignore[arg-type] # not asked


def taken(session, path: Path) -> None:
    rows = [
        Imported(one.identity, NOW, one.text, one.link, {k: v for k, v in one.aside.items() if v})
        for one in read_export(path).rows
    ]
    enter_imported(session, [replace(one, seen=NOW) for one in rows])


def given_out(session, path: Path) -> Path:
    found = sheet(session, Period(NOW.date(), NOW.date(), ZoneInfo("UTC")), context())
    path.write_bytes(plain("Инциденты", found.columns, found.rows))
    return path


def told(path: Path) -> dict[str, dict[str, str]]:
    return {
        one.identity: {k: v for k, v in one.aside.items() if v} | {"текст": one.text}
        for one in read_export(path).rows
    }


def test_a_round_trip_loses_nothing(store, tmp_path):
    with (tmp_path / "in.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([HEAD, *ROWS])
    with store.writing() as session:
        taken(session, tmp_path / "in.csv")
        out = given_out(session, tmp_path / "out.xlsx")
    assert told(out) == told(tmp_path / "in.csv")
    assert len(told(out)) == len(ROWS)
    with store.writing() as session:  # and nothing comes twice
        taken(session, out)
        assert len(sheet(session, Period(NOW.date(), NOW.date(), ZONE), context()).rows) == 4


def cells(session) -> dict[str, object]:
    found = sheet(session, Period(NOW.date(), NOW.date(), ZONE), context())
    assert len(found.rows) == 1
    return {n: v for n, v in zip(found.columns, found.rows[0], strict=True) if v is not None}


def at(hour: int) -> datetime:
    return datetime(NOW.year, NOW.month, NOW.day, hour, tzinfo=UTC)


BEGUN = (("confirm", "new", 5, ""), ("route", "executing", 6, ""))
ANSWERED = (
    ("draft", "review", 7, "Едет бригада"), ("publish", "interim", 8, ""),
    ("draft", "review", 9, "Засыпали"), ("publish", "answered", 10, ""),
)  # fmt: skip
ASKED = (
    ("draft", "review", 6, "Где именно?"), ("publish", "asked", 6, ""),
    ("replied", "executing", 7, "У школы"),
)  # fmt: skip


def worked(session, incident: Incident, lines=ANSWERED) -> None:
    """Drafted, answered by an interim answer and a final one, unless it went otherwise."""
    session.add(incident)
    session.flush()
    for number, (act, state, hour, text) in enumerate((*BEGUN, *lines), 1):
        session.add(Step(incident.id, number, act, state, "Ким", "curator", at(hour), text=text))
        incident.state, incident.number = state, number
    incident.bodies = ["МУП «Дороги»"]
    session.flush()


def test_our_own_incident_fills_the_columns_it_knows(store):
    with store.writing() as session:
        incident = Incident("new", at(4), origin="hand", text="Яма", link="https://vk.ru/wall-1_1")
        incident.topic_group, incident.topic_name = "Дороги", "Ремонт"
        incident.place = {"street": "улица Садовая", "house": "5"}
        worked(session, incident)
        found = cells(session)
    assert found == {
        "Номер инцидента": "otklik-1",
        "Отдел": "Город",
        "Исполнитель": "МУП «Дороги»",
        "Дата создания": datetime(NOW.year, NOW.month, NOW.day, 10),  # Omsk is five hours ahead …
        "Время назначения последнего исполнителя": datetime(NOW.year, NOW.month, NOW.day, 12),
        "Время 1го ответа ПИ": datetime(NOW.year, NOW.month, NOW.day, 14),
        "Дата окончания": datetime(NOW.year, NOW.month, NOW.day, 16),
        "Общий текст первого ответа": "Едет бригада",
        "1ый ответ ПИ": "Едет бригада",
        "2ой ответ ПИ": "Засыпали",
        "Текущий шаг инцидента": DONE,
        "Итог": "отвечен",
        "Группа тем": "Дороги",
        "Тема": "Ремонт",
        "Муниципалитет": "Город",
        "Улица": "улица Садовая",
        "Дом": "5",
        "Урл поста": "https://vk.ru/wall-1_1",
        "Текст инцидента": "Яма",
    }


ENDS = [  # what was done after the routing; when it ended, when and how it was first answered
    (ANSWERED, 10, 8, "Едет бригада"),
    ((*ANSWERED, ("note", "answered", 11, "Жители благодарят")), 10, 8, "Едет бригада"),
    ((*ASKED, *ANSWERED), 10, 8, "Едет бригада"),
    (ASKED, None, None, None),
    ((("no_answer", "unanswered", 7, ""), ("note", "unanswered", 9, "Да")), 7, None, None),
    ((*ANSWERED, ("reopen", "new", 11, ""), ("appeal", "appeal", 12, "")), 12, 8, "Едет бригада"),
    ((*ANSWERED, ("reopen", "new", 11, "")), None, 8, "Едет бригада"),
]


@pytest.mark.parametrize(("lines", "ended", "first", "text"), ENDS)
def test_the_end_is_what_closed_it_and_a_question_is_no_answer(store, lines, ended, first, text):
    with store.writing() as session:
        worked(session, Incident("new", at(4), origin="hand", text="Яма"), lines)
        found = cells(session)
    hours = [found.get(name) for name in ("Дата окончания", "Время 1го ответа ПИ")]
    assert hours == [hour and datetime(NOW.year, NOW.month, NOW.day, hour + 6) for hour in
                     (ended, first)]  # fmt: skip
    assert found.get("1ый ответ ПИ") == found.get("Общий текст первого ответа") == text


def test_work_on_an_imported_incident_lies_over_what_came(store):
    aside = {"Номер инцидента": "17", "Исполнитель": "ЖЭК", "Тема": "Ямы", "Балл": "8",
             "Дата создания": "2026-01-12 09:00:00"}  # fmt: skip
    with store.writing() as session:
        incident = Incident("new", at(4), origin="import", text="Яма", imported_as="17",
                            aside=aside)  # fmt: skip
        incident.topic_name = "Ремонт"
        worked(session, incident)
        found = cells(session)
    assert (found["Исполнитель"], found["2ой ответ ПИ"]) == ("МУП «Дороги»", "Засыпали")
    assert (found["Тема"], found["Балл"]) == ("Ямы", "8")  # nobody has corrected the topic
    assert found["Дата создания"] == "2026-01-12 09:00:00"


@pytest.mark.parametrize("state", ["candidate", "dismissed", "cleared", "withdrawn"])
def test_what_nobody_confirmed_stays_here(store, state):
    with store.writing() as session:
        session.add(Incident(state, at(4), origin="hand", text="Яма"))
        session.flush()
        assert sheet(session, Period(NOW.date(), NOW.date(), ZONE), context()).rows == []
