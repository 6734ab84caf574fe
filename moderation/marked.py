"""A comment cut into flat pieces for the screen: what is guilty, what cannot be seen. Pure."""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby, pairwise
from typing import Any

SEEN = {"\n", "\t"}
_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
LONGEST = 1000  # words: beyond, comparing takes longer than people read
JOINER = "\u200d"  # holds an emoji together
BLANK = "\u115f\u1160\u2028\u2029\u2800\u3164"  # letters and signs without ink


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the text. `hidden`: signs that show nothing or turn the writing about."""

    text: str
    categories: tuple[str, ...] = ()
    hidden: bool = False

    @property
    def names(self) -> str:
        """What the hidden signs are: U+202E ×3."""
        runs = ((f"U+{ord(char):04X}", len(list(run))) for char, run in groupby(self.text))
        return " ".join(name if number == 1 else f"{name} ×{number}" for name, number in runs)


def pieces(text: str, findings: Iterable[Mapping[str, Any]]) -> list[Piece]:
    """The text in pieces that join to it exactly; overlapping findings give all their categories.

    Findings as a stored verdict has them: `category`, `start`, `end` in code points. Those that
    reach beyond the text, which was edited or cut since, mark what is there.
    """
    spans = [(found["start"], found["end"], found["category"]) for found in findings]
    edges = {0, len(text), *_turns(text)}
    edges |= {edge for start, end, _ in spans for edge in (start, end) if 0 < edge < len(text)}
    return [
        Piece(text[start:end], over, _hidden(text[start]))
        for (start, end), over in _swept(sorted(edges), spans)
    ]


def _swept(
    edges: Sequence[int], spans: Iterable[tuple[int, int, str]]
) -> Iterator[tuple[tuple[int, int], tuple[str, ...]]]:
    """Every run between two edges with the categories that lie over it."""
    starting: dict[int, list[tuple[int, str]]] = {}
    for start, end, category in spans:
        starting.setdefault(start, []).append((end, category))
    over: list[tuple[int, str]] = []
    for start, end in pairwise(edges):
        over = [found for found in over if found[0] > start] + starting.get(start, [])
        yield (start, end), tuple(dict.fromkeys(category for _, category in over))


def _turns(text: str) -> Iterator[int]:
    """Where what can be seen ends or begins again."""
    hidden = [_hidden(char) for char in text]
    return (place for place in range(1, len(text)) if hidden[place] != hidden[place - 1])


@cache
def _hidden(char: str) -> bool:
    if char in SEEN or char == JOINER:
        return False
    return unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co") or char in BLANK


@dataclass(frozen=True, slots=True)
class Change:
    """A run of words of two versions: what stood there, what stands there now."""

    before: str
    after: str


def changes(before: str, after: str) -> Sequence[Change]:
    """What an edit changed, word by word; joined, either side is its text.

    Very long texts are not compared: they come back as one change.
    """
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if len(old) + len(new) > LONGEST:
        return [Change(before, after)]
    steps = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [Change("".join(old[a:b]), "".join(new[c:d])) for _, a, b, c, d in steps]
