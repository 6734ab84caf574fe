"""What is proposed for a message: topics, places, bodies with their reasons, importance."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from incidents.competence import Body, folded
from incidents.importance import Cause, ImportanceRule, causes_of
from incidents.location import KINDS
from incidents.routing import Route, route
from models import Topic, Verdict

OFFERED = 3  # topics and places: more is a list, not a proposal


@dataclass(frozen=True, slots=True)
class Advice:
    """The likeliest topics; normal names of places by kind; whom to send to; why it is urgent."""

    topics: tuple[Topic, ...]
    places: Mapping[str, tuple[str, ...]]
    route: Route
    causes: tuple[Cause, ...]


@dataclass(frozen=True, slots=True)
class TopicName:
    """A topic of the list, as the list writes it."""

    code: str
    group: str
    name: str


@dataclass(frozen=True, slots=True)
class Adviser:
    """The town's bodies, rules and names, made ready once.

    `history` gives the trained router's `{name, score, reason}` for a text, or nothing; `judge`
    gives verdicts of texts that no pass has read. `topics` is the list that a person chooses
    from, `settlements` and `streets` the names that the town has given us.
    """

    bodies: Sequence[Body]
    rules: Sequence[ImportanceRule]
    history: Callable[[str], Sequence[Mapping[str, Any]]]
    judge: Callable[[Sequence[str]], Sequence[Verdict]]
    topics: Sequence[TopicName] = ()
    settlements: Sequence[str] = ()
    streets: Sequence[str] = ()

    def advise(
        self, text: str, topics: Sequence[Topic], places: Mapping[str, Any], today: date
    ) -> Advice:
        """`topics` best first and `places` by kind, as a verdict has them."""
        named = {
            kind: tuple(dict.fromkeys(each["normal"] for each in places.get(kind, ())))
            for kind in KINDS
        }
        where = [*named["settlement"], *named["street"]]
        found = route(topics, where, self.history(text), self.bodies, today)
        offered = {kind: names[:OFFERED] for kind, names in named.items()}
        causes = tuple(causes_of(text, topics, self.rules))
        return Advice(tuple(topics[:OFFERED]), offered, found, causes)


def named_topic(said: str, topics: Iterable[TopicName]) -> TopicName | None:
    """The topic of this code or name, however it is written; «T096 · Нет воды» is its code."""
    wanted = folded(said.partition(" · ")[0])
    return next((one for one in topics if wanted in (folded(one.code), folded(one.name))), None)
