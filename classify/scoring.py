"""From a batch of texts to calibrated scores: the votes, weighed against the findings."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from classify.documents import Batch, ChunkStore
from classify.lexicon import CATEGORIES
from classify.reading import COUNTS, SHAPES
from classify.voting import Floats, of_length_one
from models.verdict import CATEGORIES as JUDGED

Doubles = NDArray[np.float64]

LABELS = (*JUDGED, "incident")
"""What a text is scored for, in the order of all arrays."""


class PhraseHit(NamedTuple):
    """A phrase in a text: category, first and last of its words, counted over the text.

    `innocent` where it acquits a word of that category.
    """

    category: str
    first: int
    last: int
    innocent: bool


CERTAIN = 0.9
"""The score of what a rule has decided."""

_MAT = CATEGORIES.index("obscene")
_MANY = 3
_SURE, _LOUD = 6, 8  # beyond them a vote says no more, and would drown the lists
_HITS = len(CATEGORIES)
_CROSSED = tuple(combinations_with_replacement(("spam", "ad", "incident"), 2))
"""Mass mailing, an honest offer and a matter share their words: what counts is the mixture."""
_ONES, _OTHERS = ([LABELS.index(pair[side]) for pair in _CROSSED] for side in (0, 1))
_NAME, _HOUSE = COUNTS.index("name"), COUNTS.index("house")


@dataclass(frozen=True)
class Judge:
    """Weighs a text's features: weights (features, labels), bias (labels,).

    A listed word of mat is enough: 99 of 100 of them are what they look like.
    """

    weights: Doubles
    bias: Doubles

    def scores(self, features: Doubles) -> Doubles:
        """Probabilities, shape (texts, labels)."""
        logits = features @ self.weights + self.bias
        scores = 1 / (1 + np.exp(-np.clip(logits, -30, 30)))
        listed = features[:, 2 * scores.shape[1] + _MAT] > 0
        scores[listed, _MAT] = np.maximum(scores[listed, _MAT], CERTAIN)
        return scores


@dataclass(frozen=True)
class Facts:
    """What is known of each text of a batch.

    counts (texts, COUNTS), phrases and senses (texts, lexicons) are plain numbers;
    features (texts, features) are what the judge weighs, in the order of `feature_names`;
    phrase_hits are by number of the text.
    """

    counts: Floats
    phrases: Floats
    senses: Floats
    features: Doubles
    phrase_hits: Mapping[int, Sequence[PhraseHit]]


def feature_names() -> list[str]:
    """What the columns of `features` are."""
    shapes = SHAPES[1:]
    return [
        *(f"votes:{label}" for label in LABELS),
        *(f"loudest:{label}" for label in LABELS),
        *(f"word:{category}" for category in CATEGORIES),
        *(f"phrase:{category}" for category in CATEGORIES),
        "length",
        "addresses",
        *(f"count:{shape}" for shape in shapes),
        *(f"share:{shape}" for shape in shapes),
        *(f"votes:{one} × {other}" for one, other in _CROSSED),
    ]


def facts_of(store: ChunkStore, batch: Batch) -> Facts:
    """Everything the scores of a batch depend on."""
    counts = np.add.reduceat(store.counts[batch.rows], batch.starts, axis=0)
    hits = _phrase_hits(store, batch)
    phrases, senses = _per_category(hits, len(batch.starts))
    return Facts(counts, phrases, senses, _features(store, batch, counts, phrases), hits)


def _features(store: ChunkStore, batch: Batch, counts: Floats, phrases: Floats) -> Doubles:
    words = np.maximum(counts[:, _HITS : _HITS + 1], 1)
    shapes = counts[:, _HITS + 1 :]
    votes = np.clip(additive_logits(store, batch), -_SURE, _SURE)
    columns = (
        votes,
        np.clip(np.maximum.reduceat(store.alone[batch.rows], batch.starts, axis=0), -2, _LOUD),
        np.minimum(counts[:, :_HITS], _MANY),
        np.minimum(phrases, _MANY),
        np.log1p(words),
        np.log1p(_addresses(store, batch)),
        np.log1p(shapes),
        shapes / words,
        votes[:, _ONES] * votes[:, _OTHERS],
    )
    return np.hstack(columns, dtype=np.float64)


def _addresses(store: ChunkStore, batch: Batch) -> Floats:
    """How often a name is followed by the number of a house, shape (texts, 1)."""
    counts = store.counts[batch.rows]
    found = np.zeros((len(batch.rows), 1), np.float32)
    found[1:, 0] = counts[:-1, _NAME] * counts[1:, _HOUSE]
    return np.asarray(np.add.reduceat(found, batch.starts, axis=0), np.float32)


def _phrase_hits(store: ChunkStore, batch: Batch) -> dict[int, list[PhraseHit]]:
    """The phrases of each text that has any."""
    begun = np.unique(batch.owners[store.begins_phrase[batch.rows]]).tolist()
    found = ((text, _phrases_in(store, batch.of(text).tolist())) for text in begun)
    return {text: hits for text, hits in found if hits}


def _per_category(hits: Mapping[int, Sequence[PhraseHit]], texts: int) -> Floats:
    """How many phrases, then innocent senses, of each category, (2, texts, categories)."""
    counts = np.zeros((2, texts, _HITS), np.float32)
    for text, found in hits.items():
        for hit in found:
            counts[int(hit.innocent), text, CATEGORIES.index(hit.category)] += 1
    return counts


def _phrases_in(store: ChunkStore, rows: Sequence[int]) -> list[PhraseHit]:
    """Phrases once each; an innocent sense once for each word that may have it."""
    pieces = [store.pieces[row] for row in rows]
    wanted = Counter(phrase for piece in pieces for phrase in piece.phrases)
    said = " ".join([word.text for piece in pieces for word in piece.words])
    found: list[PhraseHit] = []
    for (category, phrase), times in wanted.items():
        if match := phrase.pattern.search(said):
            hit = PhraseHit(category, *_words_at(said, *match.span()), phrase.innocent)
            found += [hit] * (times if phrase.innocent else 1)
    return found


def _words_at(said: str, start: int, end: int) -> tuple[int, int]:
    first = said.count(" ", 0, start)
    return first, first + said[start:end].rstrip().count(" ")


def additive_logits(store: ChunkStore, batch: Batch) -> Floats:
    """The additive model's logits, shape (texts, labels): n-grams, and words with pairs."""
    named = store.whole[batch.rows]
    tails, heads = store.tails[batch.rows[:-1]], store.heads[batch.rows[1:]]
    pairs = store.model.pair_votes(tails, heads)
    pairs[batch.ends[:-1]] = 0
    named[:-1] += pairs
    ngrams = np.add.reduceat(store.ngrams[batch.rows], batch.starts, axis=0)
    votes = of_length_one(ngrams) + of_length_one(np.add.reduceat(named, batch.starts, axis=0))
    return np.asarray(votes + store.model.bias, np.float32)
