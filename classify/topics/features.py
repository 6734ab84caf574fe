"""What a text is made of, as numbers: stems, pairs of stems, spelling and meaning of words.

A word weighs as its rarity. It stands for its stem, for its n-grams (brought to length one, so
that a typo is still near) and for its meaning (vectors.py). A text is the sum of its words and
pairs over its length, so everything about a word is worked out once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from classify.hashing import BUCKET_BITS, Codes, Ints, pair_buckets, word_buckets, word_hashes
from classify.topics.words import stem
from classify.voting import Floats

SPELLING, MEANING, PAIR = 1.0, 1.4, 0.5
"""How much n-grams, meanings and pairs weigh beside stems."""


@dataclass(frozen=True)
class Vocabulary:
    """Buckets met often enough, ascending, and how rare each is; `strange` is for other words."""

    buckets: NDArray[np.uint32]
    rarity: Floats
    strange: float

    def rows(self, buckets: Ints) -> Ints:
        """The row of each bucket; one past the last where it is unknown."""
        return self._row_of[buckets].astype(np.int64)

    @cached_property
    def _row_of(self) -> NDArray[np.int32]:
        """The row of every bucket there can be, and at -1 that of no bucket: 16 MB, no search."""
        rows = np.full((1 << BUCKET_BITS) + 1, len(self.buckets), np.int32)
        rows[self.buckets] = np.arange(len(self.buckets))
        return rows

    def rarity_of(self, rows: Ints, otherwise: float) -> Floats:
        """The rarity in each row, `otherwise` for what is unknown."""
        return np.append(self.rarity, np.float32(otherwise))[rows]


def stem_hashes(words: Sequence[str]) -> Codes:
    """One number a word, the same for all words of one stem."""
    return word_hashes(list(map(stem, words)))


def stem_buckets(hashes: Codes) -> Ints:
    """The bucket of each stem."""
    return word_buckets(hashes)


def neighbours(hashes: Codes, owners: Ints) -> tuple[Ints, Ints]:
    """Buckets of pairs of stems that stand side by side in one text, and whose they are."""
    inside = owners[:-1] == owners[1:]
    return pair_buckets(hashes[:-1], hashes[1:])[inside], owners[:-1][inside]
