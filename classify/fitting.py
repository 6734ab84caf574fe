"""Learning the weights: the only file that knows scikit-learn."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score
from sklearn.preprocessing import StandardScaler

from classify.matrix import Vocabulary
from classify.scoring import Doubles, Judge
from classify.voting import VotingModel

VOTE_STRENGTH = 4.0
VOTE_STEPS = 60
TELLING = 0.7
"""How far features whose classes differ in their share are free to weigh more (0: not at all)."""

JUDGE_STRENGTH = 0.1
_JUDGE_STEPS = 400
_NEVER = -10.0


@dataclass(frozen=True)
class Truth:
    """What the annotators said: labels 0/1 and how much each weighs, (texts, labels).

    What was not judged weighs nothing.
    """

    labels: Doubles
    known: Doubles

    def rows(self, wanted: np.ndarray) -> "Truth":
        """Some of the texts."""
        return Truth(self.labels[wanted], self.known[wanted])


def fit_votes(
    matrix: csr_matrix, truth: Truth, known: Vocabulary, even: Sequence[int] = ()
) -> VotingModel:
    """One logistic regression a label; what was not judged teaches nothing.

    A feature is scaled by how differently it is shared between texts with and without the label
    (Wang and Manning 2012, «Baselines and Bigrams»), to the power of TELLING; for labels in `even`
    every feature is as free as another.
    """
    scale = np.vstack([_telling(matrix, truth), np.ones(truth.labels.shape[1], np.float32)])
    scale[:, list(even)] = 1
    # Each by itself: together they would share the steps, and the rare ones stop half-way.
    both = matrix, matrix.T.tocsr()
    columns = [_fit_column(both, truth, label, scale[:, label]) for label in range(scale.shape[1])]
    weights = np.stack(columns, axis=1).astype(np.float16).astype(np.float32)
    return VotingModel(known.buckets, known.rarity, weights[:-1], weights[-1])


def _fit_column(
    both: tuple[csr_matrix, csr_matrix], truth: Truth, label: int, scale: NDArray[np.float32]
) -> Doubles:
    """The weights of one label's features, and its bias."""
    loss = _Loss(*both, truth.labels[:, label], truth.known[:, label], scale)
    start = np.zeros(len(scale))
    start[-1] = np.log(max(loss.labels.mean(), 1e-3))
    options = {"maxiter": VOTE_STEPS, "maxcor": 6}
    return np.asarray(scale * minimize(loss, start, jac=True, method="L-BFGS-B", options=options).x)


def _telling(matrix: csr_matrix, truth: Truth) -> NDArray[np.float32]:
    """How unlike a feature's shares are among texts with and without a label, by label."""
    shares = []
    for wanted in (truth.labels, 1 - truth.labels):
        sums = 1 + matrix.T @ (wanted * (truth.known > 0)).astype(np.float32)
        shares.append(sums / sums.sum(axis=0))
    ratio = np.abs(np.log(shares[0] / shares[1]))
    return np.asarray(ratio**TELLING, np.float32)


def fit_judge(features: Doubles, truth: Truth) -> Judge:
    """One logistic regression a label over the features of whole texts."""
    scaler = StandardScaler().fit(features)
    scaled = scaler.transform(features)
    columns = [_fit_label(scaled, truth, label) for label in range(truth.labels.shape[1])]
    weights = np.array([weights for weights, _ in columns]).T / scaler.scale_[:, None]
    bias = np.array([bias for _, bias in columns]) - scaler.mean_ @ weights
    return Judge(weights, bias)


def average_precision(truth: Doubles, scores: Doubles) -> float:
    """The area under precision by recall."""
    return float(average_precision_score(truth, scores)) if truth.any() else float("nan")


@dataclass(frozen=True)
class _Loss:
    matrix: csr_matrix
    transposed: csr_matrix
    labels: Doubles
    known: Doubles
    scale: NDArray[np.float32]

    def __call__(self, free: Doubles) -> tuple[float, Doubles]:
        """The loss and its gradient by the unscaled weights."""
        weights = free * self.scale
        signs = 2 * self.labels - 1
        margins = signs * (self.matrix @ weights[:-1].astype(np.float32) + weights[-1])
        pull = -signs * self.known / (1 + np.exp(margins))
        learned = self.transposed @ pull.astype(np.float32)
        gradient = np.append(learned, pull.sum()) * self.scale
        gradient[:-1] += free[:-1] / VOTE_STRENGTH
        losses = np.logaddexp(0, -margins) @ self.known
        return float(losses + (free[:-1] ** 2).sum() / 2 / VOTE_STRENGTH), gradient.astype(float)


def _fit_label(scaled: Doubles, truth: Truth, label: int) -> tuple[Doubles, float]:
    known = truth.known[:, label] > 0
    wanted = truth.labels[known, label]
    if wanted.min(initial=1) == wanted.max(initial=0):
        return np.zeros(scaled.shape[1]), _NEVER
    model = LogisticRegression(C=JUDGE_STRENGTH, max_iter=_JUDGE_STEPS)
    model.fit(scaled[known], wanted, truth.known[known, label])
    return model.coef_[0], float(model.intercept_[0])
