"""High importance: rules of the configuration, and the words that caused it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from incidents.competence import folded
from models import Topic

_WORD = re.compile(r"[а-я0-9-]+")
LIKELY = 0.3
"""A topic makes a message important only where it is likely."""


@dataclass(frozen=True, slots=True)
class ImportanceRule:
    """Forms of words, phrases (expressions over folded text) or topics, and the reason to tell."""

    reason: str
    forms: frozenset[str] = frozenset()
    phrases: tuple[re.Pattern[str], ...] = ()
    topics: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a message is important, and the words or the topic that say so."""

    reason: str
    words: tuple[str, ...]


def causes_of(
    text: str, topics: Sequence[Topic], rules: Sequence[ImportanceRule]
) -> tuple[Cause, ...]:
    """Every rule that the message meets; none means ordinary importance."""
    said = folded(text)
    words = _WORD.findall(said)
    found = ((rule, tuple(_met(rule, said, words, topics))) for rule in rules)
    return tuple(Cause(rule.reason, met) for rule, met in found if met)


def _met(
    rule: ImportanceRule, said: str, words: Sequence[str], topics: Sequence[Topic]
) -> Iterator[str]:
    yield from dict.fromkeys(word for word in words if word in rule.forms)
    for phrase in rule.phrases:
        if hit := phrase.search(said):
            yield hit[0]
    first = topics[0] if topics else None
    if first and first.code in rule.topics and first.score >= LIKELY:
        yield first.topic.capitalize()
