"""Fitting the tagger: a chain model, AdaGrad over lessons of a few dozen texts."""

from dataclasses import dataclass

import numpy as np

from classify.places.lattice import Doubles, Floats, expected
from classify.places.lessons import Course, Lesson
from classify.places.tagger import LABELS, OUTSIDE, Weights

EPOCHS = 10
RATE = 0.2
DECAY = 0.005
FAINTEST = 0.04
"""A feature none of whose weights reaches this is forgotten."""

_NEVER = -np.inf
_BANNED = -1e4
_FIRST = 0.1
_POSSIBLE = np.array(
    [
        [
            not after.startswith("inside") or before.split("-")[1:] == after.split("-")[1:]
            for after in LABELS
        ]
        for before in LABELS
    ]
)
"""Whether a label may follow another: `inside` only in a place of its kind."""


def fit(course: Course, seed: int) -> Weights:
    """The weights under which the marked labels are likely: AdaGrad over the lessons."""
    learner = _Learner.beginning(len(course.buckets))
    draw = np.random.default_rng(seed)
    for _ in range(EPOCHS):
        for number in draw.permutation(len(course.lessons)).tolist():
            learner.learn(course.lessons[number])
    loud = np.abs(learner.weights).max(axis=1) >= FAINTEST
    weights = learner.weights[loud].astype(np.float16).astype(np.float32)
    moves = np.where(_POSSIBLE, learner.moves, _BANNED).astype(np.float32)
    return Weights(course.buckets[loud].astype(np.uint32), weights, moves)


@dataclass(frozen=True)
class _Learner:
    """Weights and transitions, and the squares of all the steps they took."""

    weights: Floats
    moves: Doubles
    weight_steps: Floats
    move_steps: Doubles

    @classmethod
    def beginning(cls, features: int) -> "_Learner":
        size = len(LABELS)
        table = np.zeros((features, size), np.float32)
        steps = np.full((features, size), _FIRST, np.float32)
        return cls(table, np.zeros((size, size)), steps, np.full((size, size), _FIRST))

    def learn(self, lesson: Lesson) -> None:
        """One step against the loss of a lesson."""
        here = self.weights[lesson.columns]
        pull, pairs = _pull(lesson, lesson.matrix @ here, self.moves)
        gradient = lesson.matrix.T @ pull + here * DECAY
        steps = self.weight_steps[lesson.columns] + gradient**2
        self.weight_steps[lesson.columns] = steps
        self.weights[lesson.columns] = here - RATE * gradient / np.sqrt(steps)
        self.move_steps[:] += pairs**2
        self.moves[:] -= RATE * pairs / np.sqrt(self.move_steps)


def _pull(lesson: Lesson, found: Floats, moves: Doubles) -> tuple[Floats, Doubles]:
    """By how much each label of each word, and each pair, is thought likelier than it should."""
    scores = found.astype(np.float64)
    possible = np.where(_POSSIBLE, moves, _NEVER)
    free = expected(scores, possible, lesson.steps, OUTSIDE)
    marked = np.where(lesson.allowed, scores, _NEVER)
    true = expected(marked, possible, lesson.steps, OUTSIDE)
    return (free.labels - true.labels).astype(np.float32), free.pairs - true.pairs
