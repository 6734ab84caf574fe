"""Who is written to, and that no letter carries a resident's word or name."""

from datetime import date

import pytest
from given import NOW
from regulations import town
from tales import CURATOR, HEAD, ROADS, begin

from incidents.board import Escalation, overdue
from incidents.case import case_of
from incidents.desk import journal
from incidents.notices import Notice, after_act, letters, now_told, of_surge, of_term
from incidents.people import Absence, People, Person
from models import SeenSurge

ROAD, TODAY = "Дорожное хозяйство", date(2026, 11, 23)
PEOPLE = People(
    [
        Person(CURATOR, ("curator",), email="c@x.ru"),
        Person(HEAD, ("head",), email="h@x.ru"),
        Person(ROADS, ("executor",), ROAD, "r@x.ru"),
        Person("Без почты", ("executor",), ROAD),
    ]
)


def told(tale, people: People = PEOPLE) -> list[tuple[str, str]]:
    with tale.store.reading() as session:
        incident, steps = journal(session, tale.id)
        found = after_act(steps[-1], case_of(incident, steps), people, TODAY)
    return [(notice.to, notice.line.split(": ", 1)[1]) for notice in found]


def test_each_step_is_told_to_whom_it_concerns(story):
    tale = story("gulkevichi-draft", seen="11-23 10:30")
    tale.does("11-23 10:40", CURATOR, "confirm", details={"importance": "high"})
    assert told(tale) == [
        ("h@x.ru", "срочно: ждёт вашей резолюции"),
        ("h@x.ru", "срочно: сообщение повышенной важности"),
    ]
    tale.does("11-23 10:50", HEAD, "resolve", body=ROAD)
    assert told(tale) == []
    tale.does("11-23 11:00", CURATOR, "route", details={"bodies": [ROAD]})
    assert told(tale) == [("r@x.ru", "вам направлено сообщение")]
    tale.does("11-23 11:10", ROADS, "draft", text="Здравствуйте!")
    assert told(tale) == [("c@x.ru", "проект ждёт согласования")]
    tale.does("11-23 11:20", CURATOR, "return", ground="Срок?")
    assert told(tale) == [("r@x.ru", "проект возвращён на доработку")]
    tale.does("11-23 11:30", ROADS, "draft", text="Здравствуйте!").does(
        "11-23 11:40", CURATOR, "approve"
    )
    assert told(tale) == [("h@x.ru", "проект ждёт вашего согласования")]


def test_a_substitute_is_told_instead(story):
    tale = story("novokubansk-1740", seen="11-23 10:30").does("11-23 10:40", CURATOR, "confirm")
    tale.does("11-23 10:50", CURATOR, "route", details={"bodies": [ROAD]})
    away = People(
        [
            Person(ROADS, ("executor",), ROAD, "r@x.ru", (Absence(TODAY, TODAY, CURATOR),)),
            Person(CURATOR, ("curator",), email="c@x.ru"),
        ]
    )
    assert told(tale, away) == [("c@x.ru", "вам направлено сообщение")]


def test_of_a_term_each_role_hears_once(store):
    tale = begin(store, "novokubansk-1740", "11-24 08:00").does("11-24 08:00", CURATOR, "confirm")
    rule, heard = Escalation(warn=30, curator=0, head=60), []
    for at in ("11-24 09:01", "11-24 09:30", "11-24 10:00", "11-24 10:30"):
        with store.writing() as session:
            for owed, incident in overdue(session, tale.moment(at), town(), 10, untold=True)[1]:
                if owed.deadline.step == "route":  # к 09:00
                    found = of_term(owed, incident, rule, PEOPLE, TODAY)
                    heard += [(at[-5:], notice.to) for notice in found]
                    owed.deadline.told = now_told(owed, rule)
    assert heard == [("09:01", "c@x.ru"), ("10:00", "h@x.ru")]


def test_one_letter_a_person_with_a_link_a_line():
    notices = [Notice("c@x.ru", 5, "Инцидент 5: проект"), Notice("c@x.ru", 6, "Инцидент 6: срок")]
    (letter,) = letters(notices, "https://otklik.ru/i/{number}").values()
    assert letter == (
        "Инцидент 5: проект\nhttps://otklik.ru/i/5\n\nИнцидент 6: срок\nhttps://otklik.ru/i/6\n"
    )


@pytest.mark.parametrize("link", ["", "https://otklik.ru/"])
def test_no_letter_carries_what_a_resident_wrote(story, link):
    tale = story("novokubansk-1740", seen="11-23 10:30", reported_by="Пётр С.")
    tale.does("11-23 10:40", CURATOR, "confirm", details={"importance": "high"})
    with tale.store.reading() as session:
        incident, steps = journal(session, tale.id)
        found = letters(after_act(steps[-1], case_of(incident, steps), PEOPLE, TODAY), link)
        assert found
    for letter in found.values():
        assert incident.text not in letter
        assert "Пётр" not in letter


def test_the_head_is_told_of_a_surge_without_a_link_to_one_incident():
    seen = SeenSurge("T096 НЕТ ВОДЫ", "улица Мира", NOW, NOW, 2, 9, 0.4)
    told = of_surge(seen, PEOPLE, TODAY)
    assert letters(told, "https://x.ru/incidents/{number}") == {
        "h@x.ru": "Всплеск: T096 НЕТ ВОДЫ, улица Мира — авторов за 2 ч: 9\n"
    }
