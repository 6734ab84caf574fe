"""How often the right topic and group stand first, or among the first three."""

from dataclasses import asdict, dataclass

import numpy as np

from classify.hashing import Ints
from classify.topics.taxonomy import federal, groups_of
from classify.voting import Floats


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares of messages; right means among the one or two true ones."""

    n: int
    group: float
    group_in_three: float
    topic: float
    topic_in_three: float

    def as_json(self) -> dict[str, float]:
        """The figures, rounded."""
        return {name: round(value, 4) for name, value in asdict(self).items()}


def figures(scores: Floats, truth: Floats) -> Figures:
    """Scores and truth are (texts, topics); the best group is that of the best topic."""
    order = np.argsort(-scores, axis=1, kind="stable")
    hits = np.take_along_axis(truth > 0, order, axis=1)
    group = groups_of(federal())[1]
    places = [
        _group_place(group[row], group[true > 0]) for row, true in zip(order, truth, strict=True)
    ]
    ranks = np.array(places)
    return Figures(
        len(scores),
        float((ranks == 0).mean()),
        float((ranks < 3).mean()),
        float(hits[:, 0].mean()),
        float(hits[:, :3].any(axis=1).mean()),
    )


def _group_place(ranked: Ints, right: Ints) -> int:
    """Which place among the groups, from 0, the first right one has."""
    order = list(dict.fromkeys(ranked.tolist()))
    return min(order.index(group) for group in right.tolist())
