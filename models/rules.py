"""The parts of a regulation: terms, approvals, lists, duties; every one names its paragraph."""

from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator

from models.verdict import CATEGORIES

StepName = Literal[
    "route",
    "route_several",
    "info_several",
    "not_ours",
    "reroute",
    "clarify",
    "draft",
    "approve",
    "rework",
    "publish",
    "answer",
    "interim_to_final",
    "explanation",
]
STEPS: tuple[StepName, ...] = get_args(StepName)
TOTALS: tuple[StepName, ...] = ("answer", "interim_to_final")  # limits on the whole work

# What happens to a message, as far as a clock can start or end with it.
Event = Literal[
    "detected",  # the program, or who reported it, saw the message
    "confirmed",  # a person took it up: the acts call it selection
    "resolved",  # the head named the body
    "routed",
    "refused",  # "not ours"
    "informed",  # a body's part for the consolidated answer came
    "submitted",  # any draft lies before the curator
    "questioned",  # … that of a clarifying question
    "drafted",  # … that of an answer
    "returned",
    "agreed",  # by the curator, where the head approves as well
    "approved",  # any draft, by the last who must
    "released",  # … that of an answer
    "asked",  # the clarifying question is published
    "replied",
    "interim",  # the interim answer is published
    "answered",
    "explained",
    "handed_over",
    "closed",  # left the clocks: no answer, formal appeal
    "reopened",
]

Channel = Literal["own", "incident"]
Importance = Literal["ordinary", "high"]
CheckName = Literal[  # of incidents/checks
    "greeting",
    "polite",
    "on_point",
    "redirect",
    "body",
    "measures",
    "term",
    "repeat",
    "spelling",
    "grammar",
    "officialese",
    "length",
]
Force = Literal["must", "recommended", "desirable"]
GROUNDS = (  # why a message is deleted, left without an answer, or its author restricted
    *CATEGORIES,
    "harm_intent",
    "off_topic",
    "unconfirmed",
    "honour",
    "conflict",
    "law_breach",
    "network_rules",
)
Ground = Literal[GROUNDS]  # type: ignore[valid-type]


class Rule(BaseModel):
    """Base of all parts: frozen, and no key that we do not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Cited(Rule):
    """A value and the paragraph it comes from; `reading` says where the number is our reading."""

    paragraph: str = Field(min_length=1)
    reading: str = ""


class Networks(Cited):
    """The networks that the act names, in its own order."""

    names: tuple[str, ...] = Field(min_length=1)


class Clock(Cited):
    """A term: how long a step may take, since what, until what.

    `amount` counts `unit`s: of working time, or of wall-clock time where the act does not say
    "working". A `back` clock ends that long before the answer is due. Without `channel` or
    `importance` it is the general one. `until` is given where the act ends the term elsewhere than
    the workflow does.
    """

    step: StepName
    amount: int = Field(gt=0)
    unit: Literal["minutes", "hours", "days"]
    kind: Literal["working", "wall"] = "working"
    since: Event
    until: tuple[Event, ...] = ()
    back: bool = False
    channel: Channel | None = None
    importance: Importance | None = None

    @model_validator(mode="after")
    def _possible(self) -> "Clock":
        if self.unit == "days" and (self.kind == "wall" or self.back):
            raise ValueError("срок в днях бывает только рабочим и только вперёд")
        return self

    @property
    def minutes(self) -> int:
        """The amount in minutes; only where the unit is no day."""
        return self.amount * (60 if self.unit == "hours" else 1)

    def fits(self, step: str, channel: str, importance: str) -> bool:
        """Whether this clock is for such a message."""
        return (
            self.step == step
            and self.channel in (None, channel)
            and self.importance in (None, importance)
        )

    @property
    def exactness(self) -> int:
        """How much it asks of a message: an exact clock goes before a general one."""
        return (self.channel is not None) + (self.importance is not None)


class OfChannel(Cited):
    """A rule that may hold for one channel only."""

    channel: Channel | None = None


class Approval(OfChannel):
    """Who must agree before an answer goes out."""

    by: Literal["curator", "head"]


class HandOver(OfChannel):
    """The answer is not published by us but handed to `to`."""

    to: str = Field(min_length=1)


class Reason(Cited):
    """A reason with a key of its own: for returning a draft, for explaining instead of answering.

    `says` is what the text must then contain. `checks` are the checks of an answer it asks for.
    """

    id: str = Field(pattern=r"^[a-z_]+$")
    text: str = Field(min_length=1)
    says: str = ""
    checks: tuple[CheckName, ...] = ()


class Clarify(OfChannel):
    """What a clarifying question does to the clock of the answer.

    pause: it stands still until the author replies; renew: the question meets it, the reply starts
    it anew; none: it runs on.
    """

    clock: Literal["pause", "renew", "none"]


class Interim(Cited):
    """When an interim answer is allowed, and who sets the terms of the steps after it."""

    when: str = ""
    steps: Literal["act", "curator"] = "act"


class Several(Cited):
    """A message for several bodies: who writes the consolidated answer."""

    writer: Literal["executor", "curator"]


class Publications(Cited):
    """Messages found outside the incident system keep only these clocks."""

    clocks: tuple[StepName, ...]


class Emergencies(Cited):
    """What is answered on days off too, by which time its hours are then counted."""

    kind: Literal["wall"]


class Note(Cited):
    """A rule in words: for people, and for the `checks` of an answer that it asks for."""

    text: str = Field(min_length=1)
    checks: tuple[CheckName, ...] = ()


class Destination(Cited):
    """Where the answer goes: to a comment in public, to a private message in private."""

    message: Literal["comment", "private"]
    answer: Literal["public", "private"]


class Refusal(Cited):
    """What gets no answer."""

    ground: Ground


class Removal(Refusal):
    """What is deleted, or whose author is restricted; `within`: only as such a breach."""

    duty: Literal["must", "may"]
    within: tuple[Ground, ...] = ()
