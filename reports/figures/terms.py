"""Whether the terms of the regulation were kept: by clock, by body, by executor.

A term belongs to the period in which it was due. It is broken if its step came later, or has not
come and is due already. Rights, lapsed and paused terms bind nobody and do not count.
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime
from sys import intern
from typing import Any, Generic, TypeVar

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from models import Deadline, Incident, Step
from models.rules import TOTALS
from reports.figures.scope import Scope
from reports.figures.sql import items, unread
from reports.figures.times import Worktime

_COUNTED = ("met", "late", "open")
_AT_ONCE = 2000
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Term:
    """A duty of one incident. `kept` is None while there is time.

    `by` did the step, as `role`; "" where nobody has, or where the curator wrote it down for
    somebody: then it is the role whose term it is.
    `bodies`: whose term it is, where it is one body's, else all that work on the incident.
    """

    incident: int
    importance: str
    step: str
    owner: str
    paragraph: str
    bodies: tuple[str, ...]
    by: str
    role: str
    due_at: datetime
    ended_at: datetime | None
    kept: bool | None

    @property
    def whole(self) -> bool:
        """Whether it limits the whole work rather than one step of it."""
        return self.step in TOTALS

    def late(self, now: datetime, worktime: Worktime) -> int:
        """Working minutes beyond the term, up to its step or to now."""
        return max(0, worktime.between(self.due_at, self.ended_at or now))


def due(session: Session, scope: Scope, now: datetime) -> list[Term]:
    """The duties that were due in the period, the earliest first."""
    rows = session.execute(
        select(
            Deadline.incident_id,
            Incident.importance,
            Deadline.step,
            Deadline.owner,
            Deadline.paragraph,
            Deadline.due_at,
            Deadline.ended_at,
            Deadline.outcome,
            Deadline.body,
            unread(Incident.bodies).label("bodies"),
            Step.by,
            Step.role,
            Step.body.label("acted_for"),
            Step.details["by_curator"].as_boolean().label("recorded"),
        )
        .join(Incident, Incident.id == Deadline.incident_id)
        .outerjoin(Step, and_(Step.incident_id == Incident.id, Step.number == Deadline.ended_by))
        .where(
            scope.within(Deadline.due_at),
            Deadline.outcome.in_(_COUNTED),
            Deadline.optional.is_(False),
            *scope.of_incident(),
        )
        .order_by(Deadline.due_at, Deadline.id)
        .execution_options(yield_per=_AT_ONCE)
    )
    return [_term(row, now) for row in rows]


def _term(row: Any, now: datetime) -> Term:
    known = row.by and not row.recorded
    # Interned: few names stand in very many rows.
    return Term(
        incident=row.incident_id,
        importance=intern(row.importance),
        step=intern(row.step),
        owner=intern(row.owner),
        paragraph=intern(row.paragraph),
        bodies=_bodies(row),
        by=intern(row.by if known else ""),
        role=intern(row.role if known else row.owner),
        due_at=row.due_at,
        ended_at=row.ended_at,
        kept=_kept(row, now),
    )


def _bodies(row: Any) -> tuple[str, ...]:
    own = row.body or (row.acted_for if row.owner == "executor" else "")
    return (own,) if own else items(row.bodies)


def _kept(row: Any, now: datetime) -> bool | None:
    if row.outcome == "open":
        return False if row.due_at < now else None
    return bool(row.outcome == "met")


@dataclass(frozen=True, slots=True)
class Kept(Generic[Key]):
    """Terms of one kind: in time, broken, with time left."""

    key: Key
    kept: int
    broken: int
    running: int

    @property
    def share(self) -> float | None:
        """In time, of those that are decided; None where none is."""
        decided = self.kept + self.broken
        return self.kept / decided if decided else None


def kept_by(terms: Iterable[Term], keys: Callable[[Term], Iterable[Key]]) -> list[Kept[Key]]:
    """Terms by each of their keys, in the order in which keys are first met."""
    found: dict[Key, list[int]] = {}
    for term in terms:
        for key in keys(term):
            found.setdefault(key, [0, 0, 0])[_SLOT[term.kept]] += 1
    return [Kept(key, *counts) for key, counts in found.items()]


_SLOT = {True: 0, False: 1, None: 2}


def by_clock(terms: Iterable[Term]) -> list[Kept[tuple[str, str]]]:
    """By step and paragraph."""
    return kept_by(terms, lambda term: [(term.step, term.paragraph)])


def by_body(terms: Iterable[Term], whole: bool) -> list[Kept[str]]:
    """The executors' own terms by body; with `whole` the answers' terms, for each body's work."""
    chosen = [t for t in terms if (t.whole if whole else t.owner == "executor" and not t.whole)]
    return kept_by(chosen, lambda term: term.bodies or ("",))


def by_person(terms: Iterable[Term]) -> list[Kept[tuple[str, str]]]:
    """By role and who did the step; those of nobody yet, or written down for somebody, under ""."""
    return kept_by(terms, lambda term: [(term.role, term.by)])
