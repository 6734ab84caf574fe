"""What is open and by when: the board, what is due soon, what is overdue, and who must know."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from incidents.workflow import OPEN, TASKS
from incidents.worktime import Worktime
from models import Comment, Deadline, Incident
from models.rules import TOTALS

ROLES = 3  # owner, curator, head: nobody else is told of a term


@dataclass(frozen=True, slots=True)
class Row:
    """An incident, and its comment where it has one."""

    incident: Incident
    comment: Comment | None

    @property
    def text(self) -> str:
        """What the resident wrote."""
        return self.comment.text if self.comment else self.incident.text


@dataclass(frozen=True, slots=True)
class Owed:
    """A running term. `left`: working minutes, negative once overdue.

    `due_at` is when the step must be done: its own term, or the answer's where that ends earlier.
    """

    deadline: Deadline
    due_at: datetime
    left: int

    @property
    def bound_by_answer(self) -> bool:
        """Whether the limit on the whole work comes before the step's own."""
        return self.due_at < self.deadline.due_at


@dataclass(frozen=True, slots=True)
class Escalation:
    """Working minutes before a term for a warning; after it for the curator, for the head."""

    warn: int = 30
    curator: int = 0
    head: int = 60


def board(session: Session, limit: int) -> tuple[int, list[Row]]:
    """How many incidents are in work, and those whose duties end first."""
    working = Incident.state.in_(OPEN)
    total = session.scalar(select(func.count()).select_from(Incident).where(working)) or 0
    # Two looks: no index of both databases puts "no term" last. Only what is in work has a term.
    rows = _rows(session, Incident.due_at.is_not(None), limit)
    if len(rows) < limit:
        rows += _rows(session, working & Incident.due_at.is_(None), limit - len(rows))
    return total, rows


def _rows(session: Session, chosen: ColumnElement[bool], limit: int) -> list[Row]:
    found = session.execute(
        select(Incident, Comment)
        .outerjoin(Comment, Comment.id == Incident.comment_id)
        .where(chosen)
        .order_by(Incident.due_at, Incident.id)
        .limit(limit)
    )
    return [Row(*row) for row in found]


def owed(session: Session, incident_id: int, now: datetime, worktime: Worktime) -> list[Owed]:
    """The running terms of one incident, rights included, the earliest first."""
    found = session.scalars(
        select(Deadline).where(Deadline.incident_id == incident_id, Deadline.outcome == "open")
    ).all()
    whole = min((one.due_at for one in found if one.step in TOTALS), default=None)
    terms = [_owed(one, whole, now, worktime) for one in found]
    return sorted(terms, key=lambda one: (one.due_at, one.deadline.step in TOTALS))


def _owed(deadline: Deadline, whole: datetime | None, now: datetime, worktime: Worktime) -> Owed:
    end = min(deadline.due_at, whole) if whole else deadline.due_at
    return Owed(deadline, end, worktime.between(now, end))


def overdue(
    session: Session, now: datetime, worktime: Worktime, limit: int, untold: bool = False
) -> tuple[int, list[tuple[Owed, Incident]]]:
    """How many duties are overdue, and the longest overdue; `untold`: somebody must yet hear."""
    late = Deadline.due_at < now
    return _terms(session, late & (Deadline.told < ROLES) if untold else late, now, worktime, limit)


def due_soon(
    session: Session, now: datetime, worktime: Worktime, minutes: int, limit: int
) -> tuple[int, list[tuple[Owed, Incident]]]:
    """How many duties end within so many working minutes, and the first of them."""
    until = max(worktime.add(now, minutes), now + timedelta(minutes=minutes))
    return _terms(session, Deadline.due_at.between(now, until), now, worktime, limit)


def _terms(
    session: Session,
    when: ColumnElement[bool],
    now: datetime,
    worktime: Worktime,
    limit: int,
) -> tuple[int, list[tuple[Owed, Incident]]]:
    chosen = _running(), when
    total = session.scalar(select(func.count()).select_from(Deadline).where(*chosen)) or 0
    query = (
        select(Deadline, Incident)
        .join(Incident, Incident.id == Deadline.incident_id)
        .where(*chosen)
        .order_by(Deadline.due_at, Deadline.id)
        .limit(limit)
    )
    rows = session.execute(query)
    return total, [(_owed(deadline, None, now, worktime), found) for deadline, found in rows]


def _running() -> ColumnElement[bool]:
    return (Deadline.outcome == "open") & Deadline.optional.is_(False)


def concerned(owed: Owed, rule: Escalation) -> tuple[str, ...]:
    """Which roles must know by now: the owner is warned, then the curator hears, then the head."""
    if owed.deadline.optional or owed.left > rule.warn:
        return ()
    late = -owed.left
    up: Iterable[str] = (
        role
        for role, after in (("curator", rule.curator), ("head", rule.head))
        if late >= after and late > 0
    )
    return tuple(dict.fromkeys((TASKS[owed.deadline.step].owner, *up)))
