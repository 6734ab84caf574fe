"""From annotated texts to an artefact: cross-fitting, thresholds, passport."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from classify import fitting
from classify.artefact import LABELS, Artefact, expectations
from classify.augmenting import augmented
from classify.documents import ChunkStore
from classify.evaluation import operating_points, quality, steady_threshold
from classify.fitting import Truth, fit_judge, fit_votes
from classify.folding import folds
from classify.hashing import Ints
from classify.incidence import Matrix
from classify.lexicon import CATEGORIES as LISTED
from classify.lines import SampleError
from classify.matrix import FEWEST, Vocabulary, matrix_of, parts_of, vocabulary_of
from classify.passport import origin
from classify.reading import Piece, Reader
from classify.rules import RULED
from classify.samples import Sample, texts_of
from classify.scoring import CERTAIN, Doubles, Facts, facts_of, feature_names
from classify.voting import VotingModel

FOLDS = 4
FEWEST_SAMPLES = 20
"""With fewer texts a fold may lack one side of every label."""

MOST_FALSE = 0.003
_FEWEST_DRAWN = 50
"""Of a label rarer than this among texts drawn at random, written ones set the threshold too."""
LOWEST = {"obscene": 0.5, "vulgar": 0.5, "solicitation": 0.6}
"""Lists know nearly every word of mat: below this a flag would rest on a likeness alone. A petition
and a meeting are called for in the words of those who ask for likes."""

REAL_WEIGHT, WRITTEN_WEIGHT = 1.0, 0.3
"""Matters are far more here than among comments, and appeals to a portal or examples written for
training are no comments: each weighs less."""

OWN_WEIGHT = 0.4
"""Examples written for training teach what a violation is, not how often people write so: at full
weight they cost ad .02 of average precision."""

_ROOM = 1 << 20
_INCIDENT = LABELS.index("incident")
EVEN = (_INCIDENT,)
"""A matter is told by all its words together: none of them gives it away, as mat does."""

_NO_VOCABULARY = Vocabulary(np.zeros(0, np.uint32), np.zeros(0, np.float32))


class _RememberingReader(Reader):
    """Reads a chunk once however often models change: for training, where memory is no matter."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: dict[str, Piece] = {}

    def read_all(self, chunks: Sequence[str]) -> list[Piece]:
        """The remembered pieces; new ones are read first."""
        new = [chunk for chunk in chunks if chunk not in self._pieces]
        self._pieces.update(zip(new, super().read_all(new), strict=True))
        return [self._pieces[chunk] for chunk in chunks]


@dataclass(frozen=True)
class _Lesson:
    """Everything training looks at: matrix (texts, features), truth, fold of each text."""

    reader: Reader
    texts: Sequence[str]
    matrix: Matrix
    vocabulary: Vocabulary
    truth: Truth
    folds: Ints
    plain: np.ndarray
    weights: Doubles  # of the plain ones


STEPS = FOLDS + 1


def train(
    samples: Sequence[Sample],
    sources: Mapping[str, str],
    seed: int,
    done: Callable[[], None] = lambda: None,
) -> Artefact:
    """A model from samples; `sources` are hashes of the files they came from.

    Raises SampleError where there is too little to learn from.

    `done` is called after each of the STEPS that take long.
    """
    if len(samples) < FEWEST_SAMPLES:
        raise SampleError(f"{len(samples)} texts to learn from, at least {FEWEST_SAMPLES} needed")
    lesson = _prepare(augmented(samples), seed)
    features = _cross_features(lesson, done)
    scores = _cross_scores(lesson, features)
    voting = fit_votes(lesson.matrix, lesson.truth, lesson.vocabulary, EVEN)
    done()
    judge = fit_judge(features, lesson.truth)
    thresholds = _thresholds(lesson, scores, seed)
    measured = {
        "thresholds": thresholds,
        "figures": _figures(lesson, scores, thresholds, seed),
        "automatic": _automatic(lesson, scores, thresholds),
    }
    passport = _passport(samples, sources, seed, measured)
    return Artefact(voting, judge, thresholds, passport)


def _prepare(samples: Sequence[Sample], seed: int) -> _Lesson:
    reader = _RememberingReader()
    texts = texts_of(samples)
    store = ChunkStore(reader, silent_model(), _ROOM)
    batch = store.batch(texts)
    parts = parts_of(store, batch)
    vocabulary = vocabulary_of(parts)
    truth = _truth(samples, facts_of(store, batch))
    plain = np.array([sample.full and sample.plain for sample in samples])
    weights = _even([sample.source for sample, at in zip(samples, plain, strict=True) if at])
    matrix = matrix_of(parts, vocabulary)
    return _Lesson(
        reader, texts, matrix, vocabulary, truth, folds(texts, FOLDS, seed), plain, weights
    )


def _even(sources: Sequence[str]) -> Doubles:
    """Every source counts the same: a threshold is for any page, not for the largest corpus."""
    counts = Counter(sources)
    return np.array([len(sources) / len(counts) / counts[source] for source in sources])


def silent_model() -> VotingModel:
    """A model that knows no word: enough to cut texts into chunks."""
    nothing = np.zeros((0, len(LABELS)), np.float32)
    bias = np.zeros(len(LABELS), np.float32)
    return VotingModel(_NO_VOCABULARY.buckets, _NO_VOCABULARY.rarity, nothing, bias)


def _truth(samples: Sequence[Sample], facts: Facts) -> Truth:
    """Labels; a resident's message is clean of all the rest if no list accuses it."""
    labels = np.array([[label in sample.labels for label in LABELS] for sample in samples], float)
    known = np.array([[label in sample.judged for label in LABELS] for sample in samples], float)
    messages = np.array([sample.message for sample in samples])
    accused = (facts.counts[:, : len(LISTED)] + facts.phrases).max(axis=1) > 0
    learned = [at for at, _ in _learned()]
    known[np.ix_(messages & ~accused, learned)] = 1
    own = [at for at, sample in enumerate(samples) if sample.own]
    known[own, :_INCIDENT] *= OWN_WEIGHT
    real = np.array([sample.plain for sample in samples])
    known[messages, _INCIDENT] = np.where(real, REAL_WEIGHT, WRITTEN_WEIGHT)[messages]
    return Truth(labels, known)


def _cross_features(lesson: _Lesson, done: Callable[[], None]) -> Doubles:
    """Features of each text by a model that did not learn from it."""
    features = np.zeros((len(lesson.texts), len(feature_names())))
    for fold in range(FOLDS):
        rows, found = _fold_features(lesson, fold)
        features[rows] = found
        done()
    return features


def _fold_features(lesson: _Lesson, fold: int) -> tuple[Ints, Doubles]:
    rest = np.flatnonzero(lesson.folds != fold)
    rows = np.flatnonzero(lesson.folds == fold)
    texts = [lesson.texts[row] for row in rows.tolist()]
    voting = fit_votes(lesson.matrix[rest], lesson.truth.rows(rest), lesson.vocabulary, EVEN)
    store = ChunkStore(lesson.reader, voting, _ROOM)
    return rows, facts_of(store, store.batch(texts)).features


def _cross_scores(lesson: _Lesson, features: Doubles) -> Doubles:
    """Scores of each text by a judge that did not learn from it."""
    scores = np.zeros_like(lesson.truth.labels)
    for fold in range(FOLDS):
        rest, rows = lesson.folds != fold, lesson.folds == fold
        scores[rows] = fit_judge(features[rest], lesson.truth.rows(rest)).scores(features[rows])
    return scores


def _thresholds(lesson: _Lesson, scores: Doubles, seed: int) -> dict[str, float]:
    """Where F1 is best on plain samples, but not below what spares honest complaints."""
    clean = lesson.truth.labels[:, :_INCIDENT].sum(axis=1) == 0
    complaints = clean & (lesson.truth.labels[:, _INCIDENT] > 0)
    complaints &= lesson.truth.known[:, :_INCIDENT].max(axis=1) > 0
    limits = {}
    for column, label in enumerate(LABELS):
        sparing = _sparing(scores[complaints, column]) if column != _INCIDENT else 0.0
        lowest = max(sparing, LOWEST.get(label, 0.0))
        rows, weights = _telling_rows(lesson, column)
        truth = lesson.truth.labels[rows, column]
        found = steady_threshold(truth, scores[rows, column], lowest, weights, seed)
        limits[label] = round(found, 4)
    return limits | dict.fromkeys(RULED, (CERTAIN + 0.5) / 2)


def _telling_rows(lesson: _Lesson, column: int) -> tuple[np.ndarray, Doubles]:
    """The texts that set a label's threshold, and how much each counts."""
    if lesson.truth.labels[lesson.plain, column].sum() >= _FEWEST_DRAWN:
        return lesson.plain, lesson.weights
    judged = lesson.truth.known[:, column] > 0
    return judged, np.ones(judged.sum())


def _sparing(scores: Doubles) -> float:
    """The lowest threshold that flags at most MOST_FALSE of these texts."""
    return float(np.quantile(scores, 1 - MOST_FALSE)) + 1e-4 if len(scores) else 0.0


def _figures(
    lesson: _Lesson, scores: Doubles, thresholds: Mapping[str, float], seed: int
) -> dict[str, Any]:
    """Cross-validated figures on the plain samples."""
    limits = np.array([thresholds[label] for label in LABELS])
    truth, plain = lesson.truth.labels[lesson.plain], scores[lesson.plain]
    return {
        label: asdict(quality(label, truth[:, at], plain[:, at] >= limits[at], plain[:, at], seed))
        for at, label in _learned()
    }


def _automatic(lesson: _Lesson, scores: Doubles, thresholds: Mapping[str, float]) -> dict[str, Any]:
    """Where a flag is sure enough to act upon, by label and wanted precision."""
    truth, plain = lesson.truth.labels[lesson.plain], scores[lesson.plain]
    return {
        label: [
            asdict(point)
            for point in operating_points(truth[:, at], plain[:, at], thresholds[label])
        ]
        for at, label in _learned()
    }


def _learned() -> list[tuple[int, str]]:
    return [(at, label) for at, label in enumerate(LABELS) if label not in RULED]


def _passport(
    samples: Sequence[Sample], sources: Mapping[str, str], seed: int, measured: Mapping[str, Any]
) -> dict[str, Any]:
    return {
        **expectations(),
        **origin("moderation", sources, seed),
        "samples": len(samples),
        "parameters": _parameters(),
        **measured,
    }


def _parameters() -> dict[str, Any]:
    return {
        "folds": FOLDS,
        "most_false": MOST_FALSE,
        "lowest": LOWEST,
        "real_weight": REAL_WEIGHT,
        "written_weight": WRITTEN_WEIGHT,
        "own_weight": OWN_WEIGHT,
        "fewest": FEWEST,
        "telling": fitting.TELLING,
        "even": [LABELS[at] for at in EVEN],
        "vote_strength": fitting.VOTE_STRENGTH,
        "vote_steps": fitting.VOTE_STEPS,
        "judge_strength": fitting.JUDGE_STRENGTH,
    }
