"""Many texts as sparse matrices: what training looks at."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from classify.incidence import BUCKETS, Matrix, ngrams, ones, texts_with
from classify.topics.features import (
    MEANING,
    PAIR,
    SPELLING,
    Vocabulary,
    neighbours,
    stem_buckets,
    stem_hashes,
)
from classify.topics.vectors import WordVectors
from classify.topics.words import words_of
from classify.voting import Floats

_RARE_WORD, _RARE_NGRAM = 2, 4


@dataclass(frozen=True)
class Corpus:
    """Texts in the features of `Vocabulary`: spelled (texts, buckets), meant (texts, size)."""

    vocabulary: Vocabulary
    spelled: Matrix
    meant: Floats

    def gram(self) -> Floats:
        """How like each text is to each other, shape (texts, texts)."""
        likeness = (self.spelled @ self.spelled.T).toarray()
        return np.asarray(likeness + self.meant @ self.meant.T, np.float32)


@dataclass(frozen=True)
class _Parts:
    """said (texts, words), stems and ngrams (words, buckets), pairs (texts, buckets)."""

    words: list[str]
    said: Matrix
    stems: Matrix
    ngrams: Matrix
    pairs: Matrix


def corpus_of(texts: Sequence[str], vectors: WordVectors) -> Corpus:
    """The texts, and the vocabulary they give."""
    parts = _parts(texts)
    known = _vocabulary(parts)
    stems = parts.stems.indices
    rarity = known.rarity_of(known.rows(stems), known.strange)
    weighed = parts.said @ sparse.diags(rarity)
    pairs = _kept(parts.pairs, known) @ sparse.diags(known.rarity * PAIR)
    lengths = sparse.diags(1 / np.sqrt(np.maximum(_squares(weighed) + _squares(pairs), 1e-6)))
    spelled = lengths @ (weighed @ _spelling(parts, known) + pairs)
    meant = lengths @ weighed @ (vectors.of(parts.words) * np.float32(MEANING))
    return Corpus(known, spelled.tocsr().astype(np.float32), np.asarray(meant, np.float32))


def _parts(texts: Sequence[str]) -> _Parts:
    spoken = [words_of(text) for text in texts]
    numbers: dict[str, int] = {}
    rows = np.array([numbers.setdefault(w, len(numbers)) for words in spoken for w in words], int)
    owners = np.repeat(np.arange(len(texts)), [len(words) for words in spoken])
    words = list(numbers)
    hashes = stem_hashes(words)
    said = ones(owners, rows, (len(texts), len(words))).astype(bool).astype(np.float32)
    stems = ones(np.arange(len(words)), stem_buckets(hashes), (len(words), BUCKETS))
    buckets, whose = neighbours(hashes[rows], owners)
    pairs = ones(whose, buckets, (len(texts), BUCKETS))
    return _Parts(words, said, stems, ngrams(words), pairs)


def _vocabulary(parts: _Parts) -> Vocabulary:
    texts = parts.said.shape[0]
    by_stem, by_pair = texts_with(parts.said @ parts.stems), texts_with(parts.pairs)
    by_ngram = texts_with(parts.said @ parts.ngrams)
    words = np.maximum(by_stem, by_pair)
    kept = np.flatnonzero((words >= _RARE_WORD) | (by_ngram >= _RARE_NGRAM))
    often = np.where(words[kept] >= _RARE_WORD, words[kept], by_ngram[kept])
    rarity = (np.log((texts + 1) / (often + 1)) + 1).astype(np.float16).astype(np.float32)
    strange = float(np.log((texts + 1) / 2) + 1) * _STRANGE
    return Vocabulary(kept.astype(np.uint32), rarity, strange)


_STRANGE = 0.7
"""A word never met is rare, but may be a typo or a name: it weighs less than the rarest known."""


def _spelling(parts: _Parts, known: Vocabulary) -> Matrix:
    """Each word as its stem and its n-grams, shape (words, known buckets)."""
    ngrams = _kept(parts.ngrams, known) @ sparse.diags(known.rarity)
    lengths = 1 / np.sqrt(np.maximum(_squares(ngrams), 1e-6))
    return _kept(parts.stems, known) + sparse.diags(lengths * SPELLING) @ ngrams


def _kept(matrix: Matrix, known: Vocabulary) -> Matrix:
    return matrix[:, known.buckets]


def _squares(matrix: Matrix) -> Floats:
    return np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel()
