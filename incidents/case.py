"""The state of an incident, derived from its journal."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import reduce
from typing import Any

from incidents.clocks import Message
from models import Incident, Step

QUIET = ("note", "kept", "correct")  # entries that overtake nobody
UNTOUCHED = ("candidate", "cleared", "withdrawn")


@dataclass(frozen=True, slots=True)
class Wait:
    """A question to the author: the entry that sent it, when, and when the wait was over."""

    number: int
    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """What the journal comes to. `parts`: bodies that work on it; True where one has informed."""

    state: str
    detected_at: datetime
    confirmed_at: datetime | None = None
    message: Message = field(default_factory=Message)
    number: int = 0  # of the last entry
    parts: dict[str, bool] = field(default_factory=dict)
    writer: str = ""  # the body that writes the answer
    draft: Step | None = None  # the newest
    interim_at: datetime | None = None  # when the first interim answer went out
    waits: tuple[Wait, ...] = ()  # for the author, of the present round
    repeat: bool = False
    again: int | None = None  # the incident whose message reopened it

    @property
    def several(self) -> bool:
        """Whether bodies work on it in parallel, for one consolidated answer."""
        return len(self.parts) > 1

    @property
    def form(self) -> str:
        """What the newest draft is: answer, interim, question, explanation."""
        return str(self.draft.details.get("form", "answer")) if self.draft else ""

    @property
    def wait(self) -> Wait | None:
        """The question that the author has not replied to."""
        return self.waits[-1] if self.waits and self.waits[-1].until is None else None

    @property
    def waiting_for(self) -> list[str]:
        """Bodies whose part has not come yet."""
        return [body for body, informed in self.parts.items() if self.several and not informed]


def case_of(incident: Incident, steps: Iterable[Step]) -> Case:
    """Fold the journal, read in whatever order."""
    message = Message(incident.channel, publication=incident.publication)
    first = Case("candidate", incident.detected_at, message=message)
    case = reduce(after, sorted(steps, key=lambda step: step.number), first)
    # Until a person takes it up, the pass moves it without an entry.
    return replace(case, state=incident.state) if case.state in UNTOUCHED else case


def after(case: Case, step: Step) -> Case:
    """The case after one more entry."""
    changes = CHANGES.get(step.act, _nothing)(case, step)
    return replace(case, **changes, state=step.state, number=step.number)


def _nothing(case: Case, step: Step) -> dict[str, Any]:
    return {}


def _routed(case: Case, step: Step) -> dict[str, Any]:
    bodies = step.details["bodies"]
    parts = {body: case.parts.get(body, False) for body in bodies}
    return {"parts": parts, "writer": step.details.get("writer") or bodies[0]}


def _refused(case: Case, step: Step) -> dict[str, Any]:
    left = {body: informed for body, informed in case.parts.items() if body != step.body}
    return {"parts": left, "writer": case.writer if case.writer in left else next(iter(left), "")}


def _informed(case: Case, step: Step) -> dict[str, Any]:
    return {"parts": {**case.parts, step.body: True}}


def _drafted(case: Case, step: Step) -> dict[str, Any]:
    return {"draft": step, **_waited(case, step)}  # an answer waits for no reply


def _gone_out(case: Case, step: Step) -> dict[str, Any]:
    asked = (Wait(step.number, step.at),) if case.form == "question" else ()
    interim_at = step.at if case.form == "interim" else None
    return {"interim_at": case.interim_at or interim_at, "waits": case.waits + asked}


def _waited(case: Case, step: Step) -> dict[str, Any]:
    if case.wait is None:
        return {}
    return {"waits": (*case.waits[:-1], replace(case.wait, until=step.at))}


def _confirmed(case: Case, step: Step) -> dict[str, Any]:
    return {"confirmed_at": step.at, **_weighed(case, step)}


def _weighed(case: Case, step: Step) -> dict[str, Any]:
    old, new = case.message, step.details
    importance = new.get("importance", old.importance)
    emergency = new.get("emergency", old.emergency)
    return {"message": Message(old.channel, importance, emergency, old.publication)}


def _reopened(case: Case, step: Step) -> dict[str, Any]:
    # A repeat that reopens a matter has its own time of detection.
    again = step.details.get("detected_at")
    detected = datetime.fromisoformat(again) if again else step.at
    afresh: dict[str, Any] = {
        "again": step.details.get("repeat"),
        "draft": None,
        "interim_at": None,
        "waits": (),
        "parts": {},
        "writer": "",
    }
    return {**afresh, "repeat": True, "detected_at": detected, "confirmed_at": step.at}


CHANGES = {
    "confirm": _confirmed,
    "importance": _weighed,
    "route": _routed,
    "not_ours": _refused,
    "inform": _informed,
    "draft": _drafted,
    "publish": _gone_out,
    "hand_over": _gone_out,
    "replied": _waited,
    "reopen": _reopened,
}
