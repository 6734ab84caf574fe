"""What is open and by when, what is overdue, and who must hear of it."""

from datetime import timedelta

import pytest
from regulations import town
from tales import CURATOR, ROADS, begin

from incidents.board import Escalation, board, concerned, due_soon, overdue, owed

ROAD, ID = "Дорожное хозяйство", "novokubansk-1740"


def in_review(store):
    """The draft lies before the curator since 13:55; the answer is due at 14:18."""
    tale = begin(store, ID, "11-23 10:30")
    tale.does("11-23 10:40", CURATOR, "confirm")
    tale.does("11-23 10:50", CURATOR, "route", details={"bodies": [ROAD]})
    return tale.does("11-23 13:55", ROADS, "draft", text="Здравствуйте! Сделаем.")


def test_the_earlier_limit_binds(store):
    tale = in_review(store)
    with store.reading() as session:
        approve, answer = owed(session, tale.id, tale.moment("11-23 14:00"), town())
    assert [one.deadline.step for one in (approve, answer)] == ["approve", "answer"]
    assert approve.due_at == answer.due_at  # 30 минут кончились бы в 14:25, ответ — в 14:18
    assert (approve.bound_by_answer, answer.bound_by_answer) == (True, False)
    assert (approve.left, answer.left) == (18, 18)


def test_the_board_shows_first_what_ends_first(store):
    slow = begin(store, "gulkevichi-draft", "11-23 10:30").does("11-23 10:40", CURATOR, "confirm")
    quick = in_review(store)
    endless = begin(store, "amurzet-98", "11-23 10:30").does("11-23 10:40", CURATOR, "confirm")
    begin(store, ID, "11-23 10:30")  # a candidate is not on the board
    with store.reading() as session:
        total, rows = board(session, 10)
    assert (total, [row.incident.id for row in rows]) == (3, [quick.id, slow.id, endless.id])
    assert rows[0].incident.due_at == quick.moment("11-23 14:18")
    assert (rows[2].incident.due_at, rows[0].text) == (None, "Яма на Садовой")


@pytest.mark.parametrize(
    ("now", "soon", "late"),
    [
        ("11-23 13:58", ["answer", "approve"], []),
        ("11-23 14:20", ["approve"], ["answer"]),
        ("11-23 14:30", [], ["answer", "approve"]),
    ],
)
def test_a_term_is_announced_and_then_overdue(store, now, soon, late):
    tale = in_review(store)
    at = tale.moment(now)
    with store.reading() as session:
        number, found = due_soon(session, at, town(), 30, 10)
        assert (number, [term.deadline.step for term, _ in found]) == (len(soon), soon)
        number, found = overdue(session, at, town(), 10)
        assert (number, [term.deadline.step for term, _ in found]) == (len(late), late)


def test_a_right_that_nobody_used_is_never_overdue(store):
    tale = begin(store, ID, "11-23 10:30").does("11-23 10:40", CURATOR, "confirm")
    tale.does("11-23 10:45", CURATOR, "route", details={"bodies": [ROAD]})
    with store.reading() as session:
        assert overdue(session, tale.moment("11-23 13:00"), town(), 10) == (0, [])


@pytest.mark.parametrize(
    ("minutes_late", "told"),
    [
        (-31, ()),
        (-30, ("executor",)),  # предупреждён заранее
        (0, ("executor",)),
        (1, ("executor", "curator")),
        (59, ("executor", "curator")),
        (60, ("executor", "curator", "head")),
    ],
)
def test_who_hears_of_it(store, minutes_late, told):
    tale = begin(store, ID, "11-24 08:00").does("11-24 08:00", CURATOR, "confirm")
    tale.does("11-24 08:00", CURATOR, "route", details={"bodies": [ROAD]})
    at = tale.moment("11-24 10:30") + timedelta(minutes=minutes_late)  # проект — к 10:30
    with store.reading() as session:
        (draft,) = [x for x in owed(session, tale.id, at, town()) if x.deadline.step == "draft"]
    assert concerned(draft, Escalation(warn=30, curator=0, head=60)) == told
