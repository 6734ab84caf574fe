"""How long the steps of an incident took: to route, to draft, to agree, to answer."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, Literal, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Incident, Step
from reports.figures.scope import Scope
from reports.figures.spread import Spread, spread
from reports.figures.sql import items, unread

Stage = Literal["route", "draft", "approve", "answer", "final"]
STAGES: tuple[Stage, ...] = ("route", "draft", "approve", "answer", "final")
# Acts and states of the journal, in the words of models.step.Step.
ENDING = ("route", "draft", "approve", "return", "publish", "hand_over")
ANSWERED = ("answered", "explained", "handed_over", "interim")
_AT_ONCE = 2000


class Worktime(Protocol):
    """The town's working time."""

    def between(self, start: datetime, end: datetime, /) -> int:
        """Whole working minutes from start to end."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the journal, as far as times need it."""

    act: str
    state: str
    at: datetime
    form: str = "answer"
    detected_at: datetime | None = None  # of a repeat that reopens the matter


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stage of one incident, from when to when; the bodies that work on it now."""

    stage: Stage
    begin: datetime
    end: datetime
    bodies: tuple[str, ...] = ()


def ended(session: Session, scope: Scope) -> list[Stretch]:
    """Stages that ended in the period, of whatever incident."""
    begin, end = scope.period.begin, scope.period.end
    found: list[Stretch] = []
    for _, group in groupby(_entries(session, scope), key=lambda row: row.incident_id):
        rows = list(group)
        bodies = items(rows[0].bodies)
        known = stretches(rows[0].detected_at, map(_entry, rows), bodies)
        found += (one for one in known if begin <= one.end < end)
    return found


def _entries(session: Session, scope: Scope) -> Iterable[Any]:
    """The whole journals of incidents with a stage that ended in the period."""
    touched = select(Step.incident_id).where(scope.within(Step.at), Step.act.in_(ENDING))
    return session.execute(
        select(
            Step.incident_id,
            Incident.detected_at,
            unread(Incident.bodies).label("bodies"),
            Step.act,
            Step.state,
            Step.at,
            Step.details["form"].as_string().label("form"),
            Step.details["detected_at"].as_string().label("again"),
        )
        .join(Incident, Incident.id == Step.incident_id)
        .where(Step.incident_id.in_(touched), *scope.of_incident())
        .order_by(Step.incident_id, Step.number)
        .execution_options(yield_per=_AT_ONCE)
    )


def _entry(row: Any) -> Entry:
    detected = datetime.fromisoformat(row.again) if row.again else None
    return Entry(row.act, row.state, row.at, row.form or "answer", detected)


def stretches(
    detected_at: datetime, entries: Iterable[Entry], bodies: tuple[str, ...] = ()
) -> Iterator[Stretch]:
    """The stages of one journal, in order; a reopened matter is detected anew.

    route: detected → first routed; draft: routed → first draft that answers; approve: any draft →
    agreed or returned; answer: detected → first answer out, an interim one too; final: interim →
    final answer. Waiting for the author's reply is not taken out.
    """
    life = Life(detected_at)
    for entry in entries:
        if entry.act == "reopen":
            life = Life(entry.detected_at or entry.at)
        stage = life.goes_on(entry)
        if stage:
            yield Stretch(*stage, entry.at, bodies)


@dataclass(slots=True)
class Life:
    """How far a matter has come since it was detected, or reopened."""

    detected_at: datetime
    routed_at: datetime | None = None
    drafted_at: datetime | None = None
    submitted_at: datetime | None = None  # the draft that waits for consent
    answered_at: datetime | None = None
    interim_at: datetime | None = None

    def goes_on(self, entry: Entry) -> tuple[Stage, datetime] | None:
        """The stage that this entry ends, and since when it lasted."""
        step = _STEPS.get(entry.act)
        return step(self, entry) if step else None

    def _routed(self, entry: Entry) -> tuple[Stage, datetime] | None:
        if self.routed_at:
            return None
        self.routed_at = entry.at
        return "route", self.detected_at

    def _drafted(self, entry: Entry) -> tuple[Stage, datetime] | None:
        self.submitted_at = entry.at if entry.state in ("review", "head") else None
        if self.drafted_at or entry.form == "question" or not self.routed_at:
            return None
        self.drafted_at = entry.at
        return "draft", self.routed_at

    def _agreed(self, entry: Entry) -> tuple[Stage, datetime] | None:
        if not self.submitted_at or entry.state == "head":
            return None
        since, self.submitted_at = self.submitted_at, None
        return "approve", since

    def _gone_out(self, entry: Entry) -> tuple[Stage, datetime] | None:
        if entry.state not in ANSWERED:
            return None
        first, self.answered_at = not self.answered_at, self.answered_at or entry.at
        since = self.interim_at
        if entry.state == "interim":
            self.interim_at = since or entry.at
        if first:
            return "answer", self.detected_at
        return ("final", since) if since and entry.state != "interim" else None


_STEPS = {
    "route": Life._routed,
    "draft": Life._drafted,
    "approve": Life._agreed,
    "return": Life._agreed,
    "publish": Life._gone_out,
    "hand_over": Life._gone_out,
}


def times(found: Iterable[Stretch], worktime: Worktime) -> dict[Stage, Spread]:
    """Working minutes of every stage."""
    minutes: dict[Stage, list[int]] = {stage: [] for stage in STAGES}
    for one in found:
        minutes[one.stage].append(max(0, worktime.between(one.begin, one.end)))
    return {stage: spread(values) for stage, values in minutes.items()}


def times_of_bodies(
    found: Iterable[Stretch], stage: Stage, worktime: Worktime
) -> dict[str, Spread]:
    """Working minutes of one stage by body; one of several bodies counts for each."""
    minutes: dict[str, list[int]] = {}
    for one in found:
        for body in one.bodies if one.stage == stage else ():
            minutes.setdefault(body, []).append(max(0, worktime.between(one.begin, one.end)))
    return {body: spread(values) for body, values in minutes.items()}
