"""Folds to learn and to measure in turns, with all that is nearly the same text in one of them.

A matter that stands in two files, a letter of spam sent ten times or a message and its first
sentence would otherwise be learned in one fold and praised in another.
"""

from collections.abc import Sequence
from itertools import chain

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from classify.hashing import Ints
from models.likeness import shingles, sketch

_BEGINNING = 100
"""Letters: by its beginning a shortened message is known."""


def folds(texts: Sequence[str], number: int, seed: int) -> Ints:
    """The fold, 0 to `number` - 1, of each text; texts that are nearly the same share it."""
    groups = alike(texts)
    drawn = np.random.default_rng(seed).integers(0, number, groups.max(initial=-1) + 1)
    return np.asarray(drawn[groups])


def alike(texts: Sequence[str]) -> Ints:
    """The number of the group of each text: chains of texts that share a key of likeness."""
    keys = [_keys(text) for text in texts]
    owners = np.repeat(np.arange(len(texts)), [len(each) for each in keys])
    _, places = np.unique(np.fromiter(chain.from_iterable(keys), np.int64), return_inverse=True)
    # Texts and keys are the points of one graph, each key a line from its text.
    points = len(texts) + places.max(initial=-1) + 1
    lines = csr_matrix((np.ones(len(owners)), (owners, len(texts) + places)), (points, points))
    return np.asarray(connected_components(lines, directed=False)[1][: len(texts)])


def _keys(text: str) -> set[int]:
    return {key for part in {text, text[:_BEGINNING]} for key in sketch(shingles(part))}
