"""The board as columns and as a table: filters, pages by a mark, counts that stay cheap.

What is in work is ordered by the end of its first duty; where other incidents may be, from the
newest. A page begins
after the last row of the one before: the thousandth costs what the first does.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from heapq import merge
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, func, literal, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from incidents.board import Row
from incidents.search import found_by
from incidents.sight import Sight
from incidents.workflow import CANDIDATES, CLOSED, OPEN, STATES
from models import Comment, Incident
from models.base import UtcTime

Part = tuple[ColumnElement[bool], ...]
COUNTED = 1000  # "more than 1000" says enough, and costs the same at any size
_MOST = 2**31  # no incident has a larger number

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
    """A step of the way: how many are in it, and the most urgent of them."""

    name: str
    total: int
    rows: tuple[Row, ...]


def columns(
    session: Session, sight: Sight, each: int, wanted: Wanted | None = None
) -> list[Column]:
    """The board, column by column; `wanted` filters every one (its states are not asked)."""
    wanted = _looked_up(session, replace(wanted or Wanted(), states=("candidate", *OPEN)))
    totals = _totals(session, sight, wanted)
    found = []
    for name, states in COLUMNS.items():
        total = sum(totals.get(state, 0) for state in states)
        chosen = replace(wanted, states=states)
        rows = listing(session, sight, chosen, each).rows if total else ()
        found.append(Column(name, total, rows))
    return found


def _totals(session: Session, sight: Sight, wanted: Wanted) -> dict[str, int]:
    query = select(Incident.state, func.count()).where(*_conditions(sight, wanted))
    return dict(session.execute(query.group_by(Incident.state)).all())


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
    newest = bool(FILED_AWAY.intersection(wanted.states))
    return Listed(tuple(shown), _mark(shown[-1], newest) if len(rows) > limit else "")


@dataclass(frozen=True, slots=True)
class _Look:
    """One order, after a place in it, over parts each of which has its index in that order."""

    parts: Sequence[Part]
    by: InstrumentedAttribute[Any]
    began: tuple[datetime, int] | None
    newest: bool = False

    def rows(self, session: Session, sight: Sight, wanted: Wanted, limit: int) -> list[Row]:
        conditions = [*self._rest(), sight.seen, *_narrowed(wanted)]
        found = [self._ordered(session, [*part, *conditions], limit) for part in self.parts]
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


def _looks(wanted: Wanted, after: str) -> list[_Look]:
    """Where to go on. In work: terms first, then what has none; no index puts "none" last."""
    kind, began = _parted(after)
    states = wanted.states
    if FILED_AWAY.intersection(states):
        each: list[Part] = [(Incident.state == state,) for state in states]
        return [_Look([()] if states == STATES else each, Incident.detected_at, began, newest=True)]
    these = Incident.state.in_(states)
    # A term runs only for what is in work: then one index orders all states.
    whole = set(states) >= set(OPEN)
    running = (Incident.due_at.is_not(None),)
    parts: list[Part] = [(Incident.state == state, *running) for state in states]
    by_term = _Look([running] if whole else parts, Incident.due_at, began)
    endless = _Look([(these, Incident.due_at.is_(None))], Incident.detected_at, None)
    if kind == "seen":
        return [replace(endless, began=began)]
    if not set(OPEN).intersection(states):
        return [endless]
    return [by_term] if wanted.due_from or wanted.due_until else [by_term, endless]


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


def _mark(last: Row, newest: bool) -> str:
    incident = last.incident
    if newest or incident.due_at is None:
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
    """Words are looked up once."""
    if wanted.among is not None or not (wanted.words.strip() or wanted.place.strip()):
        return wanted
    return replace(wanted, among=tuple(found_by(session, wanted.words, wanted.place)))
