"""Runs of letters, for many words at once: which words may be guilty, which nobody can say."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from classify.openings import ANY, LENGTH

Flags = NDArray[np.bool_]
Codes = NDArray[np.int64]

LETTERS = Path(__file__).resolve().parent.parent / "data" / "lexicon" / "letters.txt"
_ALPHABET = "^$абвгдежзийклмнопрстуфхцчшщъыьэюя"
_OTHER = len(_ALPHABET)
_SIZE = _OTHER + 1
_CODE_OF = np.full(1 << 16, _OTHER, np.int64)
_CODE_OF[[ord(letter) for letter in _ALPHABET]] = np.arange(_OTHER)


class Fours:
    """All runs of four letters of some words of three letters and more, borders included."""

    def __init__(self, words: Sequence[str]) -> None:
        joined = "".join([f"^{word}$" for word in words])
        units = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
        codes = _CODE_OF[np.minimum(units, len(_CODE_OF) - 1)]
        pairs = codes[:-1] * _SIZE + codes[1:]
        self._codes = pairs[:-2] * _SIZE**2 + pairs[2:]
        lengths = np.fromiter(map(len, words), np.int64, len(words)) + 2
        self._starts = np.cumsum(lengths) - lengths

    def begin_in(self, table: Flags) -> Flags:
        """Which words begin with four letters of the table."""
        return np.asarray(table[self._codes[self._starts + 1]], np.bool_)

    def any_in(self, table: Flags) -> Flags:
        """Which words have four letters of the table."""
        found = table[self._codes]
        for past_the_border in range(1, LENGTH):
            found[self._starts[1:] - past_the_border] = False
        return np.logical_or.reduceat(found, self._starts)


def table_of(openings: Iterable[str]) -> Flags:
    """A table of four letters from strings of up to four, in which ANY stands for any."""
    table = np.zeros((_SIZE,) * LENGTH, np.bool_)
    for opening in openings:
        table[tuple(map(_axis, opening[:LENGTH].ljust(LENGTH, ANY)))] = True
    return table.ravel()


def unsayable() -> Flags:
    """The table of letters that stand so in no Russian word; other scripts are passed over."""
    table = np.ones((_SIZE,) * 3, np.bool_)
    table[_OTHER] = table[:, _OTHER] = table[:, :, _OTHER] = False
    for triple in SAYABLE:
        table[tuple(map(_axis, triple))] = False
    return np.asarray(table[..., None] | table[None], np.bool_).ravel()


def sayable(word: str) -> bool:
    """Whether a Russian word has only triples that other words have."""
    letters = f"^{word}$"
    return all(letters[at : at + 3] in SAYABLE for at in range(len(word)))


def _read_sayable() -> frozenset[str]:
    lines = LETTERS.read_text(encoding="utf-8").splitlines()
    pairs = (line.split() for line in lines if not line.startswith("#"))
    return frozenset(pair + third for pair, thirds in pairs for third in thirds)


SAYABLE = _read_sayable()


def _axis(letter: str) -> int | slice:
    if letter == ANY:
        return slice(None)
    return _ALPHABET.find(letter) if letter in _ALPHABET else _OTHER
