"""Figures of incidents that lived through the real workflow, not of rows written by hand."""

from collections import Counter
from datetime import date, datetime
from zoneinfo import ZoneInfo

from config import Config, regulation_of
from incidents.desk import Desk, Order, act
from incidents.workflow import ACTS, CANDIDATES, FORMS, STATES
from incidents.worktime import Worktime
from models import Incident
from reports.document import Period
from reports.figures import matters, terms, times
from reports.figures.scope import Scope

MOSCOW = ZoneInfo("Europe/Moscow")
DAY, FRIDAY = ((480, 720), (768, 1020)), ((480, 720), (768, 948))
TOWN = Worktime.of(MOSCOW, {0: DAY, 1: DAY, 2: DAY, 3: DAY, 4: FRIDAY})
DESK = Desk(regulation_of(Config(regulation="novokubansk-1740")), TOWN)
SCOPE = Scope(Period(date(2026, 11, 23), date(2026, 12, 6), MOSCOW))
NOW = datetime(2026, 12, 7, 9, 0, tzinfo=MOSCOW)
ROAD = {"bodies": ["Дорожное хозяйство"]}


def live(session, seen: str, *steps: tuple) -> None:
    """A message is seen, then (time, who, act, details) happen to it; November unless named."""
    incident = Incident("candidate", _at(seen), text="Яма на Садовой")
    session.add(incident)
    session.flush()
    for when, who, what, details in steps:
        order = Order(what, who, text="Здравствуйте! Сделаем до 5 декабря.", details=details,
                      ground="не в нашем ведении")  # fmt: skip
        act(session, DESK, incident.id, order, _at(when))


def _at(text: str) -> datetime:
    month = "12" if text.startswith("0") else "11"
    return datetime.fromisoformat(f"2026-{month}-{text}").replace(tzinfo=MOSCOW)


def test_an_answer_and_an_interim_one(store):
    with store.writing() as session:
        live(
            session, "23 10:30",
            ("23 10:40", "Кузнецова", "confirm", {}),
            ("23 11:20", "Кузнецова", "route", ROAD),
            ("23 13:00", "Дорожник", "draft", {}),
            ("23 13:20", "Кузнецова", "return", {"reason": "off_point"}),
            ("23 13:45", "Дорожник", "draft", {}),
            ("23 13:55", "Кузнецова", "approve", {}),
            ("23 14:40", "Кузнецова", "publish", {}),
        )  # fmt: skip
        live(
            session, "27 15:00",  # Friday: 48 minutes are left
            ("27 15:10", "Кузнецова", "confirm", {"importance": "high"}),
            ("27 15:20", "Кузнецова", "route", ROAD),
            ("30 08:30", "Дорожник", "draft", {"form": "interim"}),
            ("30 08:40", "Кузнецова", "approve", {}),
            ("30 08:50", "Кузнецова", "publish", {}),
            ("02 09:00", "Дорожник", "draft", {}),
            ("02 10:00", "Кузнецова", "approve", {}),
            ("02 10:10", "Кузнецова", "publish", {}),
        )  # fmt: skip
    with store.reading() as session:
        found = times.ended(session, SCOPE)
        due = terms.due(session, SCOPE, NOW)
        states = matters.count(matters.detected(session, SCOPE), lambda one: one.state)
    took = {stage: [] for stage in times.STAGES}
    for one in found:
        took[one.stage].append(TOWN.between(one.begin, one.end))
    assert took == {
        "route": [50, 20],
        "draft": [40 + 12, 28 + 30],
        "approve": [20, 10, 10, 60],
        "answer": [90 + 112, 48 + 50],
        "final": [190 + 252 + 492 + 130],
    }
    assert states == {"answered": 2}
    assert Counter((term.step, term.kept) for term in due) == {
        ("route", True): 2, ("draft", True): 2, ("approve", True): 3, ("rework", True): 1,
        ("publish", True): 1, ("publish", False): 1, ("answer", True): 1, ("answer", False): 1,
    }  # fmt: skip
    # The final answer came early: its term, 7 December, belongs to the next period.

    broken = {(term.step, term.paragraph, term.late(NOW, TOWN)) for term in due if not term.kept}
    assert broken == {("answer", "прил.1 п.9", 22), ("publish", "прил.1 п.16", 15)}


def test_the_words_of_the_workflow_are_known():
    assert set(times.ENDING) <= set(ACTS)
    assert {"reopen", "confirm", "importance"} <= set(ACTS)
    assert set(times.ANSWERED) <= set(STATES)
    assert set(matters.REFUSED) <= set(CANDIDATES)
    assert "question" in FORMS
