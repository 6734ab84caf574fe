"""Features as numbers: character n-grams within words, words, pairs of neighbours.

Everything is hashed with 64-bit arithmetic on arrays, so no list of words is kept in the
artefact and nothing personal can be read from it.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.uint64]
Ints = NDArray[np.int64]

BUCKET_BITS = 22
SHORTEST, LONGEST = 2, 5
_BASE = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xD6E8FEB86659FD93)
_SHIFT = np.uint64(64 - BUCKET_BITS)
_WORD_SALT = np.uint64(0xA24BAED4963EE407)
_PAIR_SALT = np.uint64(0x9FB21C651E98DF25)
_POWERS = np.multiply.accumulate(np.full(64, _BASE))


def buckets(hashes: Codes) -> Ints:
    """Hashes to bucket numbers, 0 .. 2**BUCKET_BITS - 1."""
    mixed = (hashes ^ (hashes >> np.uint64(32))) * _MIX
    return (mixed >> _SHIFT).astype(np.int64)


def word_hashes(words: Sequence[str]) -> Codes:
    """One number a word, shape (words,)."""
    if not words:
        return np.zeros(0, np.uint64)
    codes, starts, lengths = _encoded(words)
    place = np.arange(len(codes)) - np.repeat(starts, lengths)
    return np.add.reduceat(codes * _POWERS[np.minimum(place, len(_POWERS) - 1)], starts)


def word_buckets(hashes: Codes) -> Ints:
    """The bucket of each whole word."""
    return buckets(hashes ^ _WORD_SALT)


def pair_buckets(left: Codes, right: Codes) -> Ints:
    """The bucket of each pair of neighbours."""
    return buckets(left * _PAIR_SALT + right)


def ngram_buckets(words: Sequence[str]) -> tuple[Ints, Ints, Ints]:
    """The bucket of every n-gram; those of a word stand together.

    Buckets (letters, sizes) are -1 where the word is too short; owners (letters,) are the words,
    starts (words,) the first letter of each.
    """
    codes, starts, lengths = _encoded(words)
    owners = np.repeat(np.arange(len(words)), lengths)
    room = (starts + lengths)[owners] - np.arange(len(codes))
    found = np.full((len(codes), LONGEST - SHORTEST + 1), -1, np.int64)
    hashes = codes.copy()
    for size in range(SHORTEST, LONGEST + 1):
        fits = np.flatnonzero(room >= size)
        hashes[fits] = hashes[fits] * _BASE + codes[fits + size - 1]
        found[fits, size - SHORTEST] = buckets(hashes[fits])
    return found, owners, starts


def _encoded(words: Sequence[str]) -> tuple[Codes, Ints, Ints]:
    """All characters with word borders, and where each word starts and how long it is."""
    padded = [f"^{word}$" for word in words]
    lengths = np.fromiter(map(len, padded), np.int64, len(padded))
    joined = "".join(padded).encode("utf-32-le", "surrogatepass")
    codes = np.frombuffer(joined, np.uint32).astype(np.uint64)
    return codes, np.cumsum(lengths) - lengths, lengths
