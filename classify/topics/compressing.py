"""From what training learned about texts to a model of words, narrow enough to ship."""

import numpy as np

from classify.topics.corpus import Corpus
from classify.topics.linear import Linear
from classify.voting import Floats

DEPTH = 384
"""Fewer directions cost right answers: at 128 of 359 every twentieth topic is lost."""

FINE = 2.0
"""Steps of a byte in the usual weight: finer ones only make the file larger."""


def compressed(corpus: Corpus, likeness: Floats, pull: Floats, mean: Floats) -> Linear:
    """The linear model of `pull` (texts, labels), along the directions that matter most.

    `likeness` (texts, texts) is the corpus's own, so the directions are those of the scores. Weak
    directions round to zeros, which cost nothing in the file.
    """
    turn = _directions(pull.T @ (likeness @ pull))
    narrow = (pull @ turn.T).astype(np.float32)
    spelled = np.asarray(corpus.spelled.T @ narrow)
    step = max(float(np.sqrt((spelled**2).mean())), 1e-9) / FINE
    table = np.clip(np.round(spelled / step), -127, 127).astype(np.int8)
    meant = corpus.meant.T @ narrow
    return Linear(corpus.vocabulary, table, step, meant, turn, mean.astype(np.float32))


def _directions(spread: Floats) -> Floats:
    """The strongest eigenvectors of a symmetric matrix, as rows."""
    _, vectors = np.linalg.eigh(spread.astype(np.float64))
    return np.asarray(vectors[:, ::-1][:, :DEPTH].T, np.float32)
