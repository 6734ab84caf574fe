"""The additive model: every word votes on every label, whatever stands around it.

Character n-grams within words never cross a word, so a word's votes are computed once.
A text's logits are the votes of its words and pairs of neighbours over the root of their number.
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


@dataclass(frozen=True)
class Votes:
    """What the words of a batch say: votes (words, labels) and hashes (words,)."""

    votes: Floats
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
        """The votes of each word: its n-grams, brought to length one, and the word itself."""
        hashes = word_hashes(words)
        return Votes(self._ngram_votes(words) + self._votes(word_buckets(hashes)), hashes)

    def pair_votes(self, left: Codes, right: Codes) -> Floats:
        """The votes of pairs of neighbours, shape (pairs, labels)."""
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
        """Weights with a last row of zeros for what is unknown."""
        nothing = np.zeros((1, self.weights.shape[1]), np.float32)
        return np.vstack([self.weights, nothing])

    @cached_property
    def _ngram_table(self) -> Floats:
        """Weights times rarity, and in a last column the square of the rarity."""
        rarity = np.append(self.rarity, np.float32(0))[:, None]
        return np.hstack([self._table * rarity, rarity**2])

    def _votes(self, buckets: Ints) -> Floats:
        return self._table[self.rows_of(buckets)]

    def _ngram_votes(self, words: Sequence[str]) -> Floats:
        if not words:
            return np.zeros((0, self.weights.shape[1]), np.float32)
        buckets, _, starts = ngram_buckets(words)
        entries = self._ngram_table[self.rows_of(buckets)].sum(axis=1)
        sums = np.add.reduceat(entries, starts, axis=0)
        lengths = np.sqrt(np.maximum(sums[:, -1:], 1e-6))
        return np.asarray(sums[:, :-1] / lengths, np.float32)
