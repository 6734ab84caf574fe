"""Texts as words and numbers, each with what stands before it."""

import re
from collections.abc import Iterator, Sequence
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


def pairs_of(text: str) -> list[Pair]:
    """The words and numbers of a text, each after the signs before it."""
    found: list[Pair] = _TOKEN.findall(text)
    while found and not found[-1][1]:
        found.pop()
    return found


def tokens_of(pairs: Sequence[Pair]) -> Iterator[Token]:
    """The same with their places: the pairs cover the text without a hole."""
    at = 0
    for gap, word in pairs:
        start = at + len(gap)
        at = start + len(word)
        yield Token(word, start, at)


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


def gap_kind(signs: str) -> int:
    """The number in GAPS of what stands between two words."""
    if len(signs) > LONG_GAP:
        return GAPS.index("line")
    found = next((name for name, pattern in _KINDS if pattern.search(signs)), "other")
    return GAPS.index(found)
