"""Bodies and what they are competent for: topics by territory, substitutes for absences."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from models import Topic


@dataclass(frozen=True, slots=True)
class Competence:
    """Topics (codes) or groups, in settlements or streets; an empty set means any."""

    groups: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    settlements: frozenset[str] = frozenset()
    streets: frozenset[str] = frozenset()

    def fit(self, topic: Topic, places: Collection[str]) -> int:
        """How exactly this covers a topic at places (folded names): 0 not at all, to 6."""
        subject = self._subject(topic)
        territory = self._territory(places)
        return subject + territory if subject and territory is not None else 0

    def _subject(self, topic: Topic) -> int:
        if topic.code in self.topics:
            return 4
        if folded(topic.group) in self.groups:
            return 2
        return 0 if self.topics or self.groups else 1

    def _territory(self, places: Collection[str]) -> int | None:
        """2 where the place is named, 1 where none is asked for, None where it is another's."""
        asked = self.settlements | self.streets
        if not asked:
            return 1
        return 2 if any(_within(name, asked) for name in places) else None


@dataclass(frozen=True, slots=True)
class Away:
    """Days, first and last included, on which another body answers."""

    since: date
    until: date
    substitute: str


@dataclass(frozen=True, slots=True)
class Body:
    """A body under the municipality."""

    name: str
    competence: Sequence[Competence] = ()
    away: Sequence[Away] = ()

    def fit(self, topic: Topic, places: Collection[str]) -> int:
        """How exactly its competence covers a topic at places; 0 where it does not."""
        return max((part.fit(topic, places) for part in self.competence), default=0)

    def absent(self, today: date) -> Away | None:
        """The absence that today falls in."""
        return next((away for away in self.away if away.since <= today <= away.until), None)


def folded(name: str) -> str:
    """Names compare in lower case, ё as е."""
    return name.lower().replace("ё", "е").strip()


def _within(name: str, asked: Collection[str]) -> bool:
    """«улица Ленина» is asked for as «Ленина» as well as whole."""
    words = name.split()
    return name in asked or any(" ".join(words[at:]) in asked for at in range(1, len(words)))
