"""How often the router is right, first or among three, and its weighted F1."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from classify.routing.history import History
from classify.routing.router import PROPOSED, Router


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one column: texts with a label, share right, right among three, F1 weighted by label."""

    column: str
    n: int
    right: float
    in_three: float
    weighted_f1: float


def figures(router: Router, history: History) -> Iterator[Figures]:
    """The figures of every column that both know."""
    found = router.proposals(history.texts)
    for column, labels in history.labels.items():
        if column in router.model.columns:
            rows = [row for row, label in enumerate(labels) if label is not None]
            named = [[each["name"] for each in found[row][column]] for row in rows]
            yield _figures(column, named, [str(labels[row]) for row in rows])


def _figures(column: str, named: Sequence[Sequence[str]], truth: Sequence[str]) -> Figures:
    first = np.array([names[0] for names in named])
    right = np.array(truth)
    in_three = [label in names[:PROPOSED] for names, label in zip(named, truth, strict=True)]
    return Figures(
        column, len(truth), float((first == right).mean()), float(np.mean(in_three)),
        _weighted_f1(first, right),
    )  # fmt: skip


def _weighted_f1(found: np.ndarray, right: np.ndarray) -> float:
    labels, counts = np.unique(right, return_counts=True)
    hits = np.array([((found == label) & (right == label)).sum() for label in labels])
    said = np.array([(found == label).sum() for label in labels])
    return float(np.average(2 * hits / (said + counts), weights=counts))
