"""Sparse matrices of what occurs where: training looks at texts as these."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy import sparse

from classify.hashing import BUCKET_BITS, Ints, ngram_buckets
from classify.voting import Floats

Matrix = Any
"""A `scipy.sparse.csr_matrix`: scipy comes without types."""

BUCKETS = 1 << BUCKET_BITS


def ones(rows: Ints, columns: Ints, shape: tuple[int, int]) -> Matrix:
    """How often each pair of row and column is named."""
    return sparse.csr_matrix((np.ones(len(rows), np.float32), (rows, columns)), shape=shape)


def ngrams(words: Sequence[str]) -> Matrix:
    """The n-grams of each word, shape (words, BUCKETS)."""
    buckets, owners, _ = ngram_buckets(words)
    real = buckets >= 0
    rows = np.broadcast_to(owners[:, None], buckets.shape)[real]
    return ones(rows, buckets[real], (len(words), BUCKETS))


def texts_with(matrix: Matrix) -> Floats:
    """In how many texts each column occurs, shape (columns,)."""
    return np.bincount(matrix.indices, minlength=matrix.shape[1]).astype(np.float32)
