"""Marked texts as numbers to learn from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from classify.hashing import Ints
from classify.places.examples import Example
from classify.places.features import Description
from classify.places.lattice import Steps
from classify.places.names import NameBook
from classify.places.sheets import (
    BORDER,
    Sheet,
    WordStore,
    pattern_buckets,
    word_buckets,
)
from classify.places.tagger import KINDS, LABELS, OUTSIDE
from classify.places.tokens import Token, tokens_of
from classify.places.vocabulary import Vocabulary, fold

AT_ONCE = 64
FEWEST = 2
_STEM, _ENDING = 4, 3
_ROOM = 1 << 18

Allowed = NDArray[np.bool_]


@dataclass(frozen=True)
class Lesson:
    """A few dozen texts: matrix (words, features), columns (features,) its features' numbers,

    allowed (words, labels), chains.
    """

    matrix: csr_matrix
    columns: Ints
    allowed: Allowed
    steps: Steps


@dataclass(frozen=True)
class Course:
    """Lessons, and the buckets of all features."""

    lessons: Sequence[Lesson]
    buckets: Ints


@dataclass(frozen=True)
class Class:
    """Examples that are read with one book of names."""

    examples: Sequence[Example]
    names: NameBook


@dataclass(frozen=True)
class _Reading:
    """The words of a class: every feature of every word as (owner, bucket), and what it may be."""

    sheet: Sheet
    owners: Ints
    buckets: Ints
    allowed: Allowed


def course_of(classes: Sequence[Class], vocabulary: Vocabulary, seed: int) -> Course:
    """The examples of all classes, shuffled within each and cut into lessons."""
    draw = np.random.default_rng(seed)
    readings = [_read(each, vocabulary, draw) for each in classes]
    found, counts = np.unique(
        np.concatenate([reading.buckets for reading in readings]), return_counts=True
    )
    known = found[counts >= FEWEST]
    return Course([lesson for each in readings for lesson in _lessons(each, known)], known)


def _read(taught: Class, vocabulary: Vocabulary, draw: np.random.Generator) -> _Reading:
    order = draw.permutation(len(taught.examples)).tolist()
    examples = [taught.examples[number] for number in order]
    told: list[Description] = []
    store = WordStore(vocabulary, taught.names, lambda *said: told.extend(said[-1]), _ROOM)
    sheet = store.sheet([example.text for example in examples])
    owners, buckets = _features(store, sheet, told)
    return _Reading(sheet, owners, buckets, _allowed(examples, sheet))


def _features(store: WordStore, sheet: Sheet, told: Sequence[Description]) -> tuple[Ints, Ints]:
    """Every feature of every word: the word's number, the bucket."""
    words = np.flatnonzero(sheet.rows != BORDER)
    patterns = pattern_buckets(store, sheet, words)
    parts = [(np.tile(words, len(patterns)), patterns.ravel())]
    for distance, (found, starts) in word_buckets(told).items():
        sizes = np.diff(np.append(starts, len(found)))
        rows = sheet.rows[words + distance]
        many = sizes[rows]
        inside = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
        parts.append((np.repeat(words, many), found[np.repeat(starts[rows], many) + inside]))
    owners, buckets = (np.concatenate(each) for each in zip(*parts, strict=True))
    return owners, buckets


def _lessons(reading: _Reading, known: Ints) -> Iterator[Lesson]:
    matrix = _matrix(reading, known)
    sheet = reading.sheet
    sizes = sheet.sizes
    for at in range(0, len(sizes), AT_ONCE):
        some = at + np.flatnonzero(sizes[at : at + AT_ONCE])
        if len(some):
            first, end = sheet.starts[some[0]], sheet.starts[some[-1]] + sizes[some[-1]]
            part = matrix[first:end]
            columns, places = np.unique(part.indices, return_inverse=True)
            local = csr_matrix((part.data, places, part.indptr), (part.shape[0], len(columns)))
            steps = Steps.of(sheet.starts[some] - first, sizes[some])
            yield Lesson(local, columns, reading.allowed[first:end], steps)


def _matrix(reading: _Reading, known: Ints) -> csr_matrix:
    columns = np.minimum(np.searchsorted(known, reading.buckets), len(known) - 1)
    kept = known[columns] == reading.buckets
    entries = np.ones(kept.sum(), np.float32), (reading.owners[kept], columns[kept])
    return csr_matrix(entries, (len(reading.sheet.rows), len(known)))


def _allowed(examples: Sequence[Example], sheet: Sheet) -> Allowed:
    """1 where a word may have a label; a word nobody judged may have any."""
    allowed = np.zeros((len(sheet.rows), len(LABELS)), bool)
    allowed[:, OUTSIDE] = True
    for number, (example, start) in enumerate(zip(examples, sheet.starts.tolist(), strict=True)):
        tokens = tokens_of(sheet.pairs(number))
        _allow(example, tokens, allowed[start : start + len(tokens)])
    return allowed


def _allow(example: Example, tokens: Sequence[Token], allowed: Allowed) -> None:
    for kind in set(KINDS) - set(example.judged):
        allowed[:, LABELS.index(f"begin-{kind}")] = True
        allowed[:, LABELS.index(f"inside-{kind}")] = True
    stems = {fold(word)[: _stem(word)] for word in _named_words(example)}
    for at, token in enumerate(tokens):
        if fold(token.text)[: _stem(token.text)] in stems:
            allowed[at] = True
    for start, end, kind in example.spans:
        inside = [at for at, token in enumerate(tokens) if start < token.end and token.start < end]
        for at in inside:
            part = "begin" if at == inside[0] else "inside"
            allowed[at] = False
            allowed[at, LABELS.index(f"{part}-{kind}")] = True


def _named_words(example: Example) -> list[str]:
    names = [example.text[start:end] for start, end, kind in example.spans if kind != "house"]
    return [word for name in names for word in name.split() if len(word) > _STEM + 1]


def _stem(word: str) -> int:
    return max(_STEM, len(word) - _ENDING)
