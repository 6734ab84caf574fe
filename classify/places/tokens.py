"""Texts as words and numbers, each with what stands before it."""

import re
from collections.abc import Sequence
from itertools import accumulate, chain
from typing import NamedTuple

LONGEST = 40
"""Longer words are cut, so that what is remembered of a word stays small."""

_TOKEN = re.compile(
    r"( (?=\w)|[\W_]*+)("
    r"[А-яЁё]{1,40}(?![\w'’-])"  # most words; the others are the same at greater length
    r"|\d{1,40}(?:-?[^\W\d_]{1,2}\d{0,3}(?![^\W_]))?(?:[/\\-]\d{1,9}(?:[^\W\d_](?![^\W\d_]))?)*"
    r"|[^\W\d_]{1,40}(?:[-'’](?=[а-яёa-z])[^\W\d_]{1,40}){0,4}"
    r"|\Z)"  # the end is a word without letters, so that a run of signs is read only once
)

Pair = tuple[str, str]
"""A word or a number after the signs that stand before it: («, », «25а»)."""


class Token(NamedTuple):
    """A word or a number: `[start, end)` in code points."""

    text: str
    start: int
    end: int


def signs_and_words(text: str) -> tuple[list[str], list[str]]:
    """The words and numbers of a text, and the signs before each."""
    parts = _TOKEN.split(text)  # strings alone: a tuple a word would keep the collector busy
    words = parts[2::3]
    count = words.index("") if "" in words else len(words)
    return parts[1 : 3 * count : 3], words[:count]


def pairs_of(text: str) -> list[Pair]:
    """The words and numbers of a text, each after the signs before it."""
    return list(zip(*signs_and_words(text), strict=True))


def edges_of(pairs: Sequence[Pair]) -> list[int]:
    """Where words begin and end, by turns: the pairs cover the text without a hole."""
    return list(accumulate(map(len, chain.from_iterable(pairs))))


def tokens_of(pairs: Sequence[Pair]) -> list[Token]:
    """The words with their places."""
    edges = edges_of(pairs)
    return [Token(word, *edges[2 * at : 2 * at + 2]) for at, (_, word) in enumerate(pairs)]


GAPS = (
    "nothing",
    "blank",
    "comma",
    "dot",
    "stop",
    "line",
    "hyphen",
    "dash",
    "slash",
    "colon",
    "quote",
    "unquote",
    "bracket",
    "number",
    "mask",
    "other",
)
"""Kinds of signs between two words; a text begins with `line`."""

_KINDS = (
    ("line", re.compile(r"\n")),
    ("number", re.compile(r"[№#]")),
    ("mask", re.compile(r"[<>@|_]")),
    ("stop", re.compile(r"[!?…]|\.\s*\.")),
    ("quote", re.compile(r"(?:^|\s)[«\"“”„'`]$")),
    ("unquote", re.compile(r"[«»\"“”„'`]")),
    ("bracket", re.compile(r"[()\[\]{}]")),
    ("colon", re.compile(r"[:;]")),
    ("comma", re.compile(r",")),
    ("dot", re.compile(r"\.")),
    ("hyphen", re.compile(r"^-$")),
    ("dash", re.compile(r"[-–—−]")),
    ("slash", re.compile(r"[/\\]")),
    ("blank", re.compile(r"^\s+$")),
    ("nothing", re.compile(r"^$")),
)
LONG_GAP = 12
"""More signs than this are a gap like the end of a line."""


_REMEMBERED = 1 << 16


class _GapKinds(dict[str, int]):
    """The number in GAPS of what stands between two words; what was met is remembered."""

    def __missing__(self, signs: str) -> int:
        if len(signs) > LONG_GAP:
            return GAPS.index("line")
        found = next((name for name, pattern in _KINDS if pattern.search(signs)), "other")
        if len(self) < _REMEMBERED:
            self[signs] = GAPS.index(found)
        return GAPS.index(found)


gap_kind = _GapKinds().__getitem__
