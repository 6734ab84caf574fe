"""What words mean: a vector for each frequent Russian word, so that likeness is not spelling.

The table comes from Navec (natasha project, MIT licence; news, 250 thousand words), cut by
`otklik train vectors`; data/vectors/README.md tells how.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from classify.hashing import Codes, word_hashes
from classify.voting import Floats

FILE = Path(__file__).resolve().parents[2] / "data" / "vectors" / "words.npz"


@dataclass(frozen=True)
class WordVectors:
    """hashes (words,) ascending; table (words, size) int8; scale (size,)."""

    hashes: Codes
    table: NDArray[np.int8]
    scale: Floats

    @property
    def size(self) -> int:
        """How long a vector is."""
        return len(self.scale)

    def of(self, words: Sequence[str]) -> Floats:
        """The vectors of length one, shape (words, size); zeros where a word is unknown."""
        wanted = word_hashes(words)
        rows = np.minimum(np.searchsorted(self.hashes, wanted), len(self.hashes) - 1)
        found = self.table[rows] * self.scale
        found[self.hashes[rows] != wanted] = 0
        lengths = np.sqrt((found**2).sum(axis=1, keepdims=True))
        return np.asarray(found / np.maximum(lengths, 1e-6), np.float32)


@cache
def shipped() -> WordVectors:
    """The table that comes with Otklik."""
    with np.load(FILE, allow_pickle=False) as arrays:
        return WordVectors(arrays["hashes"], arrays["table"], arrays["scale"])


def save(vectors: WordVectors, path: Path) -> None:
    """Write the table."""
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        path,
        hashes=vectors.hashes,
        table=vectors.table,
        scale=vectors.scale.astype(np.float32),
    )
