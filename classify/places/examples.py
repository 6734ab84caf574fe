"""Texts with their places marked: to learn from and to measure on."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from classify.lines import SampleError, numbered_lines
from classify.places.tagger import KINDS

Span = tuple[int, int, str]
"""Start, end, kind."""

_OF_SPANS = {"Street": "street", "NUM": "house", "Park": "other"}
_BEFORE_NUMBER = re.compile(r"^[^\d]*")


@dataclass(frozen=True, slots=True)
class Example:
    """A text, where its places stand, and the kinds that were looked for."""

    text: str
    spans: tuple[Span, ...]
    judged: tuple[str, ...] = KINDS

    def surfaces(self, kind: str) -> list[str]:
        """The places of a kind as written."""
        return [self.text[start:end] for start, end, of in self.spans if of == kind]


def read_examples(paths: Iterable[Path]) -> list[Example]:
    """The examples of several files, in order. Raises SampleError."""
    return [example for path in paths for example in _read_file(path)]


def _read_file(path: Path) -> Iterator[Example]:
    for number, line in numbered_lines(path):
        try:
            yield _example(json.loads(line))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise SampleError(f"{path}:{number}: no text with places: {error!r}") from error


def _example(row: Mapping[str, Any]) -> Example:
    if "spans" in row:
        known = (span for span in row["spans"] if span[2] in _OF_SPANS)
        placed = tuple(_placed(row["text"], *span) for span in known)
        return Example(row["text"], placed, ("street", "house"))
    text = str(row["text"])
    spans = [span for kind in KINDS for span in _find_all(text, kind, row[kind])]
    return Example(text, tuple(sorted(_without_overlaps(spans))))


def _placed(text: str, start: int, end: int, name: str) -> Span:
    """«дом 90б» is the house «90б»."""
    kind = _OF_SPANS[name]
    said = text[start:end]
    skipped = _BEFORE_NUMBER.match(said) if kind == "house" else None
    return start + (skipped.end() if skipped and skipped.end() < len(said) else 0), end, kind


def _find_all(text: str, kind: str, names: Iterable[str]) -> Iterator[Span]:
    """Where names stand: a house once, in order; other places wherever they are named."""
    at = 0
    for name in names:
        pattern = re.compile(rf"(?<![^\W_]){re.escape(name)}(?![^\W_])", re.I)
        if kind == "house":
            found = pattern.search(text, at) or pattern.search(text)
            at = found.end() if found else at
            yield from [(*found.span(), kind)] if found else []
        else:
            yield from ((*each.span(), kind) for each in pattern.finditer(text))


def _without_overlaps(spans: Iterable[Span]) -> list[Span]:
    """Of places that overlap, the longest."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda each: each[0] - each[1]):
        if all(span[1] <= other[0] or other[1] <= span[0] for other in kept):
            kept.append(span)
    return kept
