"""Scores of texts by a linear model; what was worked out about a word is remembered."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

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

    depths (texts, depth): before the turn into scores; words: the distinct words of each text;
    starts (texts,) and rows: the rows of those words in the teller; lengths (texts,).
    """

    depths: Floats
    words: Sequence[Sequence[str]]
    rows: Ints
    starts: Ints
    lengths: Floats


class Teller:
    """Applies a linear model. Words met lately are kept; forgotten all at once when too many."""

    def __init__(self, model: Linear, vectors: WordVectors, capacity: int = CAPACITY) -> None:
        self.model = model
        self._vectors = vectors
        self._capacity = capacity
        self._clear(capacity)

    def tell(self, texts: Sequence[str]) -> Told:
        """What the words of each text add up to; valid until the next call."""
        spoken = [words_of(text) or [""] for text in texts]
        said = [list(dict.fromkeys(words)) for words in spoken]
        self._learn(said)
        rows, starts = self._rows_of(said)
        sums = (
            sparse.csr_array(
                (np.ones(len(rows), np.float32), rows, np.append(starts, len(rows))),
                shape=(len(texts), len(self._votes)),
            )
            @ self._votes
        )
        squares = np.add.reduceat(self._squares[rows], starts)
        self._add_pairs(spoken, sums, squares)
        lengths = np.sqrt(np.maximum(squares, 1e-6))
        return Told(np.asarray(sums / lengths[:, None], np.float32), said, rows, starts, lengths)

    def scores(self, told: Told) -> Floats:
        """Shape (texts, labels)."""
        return told.depths @ self.model.turn + self.model.bias

    def reasons(self, told: Told, text: int, labels: Sequence[int]) -> list[list[str]]:
        """For each label the words of a text that speak most for it, strongest first."""
        words = told.words[text]
        start = int(told.starts[text])
        own = self._votes[told.rows[start : start + len(words)]]
        votes = (own @ self.model.turn[:, labels]).T
        order = np.argsort(-votes, axis=1).tolist()
        return [_telling(words, row, at) for row, at in zip(votes.tolist(), order, strict=True)]

    def _rows_of(self, said: Sequence[Sequence[str]]) -> tuple[Ints, Ints]:
        row_of = self._row_of
        rows = np.array([row_of[word] for words in said for word in words], np.int64)
        sizes = np.fromiter(map(len, said), np.int64, len(said))
        return rows, np.cumsum(sizes) - sizes

    def _add_pairs(self, spoken: Sequence[Sequence[str]], sums: Floats, squares: Floats) -> None:
        row_of, model = self._row_of, self.model
        rows = np.array([row_of[word] for words in spoken for word in words], np.int64)
        owners = np.repeat(np.arange(len(spoken)), list(map(len, spoken)))
        buckets, owners = neighbours(self._hashes[rows], owners)
        at = model.vocabulary.rows(buckets)
        known = at < len(model.vocabulary.buckets)
        weights = model.vocabulary.rarity[at[known]] * np.float32(PAIR)
        sums += self._summed(at[known], owners[known], weights, len(sums))
        squares += np.bincount(owners[known], weights**2, len(sums)).astype(np.float32)

    def _learn(self, said: Sequence[Sequence[str]]) -> None:
        known = self._row_of
        new = dict.fromkeys(word for words in said for word in words if word not in known)
        if len(known) + len(new) > len(self._votes):
            new = dict.fromkeys(word for words in said for word in words)
            self._clear(max(self._capacity, len(new)))
        words = list(new)
        for at in range(0, len(words), _LEARNED_AT_ONCE):
            self._add(words[at : at + _LEARNED_AT_ONCE])

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


def _telling(words: Sequence[str], votes: Sequence[float], order: Sequence[int]) -> list[str]:
    found = (words[at] for at in order if votes[at] > 0 and len(words[at]) >= _SHORTEST)
    return list(islice(found, _STRONGEST))


def in_parts(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    """The texts, as many at once as fit the fast memory."""
    return (texts[at : at + AT_ONCE] for at in range(0, len(texts), AT_ONCE))
