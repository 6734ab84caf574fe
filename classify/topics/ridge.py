"""Learning by ridge regression on likeness: closed form, and honest guesses for nothing.

Where K is the likeness of the texts (texts, texts), (K + strength / weight) a = labels - mean.
The guess for a text by a model that has not seen it follows from the inverse (leave one out),
so calibration and stacking need no second training.
"""

from dataclasses import dataclass

import numpy as np
from scipy import linalg

from classify.voting import Floats


@dataclass(frozen=True)
class Ridge:
    """What was learned: how each text pulls, mean score, scores without seeing the text.

    pull (texts, labels); mean (labels,); unseen (texts, labels).
    """

    pull: Floats
    mean: Floats
    unseen: Floats


def fit(likeness: Floats, labels: Floats, weights: Floats, strength: float) -> Ridge:
    """Learn labels (texts, labels) in 0..1 from the likeness of texts; weights (texts,)."""
    mean = np.average(labels, axis=0, weights=weights).astype(np.float32)
    system = likeness + np.diag((strength / weights).astype(np.float32))
    inverse = _inverse(system)
    pull = inverse @ (labels - mean)
    unseen = labels - pull / np.diag(inverse)[:, None]
    return Ridge(pull.astype(np.float32), mean, unseen.astype(np.float32))


def _inverse(system: Floats) -> Floats:
    """The inverse of a symmetric positive matrix, in place."""
    factor, _ = linalg.lapack.spotrf(system, lower=1, overwrite_a=1)
    found, failed = linalg.lapack.spotri(factor, lower=1, overwrite_c=1)
    if failed:
        raise ArithmeticError("the likeness of the texts cannot be inverted")
    lower = np.tril(found)
    return np.asarray(lower + np.tril(found, -1).T, np.float32)
