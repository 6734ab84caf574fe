"""Texts of a batch laid out as one row of words, with what is known of each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classify.hashing import Codes, Ints, buckets, word_hashes
from classify.places.features import Description, describe
from classify.places.names import INSIDE, OWN, SETTLEMENT, STREET, NameBook
from classify.places.tokens import GAPS, Pair, gap_kind, signs_and_words
from classify.places.vocabulary import Vocabulary, fold

REACH = 3
"""A word is heard by neighbours as far as this; texts are kept apart by as many borders."""

CAPACITY = 1 << 16
BORDER = 0
"""The row of what stands between texts."""

_BORDERS = [""] * REACH
DISTANCES = (0, -1, 1, -2, 2, -3, 3)
"""How far to the right the word stands that is heard."""

_OWN_KINDS = {STREET * OWN: "street", SETTLEMENT * OWN: "settlement"}
_PRIME = np.uint64(0x9E3779B97F4A7C15)
_LINE = GAPS.index("line")
_INSIDE_A_SENTENCE = np.array([name not in ("line", "stop", "dot") for name in GAPS])
Learned = Callable[[int, int, Sequence[Description]], None]
_NOBODY = Description("border", "border", ("border",), 1, 1)


@dataclass(frozen=True)
class Sheet:
    """A batch as one row: borders, the words of a text, borders, the words of the next …

    rows, gaps, marks (words,): the store's row of each word, the kind of the signs before it, the
    mark of the name it belongs to; lower (words,): whether its text knows no capitals.
    starts, sizes (texts,): the first word of each text, and how many it has; `signs` stand before
    `words`; `own` are the municipality's own names of several words, and of what kind they are.
    """

    signs: Sequence[str]
    words: Sequence[str]
    own: Sequence[tuple[slice, str]]
    rows: Ints
    gaps: Ints
    marks: Ints
    lower: Ints
    starts: Ints
    sizes: Ints

    def pairs(self, text: int) -> list[Pair]:
        """The words of a text with the signs before them."""
        start = int(self.starts[text])
        part = slice(start, start + int(self.sizes[text]))
        return list(zip(self.signs[part], self.words[part], strict=True))


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
        self._clear()

    @property
    def room(self) -> int:
        """How many words can be remembered now."""
        return len(self.hashes)

    def sheet(self, texts: Sequence[str]) -> Sheet:
        """The texts as rows of the store; valid until the next sheet."""
        signs, words, sizes = list(_BORDERS), list(_BORDERS), np.zeros(len(texts), np.int64)
        for number, text in enumerate(texts):
            found = signs_and_words(text)
            signs += found[0] + _BORDERS
            words += found[1] + _BORDERS
            sizes[number] = len(found[1])
        self.learn(set(words))
        rows = np.fromiter(map(self.row_of.__getitem__, words), np.int64, len(words))
        gaps = np.fromiter(map(gap_kind, signs), np.int64, len(words))
        starts = np.cumsum(sizes + REACH) - sizes
        gaps[starts[sizes > 0]] = _LINE
        marks, own = self._marks(rows)
        lower = self._lower(rows, gaps, starts)
        return Sheet(signs, words, own, rows, gaps, marks, lower, starts, sizes)

    def _lower(self, rows: Ints, gaps: Ints, starts: Ints) -> Ints:
        """1 for the words of texts without a capital inside a sentence."""
        capital = self.capital[rows] & _INSIDE_A_SENTENCE[gaps]
        sizes = np.diff(np.append(starts - REACH, len(rows)))
        found = np.maximum.reduceat(capital, starts - REACH) if len(starts) else capital[:0]
        return np.repeat(~found, sizes).astype(np.int64)

    def _marks(self, rows: Ints) -> tuple[Ints, list[tuple[slice, str]]]:
        marks, own = np.zeros(len(rows), np.int64), []
        words, listed = self.folded, rows.tolist()
        for at in np.flatnonzero(self.begins_name[rows]).tolist():
            near = [words[row] for row in listed[at : at + 8]]
            for length, name in self.names.beginning(near):
                marks[at] |= name.mark
                marks[at + 1 : at + length] |= name.mark | INSIDE
                if length > 1 and name.mark in _OWN_KINDS:
                    own.append((slice(at, at + length), _OWN_KINDS[name.mark]))
        return marks, own

    def learn(self, words: set[str]) -> None:
        """Describe what is new; when there is no room, forget everything else first."""
        new = sorted(words.difference(self.row_of))
        if len(self.folded) + len(new) > self.room:
            self._clear(len(words) + 1)
            new = sorted(words)
        if new:
            self._add(new)

    def _add(self, words: Sequence[str]) -> None:
        first = len(self.folded)
        self.row_of.update(zip(words, range(first, first + len(words)), strict=True))
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
        self.row_of: dict[str, int] = {}
        self.folded: list[str] = []
        self.hashes: Codes = np.zeros(size, np.uint64)
        self.kinds: Codes = np.zeros(size, np.uint64)
        self.groups: Codes = np.zeros(size, np.uint64)
        self.capital: NDArray[np.bool_] = np.zeros(size, np.bool_)
        self.begins_name: NDArray[np.bool_] = np.zeros(size, np.bool_)
        self._add([""])


def word_buckets(described: Sequence[Description]) -> dict[int, tuple[Ints, Ints]]:
    """What words say at each distance: buckets, and where those of each word begin."""
    codes = word_hashes([feature for each in described for feature in each.features])
    sizes = np.array([(len(each.features), each.near, each.far) for each in described], np.int64)
    owners = np.repeat(np.arange(len(sizes)), sizes[:, 0])
    place = np.arange(len(codes)) - (np.cumsum(sizes[:, 0]) - sizes[:, 0])[owners]
    found = {}
    for distance in DISTANCES:
        heard = sizes[:, min(abs(distance), 2)]
        said = codes[place < heard[owners]] * _PRIME + np.uint64(distance + REACH)
        found[distance] = buckets(said), np.cumsum(heard) - heard
    return found


def pattern_buckets(store: WordStore, sheet: Sheet, at: Ints) -> Ints:
    """What the words `at` (words,) and their neighbours say together, (patterns, words)."""
    kinds, words = store.kinds[sheet.rows], store.hashes[sheet.rows]
    groups, lower = store.groups[sheet.rows], sheet.lower[at].astype(np.uint64)
    gaps, marks = sheet.gaps.astype(np.uint64), sheet.marks.astype(np.uint64)
    second_before, before, kind, after, second_after = (kinds[at + by] for by in range(-2, 3))
    said_before, word, said_after = (words[at + by] for by in range(-1, 2))
    group_before, group, group_after = (groups[at + by] for by in range(-1, 2))
    mark_before, mark, mark_after = (marks[at + by] for by in range(-1, 2))
    gap, next_gap = gaps[at], gaps[at + 1]
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
        (groups[at - 2], group_before, group, group_after),
        (group_before, group, group_after, groups[at + 2]),
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
    return np.stack([_mixed(number, parts) for number, parts in enumerate(patterns)])


def _mixed(number: int, parts: Sequence[Codes]) -> Ints:
    code = np.full(len(parts[0]), number + 1001, np.uint64)
    for part in parts:
        code = (code ^ (code >> np.uint64(29))) * _PRIME + part
    return buckets(code)
