"""Incidents as the API tells them, and what an act upon one brings along."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any, Self

from pydantic import AwareDatetime, Field

from incidents.board import Owed, Row
from incidents.workflow import ACTS, FORMS
from models import Incident
from models.rules import STEPS
from web.api.said import Given, Line, OneOf, Told, Words

IMPORTANCE = ("ordinary", "high")


class TopicTold(Told):
    """A topic of the federal list."""

    code: str
    group: str
    name: str


class PlaceTold(Told):
    """Normal names, those that are known."""

    settlement: str = ""
    street: str = ""
    house: str = ""
    other: str = ""


class IncidentTold(Told):
    """An incident; `seen`, the last entry of its journal, is to be sent with an act upon it.

    `due_at` is the end of its first running duty.
    """

    number: int
    state: str
    seen: int
    text: str
    link: str | None
    comment: int | None
    network: str | None
    channel: str
    origin: str
    importance: str
    emergency: bool
    detected_at: datetime
    confirmed_at: datetime | None
    due_at: datetime | None
    bodies: list[str]
    topic: TopicTold | None
    place: PlaceTold
    repeat_of: int | None

    @classmethod
    def of(cls, one: Row, **other: Any) -> Self:
        """Of an incident and its comment, where it has one."""
        incident, comment = one.incident, one.comment
        return super().of(
            incident,
            number=incident.id,
            seen=incident.number,
            text=one.text,
            link=comment.url if comment else incident.link,
            comment=incident.comment_id,
            network=comment.network if comment else None,
            topic=_topic(incident),
            place=PlaceTold(**{kind: str(name) for kind, name in incident.place.items()}),
            **other,
        )


def _topic(one: Incident) -> TopicTold | None:
    if not one.topic:
        return None
    return TopicTold(code=one.topic, group=one.topic_group or "", name=one.topic_name or "")


class StepTold(Told):
    """An entry of the journal."""

    number: int
    act: str
    state: str
    by: str
    role: str
    at: datetime
    body: str
    text: str
    ground: str
    details: dict[str, Any]


class TermTold(Told):
    """A running term: `left` are working minutes, negative once overdue; not a `duty`: a right."""

    step: str
    owner: str
    body: str
    duty: bool
    started_at: datetime
    due_at: datetime
    left: int
    paragraph: str
    provisional: bool

    @classmethod
    def of(cls, one: Owed, **other: Any) -> Self:
        """Of what is owed."""
        term = one.deadline
        duty = not term.optional
        return super().of(term, duty=duty, due_at=one.due_at, left=one.left, **other)


class IncidentWhole(IncidentTold):
    """An incident with its journal, its terms, and the acts that this person may do now."""

    journal: list[StepTold]
    terms: list[TermTold]
    may: list[str]


class PlaceGiven(Given):
    """A corrected place."""

    settlement: Line = ""
    street: Line = ""
    house: Line = ""
    other: Line = ""


class Details(Given):
    """What only some acts have: docs/api.md says which."""

    importance: Annotated[str, OneOf(IMPORTANCE)] | None = None
    emergency: bool | None = None
    bodies: Annotated[list[Line], Field(max_length=50)] | None = None
    writer: Line | None = None
    form: Annotated[str, OneOf(FORMS)] | None = None
    reason: Line | None = None
    step: Annotated[str, OneOf(STEPS)] | None = None
    due: AwareDatetime | None = None
    topic: Line | None = None
    place: PlaceGiven | None = None

    def given(self) -> dict[str, Any]:
        """What was said, ready for the journal."""
        return self.model_dump(mode="json", exclude_none=True)


TAKES: dict[str, tuple[str, ...]] = {  # an act: the details it has
    "confirm": ("importance", "emergency"),
    "importance": ("importance", "emergency"),
    "route": ("bodies", "writer"),
    "draft": ("form", "reason"),
    "return": ("reason",),
    "no_answer": ("reason",),
    "term": ("step", "due"),
    "correct": ("topic", "place"),
}


class ActGiven(Given):
    """An act upon an incident. `seen`: the last entry that was read; somebody faster is a 409."""

    act: Annotated[str, OneOf(ACTS)]
    seen: Annotated[int, Field(ge=0, lt=2**31)] | None = None
    body: Line = ""
    text: Words = ""
    ground: Line = ""
    details: Details = Details()


def strange(act: str, details: Iterable[str]) -> list[str]:
    """The details that this act does not have."""
    return sorted(set(details) - set(TAKES.get(act, ())))


class ActDone(Told):
    """The entry's number, and the state after it."""

    seen: int
    state: str


class MessageGiven(Given):
    """A message of no page of ours: by telephone, in private, from another system."""

    text: Annotated[Words, Field(min_length=1)]
    link: Annotated[str, Field(max_length=500, pattern=r"^(https?://\S+)?$")] = ""
    reported_by: Line = ""
    channel: Annotated[str, OneOf(("own", "incident"))] = "own"
    publication: bool = False
