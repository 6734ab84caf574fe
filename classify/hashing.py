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


def buckets(hashes: Codes) -> Ints:
    """Hashes to bucket numbers, 0 .. 2**BUCKET_BITS - 1."""
    mixed = (hashes ^ (hashes >> np.uint64(32))) * _MIX
    return (mixed >> _SHIFT).astype(np.int64)


def word_hashes(words: Sequence[str]) -> Codes:
    """One number a word, shape (words,)."""
    codes, starts, lengths = _encoded(words)
    sums = np.zeros(len(words), np.uint64)
    for at in range(int(lengths.max(initial=0))):
        long = lengths > at
        sums[long] = sums[long] * _BASE + codes[starts[long] + at]
    return sums


def word_buckets(hashes: Codes) -> Ints:
    """The bucket of each whole word."""
    return buckets(hashes ^ _WORD_SALT)


def pair_buckets(left: Codes, right: Codes) -> Ints:
    """The bucket of each pair of neighbours."""
    return buckets(left * _PAIR_SALT + right)


def ngram_buckets(words: Sequence[str]) -> tuple[Ints, Ints]:
    """Index of the word and bucket of every n-gram, each of shape (n-grams,)."""
    codes, starts, lengths = _encoded(words)
    owner = np.repeat(np.arange(len(words)), lengths)
    room = np.repeat(starts + lengths, lengths) - np.arange(len(codes))
    hashes, owners, found = codes.copy(), [], []
    for size in range(2, LONGEST + 1):
        fits = np.flatnonzero(room >= size)
        hashes[fits] = hashes[fits] * _BASE + codes[fits + size - 1]
        owners.append(owner[fits])
        found.append(buckets(hashes[fits]))
    return np.concatenate(owners), np.concatenate(found)


def _encoded(words: Sequence[str]) -> tuple[Codes, Ints, Ints]:
    """All characters with word borders, and where each word starts and how long it is."""
    padded = [f"^{word}$" for word in words]
    lengths = np.fromiter(map(len, padded), np.int64, len(padded))
    joined = "".join(padded).encode("utf-32-le", "surrogatepass")
    codes = np.frombuffer(joined, np.uint32).astype(np.uint64)
    return codes, np.cumsum(lengths) - lengths, lengths
