"""Learning by ridge regression on likeness: closed form, and honest guesses for nothing.

Where K is the likeness of the texts (texts, texts), (K + strength / weight) a = labels - mean.
The guess for a text by a model that has not seen it follows from the inverse (leave one out),
so calibration and stacking need no second training. Copies of a text are left out together.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import linalg, sparse
from scipy.sparse.csgraph import connected_components

from classify.hashing import Ints
from classify.voting import Floats

Copies = Sequence[Ints]
"""Rows of texts that are copies of one another, for each text that was sent more than once."""

_COPY = 0.7


@dataclass(frozen=True)
class Ridge:
    """What was learned: how each text pulls, mean score, scores without seeing the text.

    pull (texts, labels); mean (labels,); unseen (texts, labels).
    """

    pull: Floats
    mean: Floats
    unseen: Floats


def fit(
    likeness: Floats, labels: Floats, weights: Floats, strength: float, copies: Copies = ()
) -> Ridge:
    """Learn labels (texts, labels) in 0..1 from the likeness of texts; weights (texts,).

    `copies` are rows of texts that say the same: no one's unseen score has seen another.
    """
    mean = np.average(labels, axis=0, weights=weights).astype(np.float32)
    system = likeness + np.diag((strength / weights).astype(np.float32))
    inverse = _inverse(system)
    pull = inverse @ (labels - mean)
    unseen = labels - pull / np.diag(inverse)[:, None]
    for rows in copies:
        unseen[rows] = labels[rows] - np.linalg.solve(inverse[np.ix_(rows, rows)], pull[rows])
    return Ridge(pull.astype(np.float32), mean, unseen.astype(np.float32))


def copies_in(likeness: Floats) -> list[Ints]:
    """Which texts are copies of one another but for a few words, by likeness of what is written."""
    lengths = np.sqrt(np.diag(likeness))
    alike = sparse.csr_matrix(likeness > _COPY * lengths[:, None] * lengths)
    owners = connected_components(alike, directed=False)[1]
    order = np.argsort(owners, kind="stable")
    parts = np.split(order, np.flatnonzero(np.diff(owners[order])) + 1)
    return [rows for rows in parts if len(rows) > 1]


def among(rows: Ints, copies: Copies) -> list[Ints]:
    """The copies as they are numbered among some rows, which are ascending."""
    kept = [np.searchsorted(rows, np.intersect1d(rows, found)) for found in copies]
    return [found for found in kept if len(found) > 1]


def _inverse(system: Floats) -> Floats:
    """The inverse of a symmetric positive matrix, in place."""
    factor, _ = linalg.lapack.spotrf(system, lower=1, overwrite_a=1)
    found, failed = linalg.lapack.spotri(factor, lower=1, overwrite_c=1)
    if failed:
        raise ArithmeticError("the likeness of the texts cannot be inverted")
    lower = np.tril(found)
    return np.asarray(lower + np.tril(found, -1).T, np.float32)
