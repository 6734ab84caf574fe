"""Whether a new model may take the place of the old one: not if it is worse on frozen texts."""

from collections.abc import Iterator, Sequence

import numpy as np

from classify.artefact import LABELS
from classify.classifier import Classifier
from classify.evaluation import count
from classify.samples import Sample, texts_of

WORSE = 0.01
"""F1 that a label may lose: less than texts drawn anew would change it."""

FEWEST = 20
"""Texts with a label without which its F1 says nothing."""


def objections(new: Classifier, old: Classifier, frozen: Sequence[Sample]) -> list[str]:
    """What the new model does worse on the frozen texts; empty when it may be installed."""
    truth = np.array([[label in sample.labels for label in LABELS] for sample in frozen], bool)
    judged = np.array([[label in sample.judged for label in LABELS] for sample in frozen], bool)
    new_flags, old_flags = (_flags(model, texts_of(frozen)) & judged for model in (new, old))
    clean = np.asarray(judged.all(axis=1) & ~truth[:, :-1].any(axis=1))
    return [*_lost(truth, new_flags, old_flags), *_accused(clean, new_flags, old_flags)]


def _flags(model: Classifier, texts: Sequence[str]) -> np.ndarray:
    limits = [model.thresholds[label] for label in LABELS]
    return np.asarray(model.scores(texts) >= limits)


def _lost(truth: np.ndarray, new: np.ndarray, old: np.ndarray) -> Iterator[str]:
    for at, label in enumerate(LABELS):
        if truth[:, at].sum() >= FEWEST:
            now, before = (count(truth[:, at], flags[:, at]).f1 for flags in (new, old))
            if now < before - WORSE:
                yield f"{label}: F1 {now:.3f}, was {before:.3f}"


def _accused(clean: np.ndarray, new: np.ndarray, old: np.ndarray) -> Iterator[str]:
    """Clean texts flagged for deletion: the worst error, so not one in two hundred more."""
    now, before = (int(flags[clean, :-1].any(axis=1).sum()) for flags in (new, old))
    if now > before + clean.sum() / 200:
        yield f"clean texts flagged: {now} of {clean.sum()}, were {before}"
