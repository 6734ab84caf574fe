"""Texts as sequences of chunks whose votes and counts are remembered in arrays."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from classify.chunks import FEWEST_APART, chunk_spans, chunk_texts, letters_apart, words_of
from classify.hashing import Codes, Ints
from classify.lexicon import CATEGORIES
from classify.morphology import in_dictionary
from classify.reading import COUNTS, Piece, Reader
from classify.voting import Floats, VotingModel, of_length_one

CAPACITY = 1 << 17
BORDER = 0
_NOTHING = Piece((), (), (), (0,) * len(COUNTS))


class Chunk(NamedTuple):
    """A chunk of a text: what to read, and where it stands."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Batch:
    """Texts one after another: each is a border, its chunks, a border.

    rows (chunks,): rows of the store; starts (texts,): where each text begins.
    """

    rows: Ints
    starts: Ints

    @cached_property
    def ends(self) -> Ints:
        """Where the closing border of each text stands, shape (texts,)."""
        return np.append(self.starts[1:], len(self.rows)) - 1

    @cached_property
    def owners(self) -> Ints:
        """Which text each chunk belongs to, shape (chunks,)."""
        return np.repeat(np.arange(len(self.starts)), self.ends - self.starts + 1)

    def of(self, text: int) -> Ints:
        """The rows of one text's chunks, without the borders."""
        return self.rows[self.starts[text] + 1 : self.ends[text]]


class ChunkStore:
    """Every chunk met lately, read once. Emptied when full, so memory is bounded."""

    def __init__(self, reader: Reader, model: VotingModel, capacity: int = CAPACITY) -> None:
        self.reader = reader
        self.model = model
        self.capacity = capacity
        self._clear(capacity)

    def batch(self, texts: Sequence[str]) -> Batch:
        """The texts as rows of the store; valid until the next batch."""
        chunked = [self._chunk_texts(text) for text in texts]
        self._learn(chunked)
        rows = [BORDER]
        starts = []
        for chunks in chunked:
            starts.append(len(rows) - 1)
            rows.extend(map(self._row_of.__getitem__, chunks))
            rows.extend((BORDER, BORDER))
        return Batch(np.array(rows[:-1], np.int64), np.array(starts, np.int64))

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where the chunks that `batch` sees stand in the text."""
        found = chunk_spans(text)
        if [end - start for start, end in found].count(1) < FEWEST_APART:
            return found
        hidden = list(self._hidden_words(text))
        return [chunk[1:] for chunk in _with_hidden_words(text, hidden)] if hidden else found

    def _chunk_texts(self, text: str) -> list[str]:
        chunks = chunk_texts(text)
        if list(map(len, chunks)).count(1) < FEWEST_APART:
            return chunks
        hidden = list(self._hidden_words(text))
        return [chunk.text for chunk in _with_hidden_words(text, hidden)] if hidden else chunks

    def _hidden_words(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Letters written apart that make a guilty word."""
        for start, end, letters in letters_apart(text):
            if len(letters) <= _LONGEST_APART and self._hides(letters):
                alone = self._leading_word(letters)
                yield start + 2 * alone, end, letters[alone:]

    def _leading_word(self, letters: str) -> int:
        """1 where the first letter is a word of its own: «и» in «и х у й»."""
        rest = letters[1:]
        own = letters[0].lower() in "иавскуоя" and len(rest) >= FEWEST_APART
        return int(own and self._hides(rest))

    def _hides(self, letters: str) -> bool:
        words = words_of(letters, self.reader.meant, self.reader.behind)
        return any(self.reader.meant(word.text) for word in words)

    def _learn(self, chunked: Sequence[Sequence[str]]) -> None:
        """Read what is new; when there is no room, forget everything else first."""
        known = self._row_of
        new = dict.fromkeys(chunk for chunks in chunked for chunk in chunks if chunk not in known)
        if len(self.pieces) + len(new) > len(self.alone):
            new = dict.fromkeys(chunk for chunks in chunked for chunk in chunks)
            self._clear(max(self.capacity, len(new) + 1))
        if new:
            self._add(list(new))

    def _add(self, chunks: Sequence[str]) -> None:
        pieces = self.reader.read_all(chunks)
        rows = slice(len(self.pieces), len(self.pieces) + len(chunks))
        self._row_of.update(zip(chunks, range(rows.start, rows.stop), strict=True))
        self.pieces.extend(pieces)
        self.counts[rows] = [piece.counts for piece in pieces]
        self.begins_phrase[rows] = [bool(piece.phrases) for piece in pieces]
        self._add_votes(rows.start, pieces)

    def _add_votes(self, first: int, pieces: Sequence[Piece]) -> None:
        sizes = np.array([len(piece.words) for piece in pieces])
        said = self.model.votes_of([word.text for piece in pieces for word in piece.words])
        rows = slice(first, first + len(pieces))
        owners = np.repeat(np.arange(len(pieces)), sizes)
        ngrams, whole = (np.zeros((len(pieces), self._width), np.float32) for _ in range(2))
        np.add.at(ngrams, owners, said.ngrams)
        np.add.at(whole, owners, said.whole)
        alone = of_length_one(ngrams) + of_length_one(whole)
        self._silence(pieces, alone, (ngrams, whole, alone))
        self.ngrams[rows], self.whole[rows], self.alone[rows] = ngrams, whole, alone
        speaking = first + np.flatnonzero(sizes)
        ends = np.cumsum(sizes)[sizes > 0]
        self.heads[speaking] = said.hashes[ends - sizes[sizes > 0]]
        self.tails[speaking] = said.hashes[ends - 1]

    def _silence(self, pieces: Sequence[Piece], alone: Floats, votes: Iterable[Floats]) -> None:
        """A look-alike word casts no vote for what it looks like, one of the dictionary no mat."""
        innocent = np.zeros(alone.shape, np.bool_)
        for at, piece in enumerate(pieces):
            for category in piece.acquitted:
                innocent[at, CATEGORIES.index(category)] = True
        for at in np.flatnonzero(alone[:, _MAT] > _AUDIBLE).tolist():
            innocent[at, _MAT] |= _is_known(pieces[at])
        for each in votes:
            accusing = each[:, : alone.shape[1]]
            accusing[innocent & (accusing > 0)] = 0

    def _clear(self, room: int) -> None:
        labels = self.model.weights.shape[1]
        self._width = labels + 1
        self._row_of: dict[str, int] = {}
        self.pieces: list[Piece] = [_NOTHING]
        self.ngrams: Floats = np.zeros((room, self._width), np.float32)
        self.whole: Floats = np.zeros((room, self._width), np.float32)
        self.alone: Floats = np.zeros((room, labels), np.float32)
        self.counts: NDArray[np.float32] = np.zeros((room, len(COUNTS)), np.float32)
        self.begins_phrase: NDArray[np.bool_] = np.zeros(room, np.bool_)
        self.heads: Codes = np.zeros(room, np.uint64)
        self.tails: Codes = np.zeros(room, np.uint64)


_LONGEST_APART = 40
_MAT = CATEGORIES.index("obscene")
_AUDIBLE = 0.1


def _is_known(piece: Piece) -> bool:
    """Whether the dictionary has all words of a chunk and no list accuses them."""
    return not piece.hits and all(in_dictionary(word.text) for word in piece.words)


def _with_hidden_words(text: str, hidden: Sequence[tuple[int, int, str]]) -> list[Chunk]:
    """The chunks of a text, letters written apart being one."""
    found: list[Chunk] = []
    at = 0
    for start, end, letters in hidden:
        found += [*_placed(text, at, start), Chunk(letters, start, end)]
        at = end
    return found + _placed(text, at, len(text))


def _placed(text: str, start: int, end: int) -> list[Chunk]:
    spans = chunk_spans(text[start:end])
    return [Chunk(text[start + a : start + b], start + a, start + b) for a, b in spans]
