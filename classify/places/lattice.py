"""Chains of labels: the best one, and how likely each label is."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classify.hashing import Ints

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]


@dataclass(frozen=True)
class Steps:
    """Chains side by side: step k holds the k-th words of all chains long enough.

    Longest chains come first, so those of a step are the first ones of the step before.
    """

    steps: Sequence[Ints]

    @classmethod
    def of(cls, starts: Ints, sizes: Ints) -> "Steps":
        """From the first word and the length of each chain (at least 1)."""
        order = np.argsort(-sizes, kind="stable")
        starts, sizes = starts[order], sizes[order]
        longest = int(sizes[0]) if len(sizes) else 0
        counts = np.searchsorted(-sizes, -np.arange(longest), side="left")
        return cls([starts[:count] + step for step, count in enumerate(counts.tolist())])


def best_labels(scores: Floats, transitions: Floats, steps: Steps, outside: int) -> Ints:
    """The best label of each word (words,); chains begin and end beside `outside`.

    scores (words, labels); transitions (from, to). Words of no chain are `outside`.
    """
    best = np.full(len(scores), outside, np.int64)
    if not steps.steps:
        return best
    backs: list[Ints] = []
    totals: list[Floats] = [scores[steps.steps[0]] + transitions[outside]]
    for at in steps.steps[1:]:
        ways = totals[-1][: len(at), :, None] + transitions
        backs.append(ways.argmax(axis=1))
        totals.append(ways.max(axis=1) + scores[at])
    _trace(best, steps, totals, backs, transitions[:, outside])
    return best


def _trace(
    best: Ints, steps: Steps, totals: Sequence[Floats], backs: Sequence[Ints], end: Floats
) -> None:
    """Walk back from the end of every chain."""
    labels = np.zeros(0, np.int64)
    for step in range(len(steps.steps) - 1, -1, -1):
        at, going_on = steps.steps[step], len(labels)
        ending = (totals[step][going_on:] + end).argmax(axis=1)
        if going_on:
            labels = backs[step][np.arange(going_on), labels]
        labels = np.concatenate([labels, ending])
        best[at] = labels


@dataclass(frozen=True)
class Expected:
    """Logarithm of the sum over all ways; labels (words, labels) and pairs (from, to) expected."""

    log_sum: float
    labels: Doubles
    pairs: Doubles


def expected(scores: Doubles, transitions: Doubles, steps: Steps, outside: int) -> Expected:
    """Forward and backward over all chains; −inf in `scores` forbids a label."""
    peaks = scores.max(axis=1, keepdims=True)
    weights, moves = np.exp(scores - peaks), np.exp(transitions)
    forward, scales = _forward(weights, moves, steps, outside)
    labels, pairs = _backward(weights, moves, steps, outside, forward, scales)
    ends, last = _ends(steps, forward, moves[:, outside])
    log_sum = float(np.log(scales).sum() + peaks.sum() + np.log(last).sum())
    pairs[outside] += labels[steps.steps[0]].sum(axis=0)
    pairs[:, outside] += labels[ends].sum(axis=0)
    return Expected(log_sum, labels, pairs)


def _forward(
    weights: Doubles, moves: Doubles, steps: Steps, outside: int
) -> tuple[Doubles, Doubles]:
    forward, scales = np.zeros_like(weights), np.ones(len(weights))
    for number, at in enumerate(steps.steps):
        earlier = forward[steps.steps[number - 1][: len(at)]] @ moves if number else moves[outside]
        here = weights[at] * earlier
        scales[at] = here.sum(axis=1)
        forward[at] = here / scales[at][:, None]
    return forward, scales


def _ends(steps: Steps, forward: Doubles, end: Doubles) -> tuple[Ints, Doubles]:
    """The last word of every chain and the weight of ending there."""
    counts = [len(at) for at in steps.steps] + [0]
    last = [at[counts[number + 1] :] for number, at in enumerate(steps.steps)]
    ends = np.concatenate(last)
    return ends, forward[ends] @ end


def _backward(
    weights: Doubles,
    moves: Doubles,
    steps: Steps,
    outside: int,
    forward: Doubles,
    scales: Doubles,
) -> tuple[Doubles, Doubles]:
    labels, pairs = np.zeros_like(weights), np.zeros_like(moves)
    later = np.zeros((0, weights.shape[1]))
    for number in range(len(steps.steps) - 1, -1, -1):
        at = steps.steps[number]
        ending = np.repeat(moves[None, :, outside], len(at) - len(later), axis=0)
        ending /= (forward[at[len(later) :]] @ moves[:, outside])[:, None]
        if len(later):
            pairs += moves * (forward[at[: len(later)]].T @ later)
        back = np.concatenate([later @ moves.T, ending])
        labels[at] = forward[at] * back
        later = weights[at] * back / scales[at][:, None]
    return labels, pairs
