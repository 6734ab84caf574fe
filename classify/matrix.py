"""Training texts as one sparse matrix, column by column what the additive model will weigh."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from classify.documents import Batch, ChunkStore
from classify.hashing import (
    pair_buckets,
    word_buckets,
    word_hashes,
)
from classify.incidence import BUCKETS, Matrix, ngrams, ones, texts_with
from classify.voting import Floats

FEWEST = 2
"""Texts in which a feature must occur to be learned."""


@dataclass(frozen=True)
class Vocabulary:
    """Buckets frequent enough to learn, ascending, and how rare each is."""

    buckets: NDArray[np.uint32]
    rarity: Floats


@dataclass(frozen=True)
class Parts:
    """The texts before scaling.

    said (texts, words): how often; ngrams and whole (words, buckets); pairs (texts, buckets).
    """

    said: Matrix
    ngrams: Matrix
    whole: Matrix
    pairs: Matrix


def parts_of(store: ChunkStore, batch: Batch) -> Parts:
    """What the texts of a batch consist of."""
    said, words = _said(store, batch)
    return Parts(
        said,
        ngrams(words),
        ones(np.arange(len(words)), word_buckets(word_hashes(words)), (len(words), BUCKETS)),
        _pairs(store, batch),
    )


def vocabulary_of(parts: Parts, fewest: int = FEWEST) -> Vocabulary:
    """Buckets that occur in at least `fewest` texts as n-gram, word or pair."""
    said = _present(parts.said)
    by_ngram, by_word = texts_with(said @ parts.ngrams), texts_with(said @ parts.whole)
    often = np.maximum.reduce([by_ngram, by_word, texts_with(parts.pairs)])
    kept = np.flatnonzero(often >= fewest)
    rarity = np.log((said.shape[0] + 1) / (often[kept] + 1)) + 1
    return Vocabulary(kept.astype(np.uint32), rarity.astype(np.float16).astype(np.float32))


def matrix_of(parts: Parts, known: Vocabulary) -> Matrix:
    """The features of the texts, shape (texts, known buckets), as `VotingModel` sums them."""
    ngrams, whole = parts.ngrams[:, known.buckets], parts.whole[:, known.buckets]
    pairs = parts.pairs[:, known.buckets]
    said = _of_length_one(parts.said, ngrams, known.rarity)
    named = _of_length_one(parts.said, whole, known.rarity, pairs)
    return ((said + named) @ sparse.diags(known.rarity)).tocsr().astype(np.float32)


def _said(store: ChunkStore, batch: Batch) -> tuple[Matrix, list[str]]:
    """Which words each text says, and the words."""
    numbers: dict[str, int] = {}
    texts, words = [], []
    for text in range(len(batch.starts)):
        for row in batch.of(text):
            for word in store.pieces[row].words:
                texts.append(text)
                words.append(numbers.setdefault(word.text, len(numbers)))
    shape = (len(batch.starts), len(numbers))
    return ones(np.array(texts), np.array(words), shape), list(numbers)


def _pairs(store: ChunkStore, batch: Batch) -> Matrix:
    tails, heads = store.tails[batch.rows[:-1]], store.heads[batch.rows[1:]]
    owners = batch.owners
    inside = owners[:-1] == owners[1:]
    buckets = pair_buckets(tails, heads)
    return ones(owners[:-1][inside], buckets[inside], (len(batch.starts), BUCKETS))


def _present(matrix: Matrix) -> Matrix:
    return matrix.astype(bool).astype(np.float32)


def _of_length_one(said: Matrix, words: Matrix, rarity: Floats, pairs: Matrix = None) -> Matrix:
    """The texts' counts over the length that `of_length_one` sees: a sum over words."""
    squares = said @ (words @ rarity**2)
    sums = said @ words
    if pairs is not None:
        squares, sums = squares + pairs @ rarity**2, sums + pairs
    return sparse.diags(1 / np.sqrt(np.maximum(squares, 1e-6))) @ sums
