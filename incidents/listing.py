"""The board as columns and as a table: filters, pages by a mark, counts that stay cheap.

What is in work is ordered by the end of its first duty, the rest from the newest. A page begins
after the last row of the one before: the thousandth costs what the first does.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, func, literal, select, tuple_
from sqlalchemy.orm import Session

from incidents.board import Row
from incidents.search import keys
from incidents.sight import Sight
from incidents.workflow import CANDIDATES, CLOSED, OPEN
from models import Comment, Incident, IncidentWord
from models.base import UtcTime

COUNTED = 1000  # "more than 1000" says enough, and costs the same at any size
_DIGITS = 10  # no incident has a longer number

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
FILED_AWAY = (*CLOSED, *CANDIDATES[1:])


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which incidents; what is not given restricts nothing.

    The first running duty ends from `due_from` on and before `due_until`.
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
    found = []
    for name, states in COLUMNS.items():
        chosen = replace(wanted or Wanted(), states=states)
        rows = listing(session, sight, chosen, each).rows
        total = len(rows) if len(rows) < each else count(session, sight, chosen)
        found.append(Column(name, total, rows))
    return found


def count(session: Session, sight: Sight, wanted: Wanted) -> int:
    """How many there are; COUNTED + 1 stands for more."""
    some = select(Incident.id).where(*_conditions(sight, wanted)).limit(COUNTED + 1).subquery()
    return session.scalar(select(func.count()).select_from(some)) or 0


def listing(session: Session, sight: Sight, wanted: Wanted, limit: int, after: str = "") -> Listed:
    """A page of at most `limit` rows after the mark `after`."""
    conditions = _conditions(sight, wanted)
    rows: list[Row] = []
    for order in _orders(wanted, after):
        if len(rows) <= limit:
            rows += _rows(
                session, [*conditions, *order.conditions], order.by, limit + 1 - len(rows)
            )
    shown = rows[:limit]
    return Listed(tuple(shown), _mark(shown[-1]) if len(rows) > limit else "")


@dataclass(frozen=True, slots=True)
class _Order:
    conditions: tuple[ColumnElement[bool], ...]
    by: tuple[Any, ...]


def _orders(wanted: Wanted, after: str) -> list[_Order]:
    """Where to go on. No index of both databases puts "no term" last: hence two looks."""
    kind, moment, number = _parted(after)
    if set(wanted.states) <= set(FILED_AWAY):
        older = (Incident.id < number,) if number else ()
        return [_Order(older, (Incident.id.desc(),))]
    later: tuple[ColumnElement[bool], ...] = (Incident.due_at.is_not(None),)
    if moment is not None:
        began = tuple_(literal(moment, UtcTime), literal(number))
        later += (tuple_(Incident.due_at, Incident.id) > began,)
    endless = (Incident.due_at.is_(None), Incident.id > (number if kind == "id" else 0))
    by_term = _Order(later, (Incident.due_at, Incident.id))
    by_number = _Order(endless, (Incident.id,))
    return [by_number] if kind == "id" else [by_term, by_number]


def _parted(mark: str) -> tuple[str, datetime | None, int]:
    """A mark of ours; one that is not begins at the beginning."""
    kind, _, rest = mark.partition(":")
    moment, _, number = rest.rpartition("/")
    try:
        return kind, datetime.fromisoformat(moment) if moment else None, int(number)
    except ValueError:
        return "", None, 0


def _mark(last: Row) -> str:
    incident = last.incident
    if incident.due_at is None:
        return f"id:/{incident.id}"
    return f"due:{incident.due_at.isoformat()}/{incident.id}"


def _rows(
    session: Session, conditions: Sequence[ColumnElement[bool]], order: Sequence[Any], limit: int
) -> list[Row]:
    found = session.execute(
        select(Incident, Comment)
        .outerjoin(Comment, Comment.id == Incident.comment_id)
        .where(*conditions)
        .order_by(*order)
        .limit(limit)
    )
    return [Row(*row) for row in found]


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
        yield exists().where(Comment.id == Incident.comment_id, Comment.network == wanted.network)
    if wanted.repeated:
        yield Incident.repeat_of.is_not(None)
    if wanted.due_from:
        yield Incident.due_at >= wanted.due_from
    if wanted.due_until:
        yield Incident.due_at < wanted.due_until
    yield from _named(wanted.words, wanted.place)


def _named(words: str, place: str) -> Iterator[ColumnElement[bool]]:
    number = words.strip().lstrip("№ ")
    if number.isdecimal() and len(number) < _DIGITS:
        yield (Incident.id == int(number)) | _has(keys(words))
        return
    for key in sorted(keys(words) | keys(place, "place")):
        yield _has({key})


def _has(wanted: Collection[int]) -> ColumnElement[bool]:
    return Incident.id.in_(select(IncidentWord.incident_id).where(IncidentWord.key.in_(wanted)))
