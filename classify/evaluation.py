"""How good scores and flags are: precision, recall, F1 and their intervals."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit

from classify.fitting import average_precision
from classify.scoring import Doubles
from models.share import wilson

_DRAWS = 400
_REDRAWN = 60
_SURE = 1e-3
_AS_GOOD = 0.004  # F1: less than the draw of the texts makes; its peak alone would be luck


@dataclass(frozen=True, slots=True)
class Quality:
    """The figures of one label; intervals are 95 %."""

    label: str
    n: int
    precision: float
    recall: float
    f1: float
    f1_interval: tuple[float, float]
    precision_interval: tuple[float, float]
    recall_interval: tuple[float, float]
    average_precision: float


@dataclass(frozen=True, slots=True)
class Counts:
    """Right flags, wrong flags, missed ones."""

    hits: float
    false: float
    missed: float

    @property
    def precision(self) -> float:
        """Of the flags, the share that is right."""
        return _share(self.hits, self.hits + self.false)

    @property
    def recall(self) -> float:
        """Of what should be flagged, the share that is."""
        return _share(self.hits, self.hits + self.missed)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return _share(2 * self.hits, 2 * self.hits + self.false + self.missed)


def quality(
    label: str, truth: np.ndarray, flags: np.ndarray, scores: Doubles, seed: int = 0
) -> Quality:
    """The figures of one label over texts, each argument of shape (texts,)."""
    counts = count(truth, flags)
    flagged, wanted = counts.hits + counts.false, counts.hits + counts.missed
    return Quality(
        label,
        int(wanted),
        counts.precision,
        counts.recall,
        counts.f1,
        f1_interval(truth, flags, seed),
        wilson(counts.hits, flagged),
        wilson(counts.hits, wanted),
        average_precision(truth, scores),
    )


def count(truth: np.ndarray, flags: np.ndarray) -> Counts:
    """The confusion counts of 0/1 arrays."""
    truth, flags = truth.astype(bool), flags.astype(bool)
    return Counts((truth & flags).sum(), (~truth & flags).sum(), (truth & ~flags).sum())


def f1_interval(truth: np.ndarray, flags: np.ndarray, seed: int) -> tuple[float, float]:
    """The bootstrap interval of F1."""
    cells = np.array([((truth > 0) & flags).sum(), (~(truth > 0) & flags).sum(), 0, 0], float)
    cells[2] = (truth > 0).sum() - cells[0]
    cells[3] = len(truth) - cells[:3].sum()
    draws = np.random.default_rng(seed).multinomial(len(truth), cells / max(len(truth), 1), _DRAWS)
    values = [Counts(hits, false, missed).f1 for hits, false, missed, _ in draws]
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)


def best_threshold(
    truth: Sequence[int] | Doubles,
    scores: Doubles,
    lowest: float = 0.0,
    weights: Doubles | None = None,
) -> float:
    """The middle of the thresholds, none below `lowest`, at which F1 is as good as best.

    Halfway between two scores; never reached where nothing was to be found. `weights`: how much
    each text counts, by default the same.
    """
    order = np.argsort(-scores, kind="stable")
    ranked = scores[order]
    counted = np.ones(len(ranked)) if weights is None else weights[order]
    hits = np.cumsum(np.asarray(truth)[order] * counted)
    if not hits.any():
        return 1.0
    f1 = 2 * hits / (np.cumsum(counted) + hits[-1])
    last_of_ties = np.append(ranked[1:] != ranked[:-1], True)
    allowed = last_of_ties & (ranked >= lowest)
    if not allowed.any():
        return float(lowest)
    good = np.flatnonzero(allowed & (f1 >= f1[allowed].max() - _AS_GOOD))
    best = int(good[len(good) // 2])
    below = ranked[best + 1] if best + 1 < len(ranked) else 0.0
    return float(max(lowest, (ranked[best] + below) / 2))


def steady_threshold(
    truth: Doubles, scores: Doubles, lowest: float, weights: Doubles, seed: int
) -> float:
    """The usual best threshold when the texts are drawn anew: that of one draw is partly luck."""
    random = np.random.default_rng(seed)
    draws = random.integers(0, len(scores), (_REDRAWN, len(scores)))
    found = [best_threshold(truth[rows], scores[rows], lowest, weights[rows]) for rows in draws]
    return max(lowest, float(expit(logit(np.clip(found, _SURE, 1 - _SURE)).mean())))


PRECISIONS = (0.9, 0.95, 0.97, 0.98, 0.99, 0.995)
"""What may be asked of automatic action."""

_FEWEST_FLAGS = 20


@dataclass(frozen=True, slots=True)
class Point:
    """The lowest threshold, so the most recall, at which precision is at least `wanted`."""

    wanted: float
    threshold: float
    flags: int
    precision: float
    recall: float
    precision_interval: tuple[float, float]
    recall_interval: tuple[float, float]


def operating_points(truth: np.ndarray, scores: Doubles, lowest: float = 0.0) -> list[Point]:
    """A point for each of PRECISIONS that enough flags prove, none below `lowest`."""
    order = np.argsort(-scores, kind="stable")
    ranked, hits = scores[order], np.cumsum(truth[order] > 0)
    flags = np.arange(1, len(ranked) + 1)
    last_of_ties = np.append(ranked[1:] != ranked[:-1], True)
    proven = last_of_ties & (flags >= _FEWEST_FLAGS) & (ranked >= lowest)
    points = []
    for wanted in PRECISIONS:
        good = np.flatnonzero(proven & (hits / flags >= wanted))
        if len(good):
            at = int(good[-1])
            points.append(_point(wanted, float(ranked[at]), int(hits[at]), at + 1, int(hits[-1])))
    return points


def _point(wanted: float, threshold: float, hits: int, flags: int, of: int) -> Point:
    shares = hits / flags, hits / of
    return Point(wanted, threshold, flags, *shares, wilson(hits, flags), wilson(hits, of))


def _share(part: float, whole: float) -> float:
    return float(part / whole) if whole else 0.0
