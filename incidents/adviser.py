"""What is proposed for a message: topics, places, bodies with their reasons, importance."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from incidents.competence import Body
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
class Adviser:
    """The town's bodies and rules, made ready once.

    `history` gives the trained router's `{name, score, reason}` for a text, or nothing; `judge`
    gives verdicts of texts that no pass has read.
    """

    bodies: Sequence[Body]
    rules: Sequence[ImportanceRule]
    history: Callable[[str], Sequence[Mapping[str, Any]]]
    judge: Callable[[Sequence[str]], Sequence[Verdict]]

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
