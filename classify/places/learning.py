"""From marked texts to the tagger's weights: a chain model fitted to the labels."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from classify.hashing import Ints
from classify.places.examples import Example
from classify.places.features import Description
from classify.places.lattice import Doubles, Floats, Steps, expected
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

EPOCHS = int(__import__('os').environ.get('EP','12'))
RATE = float(__import__('os').environ.get('RATE','0.3'))
DECAY = float(__import__('os').environ.get('DEC','0.02'))
AT_ONCE = 64
FEWEST = 2
_NEVER = -np.inf
_BANNED = -1e4
_FIRST = 0.1
_STEM, _ENDING = 4, 3


@dataclass(frozen=True)
class Lesson:
    """A part of the examples: matrix (words, features), columns (features,) its features' numbers,

    allowed (words, labels), chains.
    """

    matrix: csr_matrix
    columns: Ints
    allowed: np.ndarray
    steps: Steps


@dataclass(frozen=True)
class Course:
    """Lessons, and the buckets of all features."""

    lessons: Sequence[Lesson]
    buckets: Ints


def fit(course: Course, seed: int) -> Weights:
    """The weights under which the marked labels are likely: AdaGrad over the lessons."""
    learner = _Learner.beginning(len(course.buckets))
    draw = np.random.default_rng(seed)
    for _ in range(EPOCHS):
        for number in draw.permutation(len(course.lessons)).tolist():
            learner.learn(course.lessons[number])
    weights = learner.weights.astype(np.float16).astype(np.float32)
    moves = np.where(_POSSIBLE, learner.moves, _BANNED).astype(np.float32)
    return Weights(course.buckets.astype(np.uint32), weights, moves)


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


def course_of(
    examples: Sequence[Example], vocabulary: Vocabulary, names: NameBook, seed: int
) -> Course:
    """The examples shuffled and cut into lessons."""
    order = np.random.default_rng(seed).permutation(len(examples)).tolist()
    shuffled = [examples[number] for number in order]
    told: list[Description] = []
    store = WordStore(vocabulary, names, lambda *said: told.extend(said[-1]), _ROOM)
    sheet = store.sheet([example.text for example in shuffled])
    matrix, buckets = _matrix(store, sheet, told)
    allowed = _allowed(shuffled, sheet)
    return Course(list(_cut(sheet, matrix, allowed)), buckets)


def _cut(sheet: Sheet, matrix: csr_matrix, allowed: np.ndarray) -> Iterator[Lesson]:
    sizes = np.array([len(pairs) for pairs in sheet.pairs], np.int64)
    for at in range(0, len(sizes), AT_ONCE):
        some = at + np.flatnonzero(sizes[at : at + AT_ONCE])
        if len(some):
            first, end = sheet.starts[some[0]], sheet.starts[some[-1]] + sizes[some[-1]]
            part = matrix[first:end]
            columns, places = np.unique(part.indices, return_inverse=True)
            shape = (part.shape[0], len(columns))
            local = csr_matrix((part.data, places, part.indptr), shape)
            steps = Steps.of(sheet.starts[some] - first, sizes[some])
            yield Lesson(local, columns, allowed[first:end], steps)


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
