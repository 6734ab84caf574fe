"""From marked texts to the tagger's weights: a chain model fitted to the labels."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from classify.hashing import Ints
from classify.places.examples import Example
from classify.places.features import Description
from classify.places.lattice import Doubles, Steps, expected
from classify.places.names import NameBook
from classify.places.sheets import (
    BORDER,
    DISTANCES,
    REACH,
    Sheet,
    WordStore,
    pattern_buckets,
    word_buckets,
)
from classify.places.tagger import KINDS, LABELS, OUTSIDE, Weights
from classify.places.tokens import tokens_of
from classify.places.vocabulary import Vocabulary, fold

STRENGTH = 1.5
STEPS = 50
FEWEST = 2
_NEVER = -np.inf
_STEM, _ENDING = 4, 3


@dataclass(frozen=True)
class Lesson:
    """matrix (words, features), their buckets, allowed (words, labels), chains, words' weights."""

    matrix: csr_matrix
    buckets: Ints
    allowed: np.ndarray
    steps: Steps


def fit(lesson: Lesson) -> Weights:
    """The weights under which the marked labels are likeliest."""
    loss = _Loss(lesson)
    start = np.zeros((lesson.matrix.shape[1] + len(LABELS)) * len(LABELS))
    options = {"maxiter": STEPS, "maxcor": 6}
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options=options)
    weights, transitions = loss.parted(found.x)
    small = weights.astype(np.float16).astype(np.float32)
    moves = np.where(_POSSIBLE, transitions, -1e4).astype(np.float32)
    return Weights(lesson.buckets.astype(np.uint32), small, moves)


def lesson_of(
    examples: Sequence[Example], vocabulary: Vocabulary, names: NameBook
) -> Lesson:
    """What the examples teach."""
    told: list[Description] = []
    store = WordStore(vocabulary, names, lambda *said: told.extend(said[-1]), _ROOM)
    sheet = store.sheet([example.text for example in examples])
    matrix, buckets = _matrix(store, sheet, told)
    sizes = np.array([len(pairs) for pairs in sheet.pairs], np.int64)
    some = sizes > 0
    steps = Steps.of(sheet.starts[some], sizes[some])
    return Lesson(matrix, buckets, _allowed(examples, sheet), steps)


_ROOM = 1 << 18


def _matrix(
    store: WordStore, sheet: Sheet, told: Sequence[Description]
) -> tuple[csr_matrix, Ints]:
    patterns = pattern_buckets(store, sheet)
    words = np.arange(len(sheet.rows))
    parts = [(np.repeat(words, patterns.shape[1]), patterns.ravel())]
    for distance in DISTANCES:
        found, starts = word_buckets(told, distance)
        sizes = np.diff(np.append(starts, len(found)))
        rows = np.roll(sheet.rows, -distance)
        many = sizes[rows]
        inside = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
        parts.append((np.repeat(words, many), found[np.repeat(starts[rows], many) + inside]))
    owners, codes = (np.concatenate(each) for each in zip(*parts, strict=True))
    inner = sheet.rows[owners] != BORDER
    owners, codes = owners[inner], codes[inner]
    known, columns, counts = np.unique(codes, return_inverse=True, return_counts=True)
    frequent = counts >= FEWEST
    place = np.cumsum(frequent) - 1
    kept = frequent[columns]
    entries = (np.ones(kept.sum(), np.float32), (owners[kept], place[columns[kept]]))
    return csr_matrix(entries, (len(words), int(frequent.sum()))), known[frequent]


def _allowed(examples: Sequence[Example], sheet: Sheet) -> np.ndarray:
    """1 where a word may have a label; a word nobody judged may have any."""
    allowed = np.zeros((len(sheet.rows), len(LABELS)), bool)
    allowed[:, OUTSIDE] = True
    for example, pairs, start in zip(examples, sheet.pairs, sheet.starts.tolist(), strict=True):
        _allow(example, list(tokens_of(pairs)), allowed[start : start + len(pairs)])
    return allowed


def _allow(example: Example, tokens: Sequence, allowed: np.ndarray) -> None:
    for kind in set(KINDS) - set(example.judged):
        allowed[:, LABELS.index(f"begin-{kind}")] = True
        allowed[:, LABELS.index(f"inside-{kind}")] = True
    stems = {fold(word)[:_stem(word)] for word in _named_words(example)}
    for at, token in enumerate(tokens):
        if fold(token.text)[:_stem(token.text)] in stems:
            allowed[at] = True
    for start, end, kind in example.spans:
        inside = [at for at, token in enumerate(tokens) if start < token.end and token.start < end]
        for at in inside:
            part = "begin" if at == inside[0] else "inside"
            allowed[at] = False
            allowed[at, LABELS.index(f"{part}-{kind}")] = True


def _named_words(example: Example) -> list[str]:
    names = [example.text[start:end] for start, end, kind in example.spans if kind != "house"]
    return [word for name in names for word in name.split() if len(word) > _STEM + 1]


def _stem(word: str) -> int:
    return max(_STEM, len(word) - _ENDING)


_POSSIBLE = np.array(
    [
        [
            not after.startswith("inside") or before.split("-")[1:] == after.split("-")[1:]
            for after in LABELS
        ]
        for before in LABELS
    ]
)


@dataclass(frozen=True)
class _Loss:
    lesson: Lesson

    def parted(self, flat: Doubles) -> tuple[Doubles, Doubles]:
        """Weights (features, labels) and transitions (labels, labels)."""
        table = flat.reshape(-1, len(LABELS))
        return table[: -len(LABELS)], table[-len(LABELS) :]

    def __call__(self, flat: Doubles) -> tuple[float, Doubles]:
        """The loss and its gradient."""
        weights, transitions = self.parted(flat)
        scores = np.asarray(self.lesson.matrix @ weights.astype(np.float32), np.float64)
        moves = np.where(_POSSIBLE, transitions, _NEVER)
        free = expected(scores, moves, self.lesson.steps, OUTSIDE)
        marked = np.where(self.lesson.allowed, scores, _NEVER)
        true = expected(marked, moves, self.lesson.steps, OUTSIDE)
        pull = (free.labels - true.labels).astype(np.float32)
        gradient = np.vstack([self.lesson.matrix.T @ pull, free.pairs - true.pairs])
        penalty = (flat**2).sum() / 2 / STRENGTH
        return free.log_sum - true.log_sum + penalty, gradient.ravel() + flat / STRENGTH
