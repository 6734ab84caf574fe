"""Scores of texts by a linear model; what was worked out about a word is remembered."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

import numpy as np
from scipy import sparse

from classify.hashing import Codes, Ints, ngram_buckets
from classify.topics.features import (
    MEANING,
    PAIR,
    SPELLING,
    neighbours,
    stem_buckets,
    stem_hashes,
)
from classify.topics.linear import Linear
from classify.topics.vectors import WordVectors
from classify.topics.words import words_of
from classify.voting import Floats

CAPACITY = 1 << 16
AT_ONCE = 128
_STRONGEST = 3
_LEARNED_AT_ONCE = 256
_SHORTEST = 3
"""Shorter words explain nothing to a person: «и», «не», «в»."""


@dataclass(frozen=True)
class Told:
    """Texts as the model sees them.

    depths (texts, depth): before the turn into scores; rows: the distinct words of all texts as
    rows of the teller; ends (texts + 1,): where those of each text begin, and the end.
    """

    depths: Floats
    rows: Ints
    ends: Ints


class Teller:
    """Applies a linear model. Words met lately are kept; forgotten all at once when too many."""

    def __init__(self, model: Linear, vectors: WordVectors, capacity: int = CAPACITY) -> None:
        self.model = model
        self._vectors = vectors
        self._turned = np.ascontiguousarray(model.turn.T)
        self._capacity = capacity
        self._clear(capacity)

    def tell(self, texts: Sequence[str]) -> Told:
        """What the words of each text add up to; valid until the next call."""
        spoken = [words_of(text) or ("",) for text in texts]
        words = list(chain.from_iterable(spoken))
        self._learn(words)
        rows = np.fromiter(map(self._row_of.__getitem__, words), np.int64, len(words))
        owners = np.repeat(np.arange(len(texts)), list(map(len, spoken)))
        said, ends = _distinct(rows, owners, len(texts))
        ones = np.ones(len(said), np.float32)
        sums = sparse.csr_array((ones, said, ends), (len(texts), len(self._votes))) @ self._votes
        squares = np.add.reduceat(self._squares[said], ends[:-1])
        self._add_pairs(rows, owners, sums, squares)
        lengths = np.sqrt(np.maximum(squares, 1e-6))
        return Told(np.asarray(sums / lengths[:, None], np.float32), said, ends)

    def scores(self, told: Told) -> Floats:
        """Shape (texts, labels)."""
        return told.depths @ self.model.turn + self.model.bias

    def reasons(self, told: Told, labels: Ints) -> Iterator[list[list[str]]]:
        """For each text and each of its labels (texts, n) the words that speak most for it."""
        telling = self._telling[told.rows]
        rows = told.rows[telling]
        ends = np.append(0, np.cumsum(telling))[told.ends]
        votes = self._votes_for(labels, rows, ends)
        best = np.argpartition(-votes, range(_STRONGEST), axis=2)[:, :, :_STRONGEST]
        strongest = np.take_along_axis(votes, best, axis=2).tolist()
        named = np.append(rows, 0)[np.minimum(ends[:-1, None, None] + best, len(rows))].tolist()
        for lines, said in zip(named, strongest, strict=True):
            yield [
                [self._words[row] for row, vote in zip(line, heard, strict=True) if vote > 0]
                for line, heard in zip(lines, said, strict=True)
            ]

    def _votes_for(self, labels: Ints, rows: Ints, ends: Ints) -> Floats:
        """What each word of a text says for each of its labels (texts, n, words), then zeros."""
        wanted = self._turned[labels]
        longest = int(np.diff(ends).max(initial=0))
        votes = np.zeros((*labels.shape, max(longest, _STRONGEST + 1)), np.float32)
        for text, (start, end) in enumerate(pairwise(ends.tolist())):
            votes[text, :, : end - start] = wanted[text] @ self._votes[rows[start:end]].T
        return votes

    def _add_pairs(self, rows: Ints, owners: Ints, sums: Floats, squares: Floats) -> None:
        model = self.model
        buckets, owners = neighbours(self._hashes[rows], owners)
        at = model.vocabulary.rows(buckets)
        known = at < len(model.vocabulary.buckets)
        weights = model.vocabulary.rarity[at[known]] * np.float32(PAIR)
        sums += self._summed(at[known], owners[known], weights, len(sums))
        squares += np.bincount(owners[known], weights**2, len(sums)).astype(np.float32)

    def _learn(self, words: Sequence[str]) -> None:
        said = set(words)
        new = sorted(said.difference(self._row_of))
        if len(self._row_of) + len(new) > len(self._votes):
            new = sorted(said)
            self._clear(max(self._capacity, len(new)))
        for at in range(0, len(new), _LEARNED_AT_ONCE):
            self._add(new[at : at + _LEARNED_AT_ONCE])

    def _add(self, words: Sequence[str]) -> None:
        rows = slice(len(self._row_of), len(self._row_of) + len(words))
        hashes = stem_hashes(words)
        stems = self.model.vocabulary.rows(stem_buckets(hashes))
        rarity = self.model.vocabulary.rarity_of(stems, self.model.vocabulary.strange)
        votes = self.model.spelled_at(stems) + self._spelling(words)
        votes += self._vectors.of(words) @ self.model.meant * np.float32(MEANING)
        self._votes[rows] = votes * rarity[:, None]
        self._squares[rows] = rarity**2
        self._hashes[rows] = hashes
        self._telling[rows] = [len(word) >= _SHORTEST for word in words]
        self._words += words
        self._row_of.update(zip(words, range(rows.start, rows.stop), strict=True))

    def _spelling(self, words: Sequence[str]) -> Floats:
        """What the n-grams of each word add, brought to length one, shape (words, depth)."""
        buckets, owners, _ = ngram_buckets(words)
        rows = self.model.vocabulary.rows(buckets)
        letters, sizes = np.nonzero(rows < len(self.model.vocabulary.buckets))
        known, whose = rows[letters, sizes], owners[letters]
        rarity = self.model.vocabulary.rarity[known]
        squares = np.bincount(whose, rarity**2, len(words)).astype(np.float32)
        sums = self._summed(known, whose, rarity, len(words))
        lengths = np.sqrt(np.maximum(squares, 1e-6))
        return np.asarray(sums * (SPELLING / lengths)[:, None], np.float32)

    def _summed(self, rows: Ints, owners: Ints, weights: Floats, size: int) -> Floats:
        """The model's weights in these rows, each times its own, summed by owner (size, depth)."""
        distinct, which = np.unique(rows, return_inverse=True)
        said = sparse.coo_array((weights, (owners, which)), (size, len(distinct)))
        return np.asarray(said.tocsr() @ self.model.spelled_at(distinct), np.float32)

    def _clear(self, room: int) -> None:
        self._row_of: dict[str, int] = {}
        self._votes: Floats = np.zeros((room, self.model.depth), np.float32)
        self._squares: Floats = np.zeros(room, np.float32)
        self._hashes: Codes = np.zeros(room, np.uint64)
        self._telling = np.zeros(room, bool)
        self._words: list[str] = []


def _distinct(rows: Ints, owners: Ints, texts: int) -> tuple[Ints, Ints]:
    """The rows without those that come again in the same text, and where each text begins."""
    first = np.unique((owners << 32) | rows, return_index=True)[1]
    first.sort()
    return rows[first], np.searchsorted(owners[first], np.arange(texts + 1))


def in_parts(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    """The texts, as many at once as fit the fast memory."""
    return (texts[at : at + AT_ONCE] for at in range(0, len(texts), AT_ONCE))
