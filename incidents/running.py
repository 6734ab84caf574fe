"""Clocks of an incident start, stop and pause as its journal grows."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from incidents.case import Case, Wait
from incidents.clocks import Due, begun, due
from incidents.workflow import CLOSED, TASKS
from incidents.worktime import Worktime
from models import Deadline, Incident, Step
from models.regulation import Regulation
from models.rules import Clock

CURATORS_OWN = "срок назначил куратор"
STOPPED = ("answer", "draft")  # by a clarifying question, where the act says so


@dataclass(frozen=True, slots=True)
class Turn:
    """One entry of the journal, the case before and after it, and what it is to the clocks."""

    incident: Incident
    step: Step
    events: tuple[str, ...]
    before: Case
    after: Case


def advance(
    turn: Turn, known: Sequence[Deadline], regulation: Regulation, worktime: Worktime
) -> list[Deadline]:
    """End what this step ends among the known terms; return the terms that begin with it."""
    resumed = list(_resumed(turn, known, worktime))
    running = [deadline for deadline in known if deadline.outcome == "open"]
    for deadline in (*running, *resumed):
        _end(deadline, turn, regulation, worktime)
    fresh = [
        *resumed,
        *_renewed(turn, regulation, worktime),
        *_begun(turn, regulation, worktime),
        *_reweighed(turn, known, regulation, worktime),
        *_set_by_curator(turn, running, worktime),
    ]
    still = {(deadline.step, deadline.body) for deadline in running if deadline.outcome == "open"}
    return [deadline for deadline in fresh if (deadline.step, deadline.body) not in still]


def first_due(known: Iterable[Deadline]) -> datetime | None:
    """When the first of the running duties ends; rights bind nobody."""
    running = (one for one in known if one.outcome == "open" and not one.optional)
    return min((one.due_at for one in running), default=None)


def _end(deadline: Deadline, turn: Turn, regulation: Regulation, worktime: Worktime) -> None:
    outcome = _outcome(deadline, turn, regulation)
    if outcome == "paused":
        deadline.left = _left(turn.step.at, deadline.due_at, turn, worktime)
    if outcome:
        deadline.outcome = outcome
        deadline.ended_at = turn.step.at
        deadline.ended_by = turn.step.number


def _outcome(deadline: Deadline, turn: Turn, regulation: Regulation) -> str | None:
    task, events = TASKS[deadline.step], set(turn.events)
    if events & set(_ends(deadline, turn, regulation)) and _concerns(deadline, turn):
        in_vain = deadline.step == "route_several" and not turn.after.several
        return "lapsed" if in_vain else _in_time(deadline, turn)
    if "asked" in events and deadline.step in STOPPED:
        effect = regulation.clarified(turn.incident.channel)
        stopped = {"pause": "paused", "renew": _in_time(deadline, turn), "none": None}
        return stopped[effect.clock] if effect else None
    lapsed = events & set(task.lapses) and _concerns(deadline, turn)
    gone = deadline.body and deadline.body not in turn.after.parts
    gone = gone or _needless(deadline.step, turn.after)
    return "lapsed" if lapsed or gone or turn.after.state in CLOSED else None


def _needless(step: str, case: Case) -> bool:
    """Information for a consolidated answer is owed only while several bodies work on it."""
    return step == "info_several" and not case.several


def _ends(deadline: Deadline, turn: Turn, regulation: Regulation) -> tuple[str, ...]:
    if deadline.step == "interim_to_final" and turn.after.form == "interim":
        return ()  # another interim answer is not the final one
    message = turn.before.message
    clock = regulation.clock(deadline.step, message.channel, message.importance)
    return (clock.until if clock else ()) or TASKS[deadline.step].ends


def _concerns(deadline: Deadline, turn: Turn) -> bool:
    """A body's own term ends with its own step, or with one for all: the draft of an answer too."""
    return deadline.body in ("", turn.step.body) or not turn.step.body or "drafted" in turn.events


def _in_time(deadline: Deadline, turn: Turn) -> str:
    return "met" if turn.step.at <= deadline.due_at else "late"


def _left(since: datetime, until: datetime, turn: Turn, worktime: Worktime) -> int:
    if turn.after.message.emergency:
        return int((until - since).total_seconds() // 60)
    return worktime.between(since, until)


def _resumed(turn: Turn, known: Sequence[Deadline], worktime: Worktime) -> Iterator[Deadline]:
    """What this question paused goes on with the time that was left.

    With the reply, or with an answer that is drafted without it.
    """
    wait = turn.before.wait
    if wait is None or not {"replied", "drafted"} & set(turn.events):
        return
    for old in known:
        if old.outcome == "paused" and old.ended_by == wait.number:
            end = _later(old.due_at, old.left or 0, turn.step.at, turn, worktime)
            yield _row(turn, old.step, old.body, end, turn.step.at, old.paragraph, worktime)


def _later(end: datetime, left: int, again: datetime, turn: Turn, worktime: Worktime) -> datetime:
    """The end of a term that goes on `again` with the minutes that were left of it."""
    if left <= 0:  # late before the question: a reply gives no new time
        return end
    if turn.after.message.emergency:
        return again + timedelta(minutes=left)
    return worktime.add(again, left)


def _renewed(turn: Turn, regulation: Regulation, worktime: Worktime) -> Iterator[Deadline]:
    """Where a question met the clock, the author's reply starts it anew."""
    effect = regulation.clarified(turn.incident.channel)
    if "replied" not in turn.events or effect is None or effect.clock != "renew":
        return
    if turn.after.interim_at:  # it was the interim answer that met it
        return
    message = turn.after.message
    for name in STOPPED:
        clock = regulation.clock(name, message.channel, message.importance)
        if clock is not None:
            found = due(clock, turn.step.at, regulation, message, worktime)
            yield from _rows(turn, [found], worktime)


def _begun(turn: Turn, regulation: Regulation, worktime: Worktime) -> Iterator[Deadline]:
    # The final answer is awaited since the first interim one, however many follow.
    earlier = {"detected": turn.after.detected_at, "interim": turn.after.interim_at}
    for event in turn.events:
        start = earlier.get(event) or turn.step.at
        found = begun(event, start, regulation, turn.after.message, worktime)
        yield from _rows(turn, _allowed(found, turn, regulation), worktime)


def _allowed(found: Iterable[Due], turn: Turn, regulation: Regulation) -> Iterator[Due]:
    rule = regulation.interim
    by_curator = turn.after.interim_at is not None and rule is not None and rule.steps == "curator"
    for term in found:
        needless = _needless(term.clock.step, turn.after)
        if not needless and (not by_curator or term.clock.step == "interim_to_final"):
            yield term


def _rows(turn: Turn, found: Iterable[Due], worktime: Worktime) -> Iterator[Deadline]:
    for term in found:
        clock = term.clock
        for body in _bodies(clock, turn):
            yield _row(turn, clock.step, body, term.at, term.start, clock.paragraph, worktime)


def _bodies(clock: Clock, turn: Turn) -> Iterable[str]:
    """Whose term begins. A body has a right once, from when it received the message."""
    task = TASKS[clock.step]
    if not task.each or clock.since != "routed":
        return ("",)
    if task.optional:
        return [body for body in turn.after.parts if body not in turn.before.parts]
    return [body for body, informed in turn.after.parts.items() if not informed]


def _row(
    turn: Turn,
    step: str,
    body: str,
    end: datetime,
    start: datetime,
    paragraph: str,
    worktime: Worktime,
) -> Deadline:
    return Deadline(
        incident_id=turn.incident.id,
        step=step,
        body=body,
        owner=TASKS[step].owner,
        optional=TASKS[step].optional,
        number=turn.step.number,
        started_at=start,
        due_at=end,
        paragraph=paragraph,
        calendar=worktime.version,
        provisional=worktime.provisional(min(start, end), max(start, end)),
    )


def _reweighed(
    turn: Turn, known: Sequence[Deadline], regulation: Regulation, worktime: Worktime
) -> Iterator[Deadline]:
    """Another importance, another clock: what runs is reckoned again from where it began."""
    if turn.step.act != "importance":
        return
    message = turn.after.message
    for deadline in known:
        clock = regulation.clock(deadline.step, message.channel, message.importance)
        if clock is None or deadline.paragraph == CURATORS_OWN or deadline.outcome != "open":
            continue
        first, pauses = _origin(deadline, turn, known)
        start = _start(first, clock, turn)
        end = _paused(due(clock, start, regulation, message, worktime).at, pauses, turn, worktime)
        if end != deadline.due_at:
            _lapse(deadline, turn)
            start = deadline.started_at if pauses else start
            yield _row(turn, clock.step, deadline.body, end, start, clock.paragraph, worktime)


def _origin(
    deadline: Deadline, turn: Turn, known: Sequence[Deadline]
) -> tuple[Deadline, list[Wait]]:
    """Where a term began that questions have paused, and those pauses in their order."""
    pauses: list[Wait] = []
    for wait in reversed(turn.after.waits):
        paused = [old for old in known if old.outcome == "paused" and old.ended_by == wait.number]
        same = [old for old in paused if (old.step, old.body) == (deadline.step, deadline.body)]
        if same and wait.until == deadline.started_at:
            deadline, pauses = same[0], [wait, *pauses]
    return deadline, pauses


def _start(first: Deadline, clock: Clock, turn: Turn) -> datetime:
    """Importance may change the event that a clock runs from, but not one that a reply renewed."""
    if any(wait.until == first.started_at for wait in turn.after.waits):
        return first.started_at
    began = {"detected": turn.after.detected_at, "confirmed": turn.after.confirmed_at}
    return began.get(clock.since) or first.started_at


def _paused(end: datetime, pauses: Iterable[Wait], turn: Turn, worktime: Worktime) -> datetime:
    for wait in pauses:
        left = _left(wait.since, end, turn, worktime)
        end = _later(end, left, wait.until or turn.step.at, turn, worktime)
    return end


def _set_by_curator(
    turn: Turn, running: Sequence[Deadline], worktime: Worktime
) -> Iterator[Deadline]:
    if turn.step.act != "term":
        return
    name, body = turn.step.details["step"], turn.step.body
    for deadline in running:
        same = deadline.step == name and (not body or deadline.body in ("", body))
        if same and deadline.outcome == "open":
            _lapse(deadline, turn)
    end = datetime.fromisoformat(turn.step.details["due"])
    yield _row(turn, name, body, end, turn.step.at, CURATORS_OWN, worktime)


def _lapse(deadline: Deadline, turn: Turn) -> None:
    deadline.outcome = "lapsed"
    deadline.ended_at = turn.step.at
    deadline.ended_by = turn.step.number
