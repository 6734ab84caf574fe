"""Texts of a batch laid out as one row of words, with what is known of each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classify.hashing import Codes, Ints, buckets, word_hashes
from classify.places.features import Description, describe
from classify.places.names import INSIDE, OWN, SETTLEMENT, STREET, NameBook
from classify.places.tokens import GAPS, Pair, gap_kind, pairs_of
from classify.places.vocabulary import Vocabulary, fold

REACH = 3
"""A word is heard by neighbours as far as this; texts are kept apart by as many borders."""

CAPACITY = 1 << 16
BORDER = 0
"""The row of what stands between texts."""

_BORDERS = [("", "")] * REACH
_TIERS = {0: "full", -1: "near", 1: "near", -2: "far", 2: "far", -3: "far", 3: "far"}
"""How far to the right the word stands that is described, and what is heard of it."""

_OWN_KINDS = {STREET * OWN: "street", SETTLEMENT * OWN: "settlement"}
_PRIME = np.uint64(0x9E3779B97F4A7C15)
_LINE, _STOP, _DOT = (GAPS.index(name) for name in ("line", "stop", "dot"))
Learned = Callable[[int, int, Sequence[Description]], None]
_NOBODY = Description("border", "border", ("border",), ("border",), ("border",))


@dataclass(frozen=True)
class Sheet:
    """A batch as one row: borders, the words of a text, borders, the words of the next …

    rows, gaps, marks (words,): the store's row of each word, the kind of the signs before it, the
    mark of the name it belongs to; lower (words,): whether its text knows no capitals.
    starts (texts,): the first word of each text; `pairs` are the words with the signs before them;
    `own` are the municipality's own names of several words, and of what kind they are.
    """

    pairs: Sequence[Sequence[Pair]]
    own: Sequence[tuple[slice, str]]
    rows: Ints
    gaps: Ints
    marks: Ints
    lower: Ints
    starts: Ints


class WordStore:
    """Every word met lately, described once. Emptied when full, so memory is bounded.

    `learned` is told of new words: the room there is, the row of the first, and what each says.
    """

    def __init__(
        self, vocabulary: Vocabulary, names: NameBook, learned: Learned, capacity: int = CAPACITY
    ) -> None:
        self.vocabulary = vocabulary
        self.names = names
        self.capacity = capacity
        self._learned = learned
        self._gaps: dict[str, int] = {}
        self._clear()

    @property
    def room(self) -> int:
        """How many words can be remembered now."""
        return len(self.hashes)

    def sheet(self, texts: Sequence[str]) -> Sheet:
        """The texts as rows of the store; valid until the next sheet."""
        pairs = [pairs_of(text) for text in texts]
        self._learn({word for found in pairs for _, word in found})
        flat = [pair for found in pairs for pair in (*_BORDERS, *found)] + _BORDERS
        rows = np.fromiter((self._row_of[word] for _, word in flat), np.int64, len(flat))
        gaps = np.fromiter(map(self._gap, (gap for gap, _ in flat)), np.int64, len(flat))
        sizes = np.array([len(found) for found in pairs], np.int64)
        starts = np.cumsum(sizes + REACH) - sizes
        gaps[starts[sizes > 0]] = _LINE
        marks, own = self._marks(rows)
        return Sheet(pairs, own, rows, gaps, marks, self._lower(rows, gaps, starts), starts)

    def _gap(self, signs: str) -> int:
        kind = self._gaps.get(signs)
        if kind is None:
            kind = gap_kind(signs)
            if len(self._gaps) < self.capacity:
                self._gaps[signs] = kind
        return kind

    def _lower(self, rows: Ints, gaps: Ints, starts: Ints) -> Ints:
        """1 for the words of texts without a capital inside a sentence."""
        inside = ~np.isin(gaps, (_LINE, _STOP, _DOT))
        capital = self.capital[rows] & inside
        sizes = np.diff(np.append(starts - REACH, len(rows)))
        found = np.maximum.reduceat(capital, starts - REACH) if len(starts) else capital[:0]
        return np.repeat(~found, sizes).astype(np.int64)

    def _marks(self, rows: Ints) -> tuple[Ints, list[tuple[slice, str]]]:
        marks, own = np.zeros(len(rows), np.int64), []
        words = self.folded
        for at in np.flatnonzero(self.begins_name[rows]).tolist():
            near = [words[row] for row in rows[at : at + 8].tolist()]
            for length, name in self.names.beginning(near):
                marks[at] |= name.mark
                marks[at + 1 : at + length] |= name.mark | INSIDE
                if length > 1 and name.mark in _OWN_KINDS:
                    own.append((slice(at, at + length), _OWN_KINDS[name.mark]))
        return marks, own

    def _learn(self, words: set[str]) -> None:
        """Describe what is new; when there is no room, forget everything else first."""
        new = sorted(words - self._row_of.keys())
        if len(self.folded) + len(new) > self.room:
            self._clear(len(words) + 1)
            new = sorted(words)
        if new:
            self._add(new)

    def _add(self, words: Sequence[str]) -> None:
        first = len(self.folded)
        self._row_of.update(zip(words, range(first, first + len(words)), strict=True))
        folded = [fold(word) for word in words]
        described = [describe(word, self.vocabulary) if word else _NOBODY for word in words]
        self.folded += folded
        place = slice(first, first + len(words))
        self.hashes[place] = word_hashes(folded)
        self.kinds[place] = word_hashes([each.kind for each in described])
        self.groups[place] = word_hashes([each.group for each in described])
        self.capital[place] = [word[:1].isupper() for word in words]
        self.begins_name[place] = [word in self.names.entries for word in folded]
        self._learned(self.room, first, described)

    def _clear(self, room: int = 0) -> None:
        size = max(self.capacity, room)
        self._row_of: dict[str, int] = {}
        self.folded: list[str] = []
        self.hashes: Codes = np.zeros(size, np.uint64)
        self.kinds: Codes = np.zeros(size, np.uint64)
        self.groups: Codes = np.zeros(size, np.uint64)
        self.capital: NDArray[np.bool_] = np.zeros(size, np.bool_)
        self.begins_name: NDArray[np.bool_] = np.zeros(size, np.bool_)
        self._add([""])


def word_buckets(described: Sequence[Description], distance: int) -> tuple[Ints, Ints]:
    """What each word says to the word `distance` to its left: buckets, and where each begins."""
    said = [getattr(each, _TIERS[distance]) for each in described]
    codes = word_hashes([feature for features in said for feature in features])
    sizes = np.fromiter(map(len, said), np.int64, len(said))
    return buckets(codes * _PRIME + np.uint64(distance + REACH)), np.cumsum(sizes) - sizes


DISTANCES = tuple(_TIERS)


def pattern_buckets(store: WordStore, sheet: Sheet) -> Ints:
    """What words say together, shape (words, patterns)."""
    kind, word = store.kinds[sheet.rows], store.hashes[sheet.rows]
    gap, mark, lower = (part.astype(np.uint64) for part in (sheet.gaps, sheet.marks, sheet.lower))
    before, after = _shifted(kind, -1), _shifted(kind, 1)
    next_gap, said_before, said_after = _shifted(gap, 1), _shifted(word, -1), _shifted(word, 1)
    second_before, second_after = _shifted(kind, -2), _shifted(kind, 2)
    group = store.groups[sheet.rows]
    group_before, group_after = _shifted(group, -1), _shifted(group, 1)
    mark_before, mark_after = _shifted(mark, -1), _shifted(mark, 1)
    patterns = (
        (gap,),
        (next_gap,),
        (gap, next_gap),
        (gap, kind),
        (next_gap, kind),
        (before, gap, kind),
        (kind, next_gap, after),
        (before, kind, after),
        (second_before, before, kind),
        (second_before, before),
        (kind, after, second_after),
        (after, second_after),
        (said_before, kind),
        (said_before, gap, kind),
        (kind, said_after),
        (said_before, word),
        (word, said_after),
        (group_before, gap, group),
        (group, next_gap, group_after),
        (group_before, gap, group, next_gap, group_after),
        (_shifted(group, -2), group_before, group, group_after),
        (group_before, group, group_after, _shifted(group, 2)),
        (word, next_gap, group_after),
        (group_before, gap, word),
        (lower, kind),
        (lower, before, kind),
        (mark,),
        (mark, kind),
        (mark, lower),
        (mark, gap, before),
        (mark, next_gap, after),
        (mark_before, gap, kind),
        (mark_after, next_gap, kind),
        (mark_before, mark, mark_after),
    )
    return np.stack([_mixed(number, parts) for number, parts in enumerate(patterns)], axis=1)


def _shifted(values: Codes, by: int) -> Codes:
    """The value `by` words to the right; the ends are borders anyway."""
    return np.roll(values, -by)


def _mixed(number: int, parts: Sequence[Codes]) -> Ints:
    code = np.full(len(parts[0]), number + 1001, np.uint64)
    for part in parts:
        code = (code ^ (code >> np.uint64(29))) * _PRIME + part
    return buckets(code)
