"""The way of one incident as a line of stages, with the times of what has been."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from incidents.board import Owed
from incidents.case import Case
from incidents.workflow import CLOSED
from models import Step

STAGES = ("seen", "routed", "drafted", "approved", "out")
WORDS = {
    "seen": "Обнаружен",
    "routed": "Направлен",
    "drafted": "Проект",
    "approved": "Согласование",
    "out": "Размещение",
}
_DONE_BY = {
    "route": "routed",
    "draft": "drafted",
    "approve": "approved",
    "publish": "out",
    "hand_over": "out",
}
_NEXT = {  # the stage that a state waits for
    "resolution": "routed",
    "new": "routed",
    "refused": "routed",
    "executing": "drafted",
    "interim": "drafted",
    "rework": "drafted",
    "asked": "drafted",
    "review": "approved",
    "head": "approved",
    "approved": "out",
}
_ENDS = {  # the terms that bind a stage
    "routed": {"route", "reroute"},
    "drafted": {"draft", "rework", "interim_to_final"},
    "approved": {"approve"},
    "out": {"publish", "answer"},
}


@dataclass(frozen=True, slots=True)
class Stage:
    """`at` is when it was reached; `due` when the one at hand must be; `now` marks that one."""

    name: str
    words: str
    at: datetime | None = None
    due: datetime | None = None
    now: bool = False


def way(case: Case, steps: Iterable[Step], terms: Sequence[Owed]) -> list[Stage]:
    """The stages of the present round: what a return or a reopening undid is ahead again."""
    reached = {"seen": case.detected_at, **_reached(steps)}
    at_hand = _NEXT.get(case.state, "")
    stages = [Stage(name, WORDS[name], reached.get(name)) for name in STAGES]
    if not at_hand:
        return stages if case.state in CLOSED else stages[:1] + [_ahead(s) for s in stages[1:]]
    here = STAGES.index(at_hand)
    due = min((o.due_at for o in terms if o.deadline.step in _ENDS[at_hand]), default=None)
    now = Stage(at_hand, WORDS[at_hand], None, due, now=True)
    return [*stages[:here], now, *(_ahead(stage) for stage in stages[here + 1 :])]


def _ahead(stage: Stage) -> Stage:
    return replace(stage, at=None)


def _reached(steps: Iterable[Step]) -> dict[str, datetime]:
    found: dict[str, datetime] = {}
    for step in sorted(steps, key=lambda step: step.number):
        if step.act == "reopen":
            found = {}
        if step.act in _DONE_BY:
            found[_DONE_BY[step.act]] = step.at
    return found
