"""How alike two texts are, and keys by which alike texts are found among many.

Likeness is the Jaccard measure of four-letter shingles. `sketch` is its MinHash cut into bands:
texts that are alike share a key, so that a look at an index finds them, however many there are.
The keys of a text never change between versions: they may be stored.
"""

import re

import numpy as np
from numpy.typing import NDArray

_LINKS = re.compile(r"https?://\S+|\[\w+\|[^\]]*\]|[@#]\w+")
_SIGNS = re.compile(r"[\W_]+")
_LETTERS = 4
_BANDS, _ROWS = 24, 4
_BASE = np.uint64(1_000_003)
_GOLDEN = np.uint64(0x9E3779B97F4A7C15)  # splitmix64, the odd part of the golden ratio
_MIX = np.uint64(0xBF58476D1CE4E5B9)
Hashes = NDArray[np.uint64]


def likeness(one: Hashes, other: Hashes) -> float:
    """0..1: the share of shingles that two texts have in common; 0 where one has none."""
    common = len(np.intersect1d(one, other, assume_unique=True))
    return common / max(len(one) + len(other) - common, 1)


def shingles(text: str) -> Hashes:
    """The distinct shingles of a text, hashed, shape (n,); case, signs, ё and links are dropped."""
    plain = _SIGNS.sub(" ", _LINKS.sub(" ", text.lower().replace("ё", "е"))).strip()
    codes = np.frombuffer(f" {plain} ".encode("utf-32-le", "surrogatepass"), np.uint32)
    if len(codes) < _LETTERS:
        return np.zeros(0, np.uint64)
    windows = np.lib.stride_tricks.sliding_window_view(codes.astype(np.uint64), _LETTERS)
    return np.unique(_mixed((windows * _POWERS).sum(axis=1)))


def sketch(found: Hashes) -> tuple[int, ...]:
    """Keys of a text's shingles, at most 24, each below 2⁶³; none for a text without shingles.

    Texts of likeness 0.6 share a key with probability 0.96, of 0.8 always, of 0.2 with 0.04.
    """
    if not len(found):
        return ()
    lowest = _mixed(found[:, None] ^ _SEEDS).min(axis=0).reshape(_BANDS, _ROWS)
    keys = _mixed((lowest * _POWERS[:_ROWS]).sum(axis=1) + np.arange(_BANDS, dtype=np.uint64))
    return tuple((keys >> np.uint64(1)).tolist())


def _mixed(numbers: Hashes) -> Hashes:
    mixed = numbers * _GOLDEN
    mixed = (mixed ^ (mixed >> np.uint64(30))) * _MIX
    return mixed ^ (mixed >> np.uint64(27))


_POWERS = _BASE ** np.arange(_LETTERS, dtype=np.uint64)
_SEEDS = _mixed(np.arange(1, _BANDS * _ROWS + 1, dtype=np.uint64))
