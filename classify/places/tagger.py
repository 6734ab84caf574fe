"""The learned tagger: each word hears its neighbours, the best chain of labels wins."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from classify.hashing import BUCKET_BITS, Ints
from classify.places.features import Description
from classify.places.lattice import Floats, Steps, best_labels
from classify.places.names import NameBook
from classify.places.sheets import (
    BORDER,
    DISTANCES,
    Sheet,
    WordStore,
    pattern_buckets,
    word_buckets,
)
from classify.places.vocabulary import Vocabulary

KINDS = ("settlement", "street", "house", "other")
LABELS = ("outside", *(f"{part}-{kind}" for kind in KINDS for part in ("begin", "inside")))
OUTSIDE = 0
FAINT, HOPELESS = 4.0, 5.0
"""By how much `outside` must be better than the best place for a word to be given up.

FAINT by the votes of words alone: the word is not looked at more closely. HOPELESS by all.
"""

LONGEST_CHAIN = 128
"""Longer runs of hopeful words are cut, so that steps are few in any text."""

_CERTAIN = 1e3
_TRUST = 8.0
"""What the municipality's own name of several words weighs: it is hardly there by chance."""


@dataclass(frozen=True)
class Weights:
    """What training left: buckets (features,) ascending, weights (features, labels),

    transitions (labels, labels) from, to.
    """

    buckets: NDArray[np.uint32]
    weights: Floats
    transitions: Floats

    @cached_property
    def table(self) -> Floats:
        """Weights with a last row of zeros for what is unknown."""
        nothing = np.zeros((1, self.weights.shape[1]), np.float32)
        return np.vstack([self.weights, nothing])

    @cached_property
    def row_of_bucket(self) -> NDArray[np.int32]:
        """The row of the table for every bucket."""
        rows = np.full(1 << BUCKET_BITS, len(self.buckets), np.int32)
        rows[self.buckets] = np.arange(len(self.buckets), dtype=np.int32)
        return rows

    def of(self, buckets: Ints) -> Floats:
        """The weights of buckets, one more dimension: labels."""
        found: Floats = self.table.take(self.row_of_bucket.take(buckets), axis=0)
        return found


class Tagger:
    """Labels words; what each word votes stands in arrays beside the rows of the store.

    `caution` (labels,) is taken from all scores.
    """

    def __init__(
        self, weights: Weights, vocabulary: Vocabulary, names: NameBook, caution: Floats
    ) -> None:
        self.weights = weights
        self._caution = caution
        self._votes: Floats = np.zeros((0, len(DISTANCES), len(LABELS)), np.float32)
        self.store = WordStore(vocabulary, names, self._learn)

    def labels(self, texts: Sequence[str]) -> tuple[Sheet, Ints]:
        """The sheet of the texts and the label of each of its words."""
        sheet = self.store.sheet(texts)
        scores = self._scores(sheet)
        return sheet, best_labels(scores, self.weights.transitions, _hopeful(scores), OUTSIDE)

    def _scores(self, sheet: Sheet) -> Floats:
        scores = self._heard(sheet.rows)
        promising = (hope(scores) > -FAINT) | (sheet.marks > 0)
        at = np.flatnonzero(promising & (sheet.rows != BORDER))
        more = np.zeros((len(at), len(LABELS)), np.float32)
        for pattern in pattern_buckets(self.store, sheet, at):
            more += self.weights.of(pattern)
        scores[at] += more
        for name, kind in sheet.own:
            scores[name.start, LABELS.index(f"begin-{kind}")] += _TRUST
            scores[name.start + 1 : name.stop, LABELS.index(f"inside-{kind}")] += _TRUST
        given_up = np.ones(len(scores), bool)
        given_up[at] = False
        scores[given_up, OUTSIDE] = _CERTAIN
        return scores

    def _heard(self, rows: Ints) -> Floats:
        """What each word's and its neighbours' votes make of it, shape (words, labels)."""
        votes = self._votes.take(rows, axis=0)
        scores: Floats = votes[:, 0] - self._caution
        for number, distance in enumerate(DISTANCES[1:], 1):
            scores += np.roll(votes[:, number], -distance, axis=0)
        return scores

    def _learn(self, room: int, first: int, described: Sequence[Description]) -> None:
        if first == BORDER:
            self._votes = np.zeros((room, len(DISTANCES), len(LABELS)), np.float32)
        for number, (buckets, starts) in enumerate(word_buckets(described).values()):
            sums = np.add.reduceat(self.weights.of(buckets), starts, axis=0)
            self._votes[first : first + len(described), number] = sums


def hope(scores: Floats) -> Floats:
    """By how much the best place is better than `outside`; shape (words, labels) → (words,)."""
    best: Floats = scores[:, OUTSIDE + 1 :].max(axis=1) - scores[:, OUTSIDE]
    return best


def _hopeful(scores: Floats) -> Steps:
    """Runs of words that may be part of a place."""
    hopeful = np.concatenate([[False], hope(scores) > -HOPELESS, [False]])
    edges = np.flatnonzero(hopeful[1:] != hopeful[:-1])
    starts, sizes = edges[::2], edges[1::2] - edges[::2]
    parts = -(-sizes // LONGEST_CHAIN)
    number = np.arange(parts.sum()) - np.repeat(np.cumsum(parts) - parts, parts)
    rest = np.repeat(sizes, parts) - number * LONGEST_CHAIN
    firsts = np.repeat(starts, parts) + number * LONGEST_CHAIN
    return Steps.of(firsts, np.minimum(rest, LONGEST_CHAIN))
