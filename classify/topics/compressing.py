"""From what training learned about texts to a model of words, narrow enough to ship."""

import numpy as np

from classify.topics.corpus import Corpus
from classify.topics.linear import Linear
from classify.voting import Floats

DEPTH = 128


def compressed(
    corpus: Corpus, likeness: Floats, pull: Floats, mean: Floats, depth: int = DEPTH
) -> Linear:
    """The linear model of `pull` (texts, labels), along the directions that matter most.

    `likeness` (texts, texts) is the corpus's own, so the directions are those of the scores.
    """
    turn = _directions(pull.T @ (likeness @ pull), depth)
    narrow = (pull @ turn.T).astype(np.float32)
    spelled = np.asarray(corpus.spelled.T @ narrow)
    scale = np.maximum(np.abs(spelled).max(axis=0), 1e-9) / 127
    table = np.round(spelled / scale).astype(np.int8)
    return Linear(
        corpus.vocabulary,
        table,
        scale.astype(np.float32),
        corpus.meant.T @ narrow,
        turn.astype(np.float32),
        mean.astype(np.float32),
    )


def _directions(spread: Floats, depth: int) -> Floats:
    """The `depth` strongest eigenvectors of a symmetric matrix, as rows."""
    _, vectors = np.linalg.eigh(spread.astype(np.float64))
    return np.asarray(vectors[:, ::-1][:, :depth].T, np.float32)
