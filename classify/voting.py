"""The additive model: every word votes on every label, whatever stands around it.

Character n-grams within words never cross a word, so a word's votes are computed once.
Features weigh by their rarity; a text's votes are brought to length one, its n-grams apart from
its words and pairs of neighbours. The square of that length is a sum over words as well.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from classify.hashing import (
    BUCKET_BITS,
    Codes,
    Ints,
    ngram_buckets,
    pair_buckets,
    word_buckets,
    word_hashes,
)

Floats = NDArray[np.float32]

_NOTHING = np.float32(1e-6)


@dataclass(frozen=True)
class Votes:
    """What the words of a batch say.

    ngrams and whole (words, labels + 1): sums of votes, in the last column the square of their
    length; hashes (words,).
    """

    ngrams: Floats
    whole: Floats
    hashes: Codes


@dataclass(frozen=True)
class VotingModel:
    """What training left: known buckets and the weight each gives to each label.

    buckets (features,) ascending; rarity (features,); weights (features, labels); bias (labels,).
    """

    buckets: NDArray[np.uint32]
    rarity: Floats
    weights: Floats
    bias: Floats

    def votes_of(self, words: Sequence[str]) -> Votes:
        """The votes of each word: of its n-grams, and of the word itself."""
        hashes = word_hashes(words)
        return Votes(self._ngram_votes(words), self._votes(word_buckets(hashes)), hashes)

    def pair_votes(self, left: Codes, right: Codes) -> Floats:
        """The votes of pairs of neighbours, shape (pairs, labels + 1)."""
        return self._votes(pair_buckets(left, right))

    def rows_of(self, buckets: Ints) -> NDArray[np.int32]:
        """The row of each bucket; one past the last for an unknown one and for -1."""
        return self._row_of_bucket[buckets]

    @cached_property
    def _row_of_bucket(self) -> NDArray[np.int32]:
        rows = np.full((1 << BUCKET_BITS) + 1, len(self.buckets), np.int32)
        rows[self.buckets] = np.arange(len(self.buckets), dtype=np.int32)
        return rows

    @cached_property
    def _table(self) -> Floats:
        """Weights times rarity and the square of the rarity; a last row for what is unknown."""
        rarity = np.append(self.rarity, np.float32(0))[:, None]
        weights = np.vstack([self.weights, np.zeros((1, self.weights.shape[1]), np.float32)])
        return np.hstack([weights * rarity, rarity**2])

    def _votes(self, buckets: Ints) -> Floats:
        return self._table[self.rows_of(buckets)]

    def _ngram_votes(self, words: Sequence[str]) -> Floats:
        if not words:
            return np.zeros((0, self.weights.shape[1] + 1), np.float32)
        buckets, _, starts = ngram_buckets(words)
        entries = self._table[self.rows_of(buckets)].sum(axis=1)
        return np.asarray(np.add.reduceat(entries, starts, axis=0), np.float32)


def of_length_one(sums: Floats) -> Floats:
    """Votes over the length that the last column holds the square of: (rows, labels)."""
    return np.asarray(sums[:, :-1] / np.sqrt(np.maximum(sums[:, -1:], _NOTHING)), np.float32)
