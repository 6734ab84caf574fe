"""How well places are found: precision, recall and F1 over what is written."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from classify.evaluation import Counts
from classify.places.examples import Example
from classify.places.names import folded_words
from classify.places.tagger import KINDS
from classify.places.vocabulary import load_vocabulary
from models.verdict import Places

_DRAWS = 400
_TYPES = ("street", "settlement", "district")


@dataclass(frozen=True, slots=True)
class Found:
    """The figures of one kind of place; the interval is 95 %, by bootstrap over texts."""

    kind: str
    n: int
    precision: float
    recall: float
    f1: float
    f1_interval: tuple[float, float]


def measure(examples: Sequence[Example], found: Sequence[Places], seed: int = 0) -> list[Found]:
    """The figures of every kind that was judged in some text."""
    return [_figures(kind, counts, seed) for kind, counts in _counted(examples, found)]


def key_of(kind: str, surface: str) -> str:
    """What is compared: case, signs and type words do not matter."""
    words = folded_words(surface)
    if kind == "house":
        return "".join(words)
    types = load_vocabulary().types
    named = [word for word in words if all(word not in types[section] for section in _TYPES)]
    return " ".join(named or words)


def _counted(
    examples: Sequence[Example], found: Sequence[Places]
) -> list[tuple[str, "np.ndarray"]]:
    """For each kind: right, false and missed places of each text, shape (texts, 3)."""
    counted = []
    for kind in KINDS:
        rows = [
            _compare(kind, example.surfaces(kind), [place.text for place in getattr(places, kind)])
            for example, places in zip(examples, found, strict=True)
            if kind in example.judged
        ]
        counted += [(kind, np.array(rows))] if rows else []
    return counted


def _compare(kind: str, wanted: Sequence[str], found: Sequence[str]) -> tuple[int, int, int]:
    marked = {key_of(kind, surface) for surface in wanted}
    given = {key_of(kind, surface) for surface in found}
    return len(marked & given), len(given - marked), len(marked - given)


def _figures(kind: str, rows: "np.ndarray", seed: int) -> Found:
    counts = Counts(*rows.sum(axis=0).tolist())
    draws = np.random.default_rng(seed).integers(0, len(rows), (_DRAWS, len(rows)))
    values = [Counts(*rows[draw].sum(axis=0).tolist()).f1 for draw in draws]
    low, high = np.percentile(values, [2.5, 97.5]).tolist()
    n = int(counts.hits + counts.missed)
    return Found(kind, n, counts.precision, counts.recall, counts.f1, (low, high))
