"""Topics of the municipality's own: known by key lemmas and by likeness to examples."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from classify.morphology import forms_of
from classify.topics.taxonomy import Entry
from classify.topics.teller import Teller, Told
from classify.topics.words import words_of
from classify.voting import Floats

NAMED = 1.2
"""The score of an own topic whose key lemma is said: above what the federal list reaches."""

ALIKE = 0.6
"""Examples nearer than this cosine begin to count."""


@dataclass(frozen=True, slots=True)
class OwnTopic:
    """A topic that the federal list lacks."""

    entry: Entry
    lemmas: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()


class OwnTopics:
    """Scores of own topics beside those of the federal list."""

    def __init__(self, topics: Sequence[OwnTopic], teller: Teller) -> None:
        self._forms = [
            frozenset(form for lemma in topic.lemmas for form in forms_of(lemma.lower()))
            for topic in topics
        ]
        self._examples = [_units(teller.tell(topic.examples or [""]).depths) for topic in topics]

    def added(self, scores: Floats, told: Told, texts: Sequence[str]) -> Floats:
        """The scores with a column more for each own topic."""
        units = _units(told.depths)
        alike = np.stack([(units @ seen.T).max(axis=1) for seen in self._examples], axis=1)
        near = np.maximum(alike - ALIKE, 0) / (1 - ALIKE)
        named = [[not forms.isdisjoint(words_of(text)) for forms in self._forms] for text in texts]
        return np.hstack([scores, np.maximum(near, NAMED * np.array(named, np.float32))])


def _units(depths: Floats) -> Floats:
    lengths = np.linalg.norm(depths, axis=1, keepdims=True)
    return np.asarray(depths / np.maximum(lengths, 1e-6), np.float32)
