"""What `classify` says of one text, and the table that keeps every verdict ever given."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, JsonObject

CATEGORIES = (
    "obscene",
    "vulgar",
    "insult",
    "threat",
    "hate",
    "spam",
    "ad",
    "solicitation",
    "personal_data",
    "unreadable",
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason for a flag: `text` is `given[start:end]`, offsets in code points."""

    category: str
    score: float
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic of the federal list that the text may be about; score 0..1."""

    code: str
    group: str
    topic: str
    score: float


@dataclass(frozen=True, slots=True)
class Place:
    """A place named in the text, as written and normalised."""

    text: str
    start: int
    end: int
    normal: str
    ambiguous: bool


@dataclass(frozen=True, slots=True)
class Places:
    """Places by kind."""

    settlement: tuple[Place, ...] = ()
    street: tuple[Place, ...] = ()
    house: tuple[Place, ...] = ()
    other: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a text contains, whatever the regulation says follows from it.

    `scores` holds every category of CATEGORIES, 0..1; every flag has at least one finding.
    """

    scores: Mapping[str, float]
    flags: tuple[str, ...]
    findings: tuple[Finding, ...]
    incident: float
    needs_answer: bool
    topics: tuple[Topic, ...] = ()
    places: Places = field(default_factory=Places)

    def as_json(self) -> dict[str, Any]:
        """The fields of the `classify` contract, in its order, ready for `json.dumps`."""
        return {
            "scores": dict(self.scores),
            "flags": list(self.flags),
            "findings": [_fields(finding) for finding in self.findings],
            "incident": self.incident,
            "needs_answer": self.needs_answer,
            "topics": [_fields(topic) for topic in self.topics],
            "places": {
                kind: [_fields(place) for place in found]
                for kind, found in _fields(self.places).items()
            },
        }


def _fields(value: Any) -> dict[str, Any]:
    # dataclasses.asdict copies deeply, at ten times the price; these values are flat.
    return {name: getattr(value, name) for name in value.__slots__}


@dataclass(frozen=True, slots=True)
class Judgement:
    """A stored verdict on a stored comment, as the later stages take it."""

    comment_id: int
    version: int
    verdict_id: int
    verdict: Verdict


class StoredVerdict(Base):
    """A verdict on one version of one comment; appended, never edited."""

    __tablename__ = "verdicts"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"), index=True)
    version: Mapped[int]
    model: Mapped[str] = mapped_column(String(64))
    given_at: Mapped[datetime]
    scores: Mapped[JsonObject]
    flags: Mapped[list[Any]]
    findings: Mapped[list[Any]]
    incident: Mapped[float]
    needs_answer: Mapped[bool]
    topics: Mapped[list[Any]]
    places: Mapped[JsonObject]
