"""When comments are read again, and what the cursor keeps."""

import json
from datetime import timedelta

import pytest
from vk_town import DAY, HERE, NOW, WALL

from collectors.vk_cursor import Entry, Mark, State, due
from collectors.vk_mapping import moment
from models import SeenPost


def entry(age: float, count: int = 3) -> Entry:
    date = HERE - int(age * DAY)
    return Entry(51, SeenPost("wall-100_51", "", moment(date), ""), date, count)


def mark(age: float, count: int = 3, read: timedelta = timedelta(0), closed: bool = False) -> Mark:
    read_at = int((NOW - read).timestamp())
    return Mark(HERE - int(age * DAY), count, 0, read_at, closed)


HOUR, LONG = timedelta(hours=1), timedelta(hours=25)

CASES = [
    ("new with comments", entry(1), None, True),
    ("new without", entry(1, 0), None, False),
    ("fresh, for an edit may hide", entry(6), mark(6), True),
    ("fresh but empty", entry(6, 0), mark(6, 0), False),
    ("fresh but closed", entry(6), mark(6, closed=True), False),
    ("closed, once a day", entry(6), mark(6, read=LONG, closed=True), True),
    ("older and unchanged", entry(8), mark(8, read=HOUR), False),
    ("older, once a day", entry(8), mark(8, read=LONG), True),
    ("older with a new comment", entry(8, 4), mark(8), True),
    ("older, all comments deleted", entry(8, 0), mark(8), True),
    ("beyond the window", entry(31), mark(31, read=LONG), False),
    ("beyond the window with a new comment", entry(31, 4), mark(31), True),
    ("a topic that was written in", entry(0), mark(20), True),
]


@pytest.mark.parametrize(
    ("now", "then", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_due(now: Entry, then: Mark | None, expected: bool) -> None:
    assert due(now, then, NOW, WALL, HERE) is expected


def test_a_cursor_survives_json() -> None:
    state = State(-100, 7, {"wall"}, {"wall": {51: mark(1), 52: mark(2, closed=True)}})
    assert State.load(json.loads(json.dumps(state.dump()))) == state
    assert State.load(None) == State()
