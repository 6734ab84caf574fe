"""The board as columns and as a table: filters, pages by a mark, counts that stay cheap.

What is in work is ordered by the end of its first duty, the rest from the newest. A page begins
after the last row of the one before: the thousandth costs what the first does.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from heapq import merge
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, func, literal, select, true, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from incidents.board import Row
from incidents.search import keys
from incidents.sight import Sight
from incidents.workflow import CANDIDATES, CLOSED, OPEN
from models import Comment, Incident, IncidentWord
from models.base import UtcTime

COUNTED = 1000  # "more than 1000" says enough, and costs the same at any size
LOOKED_AT = 2000  # found by words: who has so many asks again with another word
_DIGITS = 10  # no incident has a longer number
_MOST = 2**31  # nor one so large

COLUMNS: dict[str, tuple[str, ...]] = {  # a column of the board: the states in it
    "candidate": ("candidate",),
    "resolution": ("resolution",),
    "route": ("new", "refused"),
    "executing": ("executing", "interim"),
    "rework": ("rework",),
    "review": ("review",),
    "head": ("head",),
    "approved": ("approved",),
    "asked": ("asked",),
}
TURN: dict[str, tuple[str, ...]] = {  # whose move it is: the states in which a role must act
    "moderator": ("candidate",),
    "curator": ("candidate", "new", "refused", "review", "approved"),
    "executor": ("executing", "interim", "rework"),
    "head": ("resolution", "head"),
}
FILED_AWAY = {*CLOSED, *CANDIDATES[1:]}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which incidents; what is not given restricts nothing.

    The first running duty ends from `due_from` on and before `due_until`; detected from
    `seen_from` on.
    """

    states: tuple[str, ...] = OPEN
    group: str = ""
    topic: str = ""  # code
    body: str = ""
    place: str = ""
    importance: str = ""
    network: str = ""
    words: str = ""  # of the text, or a number
    due_from: datetime | None = None
    due_until: datetime | None = None
    repeated: bool = False
    seen_from: datetime | None = None
    among: tuple[int, ...] | None = None  # numbers that `words` and `place` were found in


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of rows; `more` is the mark after which the next one begins, "" at the end."""

    rows: tuple[Row, ...]
    more: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A step of the way: how many are in it (at most COUNTED + 1) and the most urgent of them."""

    name: str
    total: int
    rows: tuple[Row, ...]


def columns(
    session: Session, sight: Sight, each: int, wanted: Wanted | None = None
) -> list[Column]:
    """The board, column by column; `wanted` filters every one (its states are not asked)."""
    found, wanted = [], _looked_up(session, wanted or Wanted())
    for name, states in COLUMNS.items():
        chosen = replace(wanted, states=states)
        rows = listing(session, sight, chosen, each).rows
        total = len(rows) if len(rows) < each else count(session, sight, chosen)
        found.append(Column(name, total, rows))
    return found


def count(session: Session, sight: Sight, wanted: Wanted) -> int:
    """How many there are; COUNTED + 1 stands for more."""
    wanted = _looked_up(session, wanted)
    some = select(Incident.id).where(*_conditions(sight, wanted)).limit(COUNTED + 1).subquery()
    return session.scalar(select(func.count()).select_from(some)) or 0


def listing(session: Session, sight: Sight, wanted: Wanted, limit: int, after: str = "") -> Listed:
    """A page of at most `limit` rows after the mark `after`."""
    rows: list[Row] = []
    wanted = _looked_up(session, wanted)
    for look in _looks(wanted, after):
        if len(rows) <= limit:
            rows += look.rows(session, sight, wanted, limit + 1 - len(rows))
    shown = rows[:limit]
    return Listed(tuple(shown), _mark(shown[-1]) if len(rows) > limit else "")


@dataclass(frozen=True, slots=True)
class _Look:
    """One order over some states, after a place in it; each state has its index in that order."""

    states: tuple[str, ...]
    having: tuple[ColumnElement[bool], ...]
    by: InstrumentedAttribute[Any]
    began: tuple[datetime, int] | None
    newest: bool = False

    def rows(self, session: Session, sight: Sight, wanted: Wanted, limit: int) -> list[Row]:
        conditions = [*self.having, *self._rest(), sight.seen, *_narrowed(wanted)]
        looks = [[state] for state in _split(self.states, self.by, wanted)]
        found = [self._ordered(session, [*state, *conditions], limit) for state in looks]
        return list(islice(merge(*found, key=self._place, reverse=self.newest), limit))

    def _rest(self) -> tuple[ColumnElement[bool], ...]:
        if self.began is None:
            return ()
        here = tuple_(self.by, Incident.id)
        there = tuple_(literal(self.began[0], UtcTime), literal(self.began[1]))
        return (here < there,) if self.newest else (here > there,)

    def _place(self, row: Row) -> tuple[datetime, int]:
        return getattr(row.incident, self.by.key), row.incident.id

    def _ordered(
        self, session: Session, conditions: Sequence[ColumnElement[bool]], limit: int
    ) -> list[Row]:
        order = [self.by, Incident.id]
        found = session.execute(
            select(Incident, Comment)
            .outerjoin(Comment, Comment.id == Incident.comment_id)
            .where(*conditions)
            .order_by(*(column.desc() if self.newest else column for column in order))
            .limit(limit)
        )
        return [Row(*row) for row in found]


def _split(
    states: Sequence[str], by: InstrumentedAttribute[Any], wanted: Wanted
) -> list[ColumnElement[bool]]:
    """One query a state, but for all that is in work, and for few rows that are known."""
    if by.key == "due_at" and set(states) == set(OPEN):
        return [true()]  # a term runs only for what is in work: one index orders all
    if wanted.among is not None:
        return [Incident.state.in_(states)]
    return [Incident.state == state for state in states]


def _looks(wanted: Wanted, after: str) -> list[_Look]:
    """Where to go on: terms first, then what has none; no index puts "none" last."""
    kind, began = _parted(after)
    away = tuple(state for state in wanted.states if state in FILED_AWAY)
    if away == wanted.states:
        return [_Look(away, (), Incident.detected_at, began, newest=True)]
    timeless = (Incident.due_at.is_(None),)
    by_term = _Look(wanted.states, (Incident.due_at.is_not(None),), Incident.due_at, began)
    if kind == "due" or began is None:
        return [by_term, _Look(wanted.states, timeless, Incident.detected_at, None)]
    return [_Look(wanted.states, timeless, Incident.detected_at, began)]


def _parted(mark: str) -> tuple[str, tuple[datetime, int] | None]:
    """A mark of ours; with one that is not, the list begins at the beginning."""
    kind, _, rest = mark.partition(":")
    moment, _, number = rest.rpartition("/")
    try:
        began = datetime.fromisoformat(moment), int(number)
    except ValueError:
        return "", None
    # What no database can compare was never given out by us.
    return (kind, began) if began[0].tzinfo and 0 < began[1] < _MOST else ("", None)


def is_mark(mark: str) -> bool:
    """Whether a page may begin after it."""
    return _parted(mark)[1] is not None


def _mark(last: Row) -> str:
    incident = last.incident
    if incident.due_at is None:
        return f"seen:{incident.detected_at.isoformat()}/{incident.id}"
    return f"due:{incident.due_at.isoformat()}/{incident.id}"


def _conditions(sight: Sight, wanted: Wanted) -> list[ColumnElement[bool]]:
    return [sight.seen, Incident.state.in_(wanted.states), *_narrowed(wanted)]


def _narrowed(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.group:
        yield Incident.topic_group == wanted.group
    if wanted.topic:
        yield Incident.topic == wanted.topic
    if wanted.importance:
        yield Incident.importance == wanted.importance
    if wanted.body:
        yield Sight(frozenset({wanted.body})).seen
    if wanted.network:
        there = select(Comment.id).where(Comment.network == wanted.network)
        yield there.where(Comment.id == Incident.comment_id).correlate(Incident).exists()
    if wanted.repeated:
        yield Incident.repeat_of.is_not(None)
    if wanted.due_from:
        yield Incident.due_at >= wanted.due_from
    if wanted.due_until:
        yield Incident.due_at < wanted.due_until
    if wanted.seen_from:
        yield Incident.detected_at >= wanted.seen_from
    if wanted.among is not None:
        yield Incident.id.in_(wanted.among)


def _looked_up(session: Session, wanted: Wanted) -> Wanted:
    """Words are looked up once: the newest LOOKED_AT incidents that have them all."""
    if wanted.among is not None or not (wanted.words.strip() or wanted.place.strip()):
        return wanted
    number = wanted.words.strip().lstrip("№ ")
    known = keys(wanted.words) | keys(wanted.place, "place")
    found = _having(session, known) if known else []
    if number.isdecimal() and len(number) < _DIGITS:
        found.append(int(number))
    return replace(wanted, among=tuple(found))


def _having(session: Session, known: Collection[int]) -> list[int]:
    rarest, *others = sorted(known, key=lambda key: _how_many(session, key))
    also = [aliased(IncidentWord, name=f"also{number}") for number in range(len(others))]
    query = select(IncidentWord.incident_id).where(IncidentWord.key == rarest)
    for word, key in zip(also, others, strict=True):
        same = word.incident_id == IncidentWord.incident_id
        query = query.where(select(word.key).where(word.key == key, same).exists())
    return [*session.scalars(query.order_by(IncidentWord.incident_id.desc()).limit(LOOKED_AT))]


def _how_many(session: Session, key: int) -> int:
    some = select(IncidentWord.key).where(IncidentWord.key == key).limit(LOOKED_AT).subquery()
    return session.scalar(select(func.count()).select_from(some)) or 0
