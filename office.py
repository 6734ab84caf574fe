"""What a pass works with: the store, the classifier, the town's rules, the hands of its pages."""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from classify import Classifier
from incidents.desk import Desk
from models import PageRef, Verdict
from moderation.alarms import Tell
from moderation.automatic import Automatic
from moderation.policy import House
from networks.acting import Actor
from pages.watched import Town
from store import Store


@dataclass(slots=True)
class Office:
    """All that a pass works with; `names` are the pages' names for people."""

    store: Store
    classifier: Classifier
    clock: Callable[[], datetime]
    since: timedelta
    keep: timedelta
    trusted: frozenset[str] = frozenset()
    names: dict[PageRef, str] = field(default_factory=dict)
    stop: threading.Event = field(default_factory=threading.Event)  # ends a pass between batches
    moderating: "Moderating | None" = None  # without it nothing goes out
    town: Town | None = None  # without it the pages themselves are not overseen
    judging: threading.Lock = field(default_factory=threading.Lock)

    @property
    def keyless(self) -> frozenset[str]:
        """Networks that nothing goes out to, because no key of them is set."""
        return self.moderating.keyless if self.moderating else frozenset()

    def judge(self, texts: Sequence[str]) -> list[Verdict]:
        """Verdicts. The classifier learns words as it goes: one thread asks it at a time."""
        with self.judging:
            return self.classifier.verdicts(texts)


@dataclass(frozen=True, slots=True)
class Moderating:
    """How decisions are carried out: the town's rules, the hands of its pages, what acts alone."""

    house: House
    actors: Mapping[str, Actor]
    automatic: Automatic
    grace: timedelta
    by_hand: timedelta
    desk: Desk | None = None  # hears of answers that were published
    tell_heads: Tell | None = None  # of threats
    keyless: frozenset[str] = frozenset()  # networks without any key
