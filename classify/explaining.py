"""Which words of a text caused a flag."""

from collections.abc import Iterator, Sequence

import numpy as np

from classify.documents import Chunk, ChunkStore
from classify.formats import personal_data
from classify.hashing import Ints
from classify.reading import Piece
from classify.scoring import PhraseHit

Span = tuple[int, int]

_MOST_WORDS = 3
_LOUD = 0.5


class Explainer:
    """Finds the guilty spans of one text; built once for all its flags."""

    def __init__(
        self, store: ChunkStore, text: str, rows: Ints, phrases: Sequence[PhraseHit] = ()
    ) -> None:
        self.text = text
        self.chunks = store.chunks(text)
        self.pieces = [store.pieces[row] for row in rows]
        self.votes = store.votes[rows]
        self.phrases = phrases

    def spans(self, category: str, label: int) -> list[Span]:
        """The spans of a flag: listed words and phrases, else the words that voted loudest."""
        listed = {*self._words(category), *self._phrases(category), *self._formats(category)}
        return sorted(listed) or self._loudest(label) or [(0, len(self.text))]

    def _words(self, category: str) -> Iterator[Span]:
        for chunk, piece in zip(self.chunks, self.pieces, strict=True):
            for hit in piece.hits:
                if hit.category == category:
                    yield _in_text(chunk, hit.start, hit.end)

    def _phrases(self, category: str) -> Iterator[Span]:
        places = list(_word_places(self.chunks, self.pieces)) if self.phrases else []
        for found, first, last in self.phrases:
            if found == category:
                yield places[first][0], places[last][1]

    def _formats(self, category: str) -> Iterator[Span]:
        return personal_data(self.text) if category == "personal_data" else iter(())

    def _loudest(self, label: int) -> list[Span]:
        """Up to three words nearly as loud as the loudest, in the order of the text."""
        if not self.chunks:
            return []
        votes = self.votes[:, label]
        loudest = np.argsort(-votes, kind="stable")[:_MOST_WORDS]
        loud = [int(at) for at in loudest if votes[at] >= _LOUD * votes[loudest[0]] > 0]
        return [self._core(at) for at in sorted(loud or [int(loudest[0])])]

    def _core(self, at: int) -> Span:
        chunk, words = self.chunks[at], self.pieces[at].words
        if not words:
            return chunk.start, chunk.end
        return _in_text(chunk, words[0].start, words[-1].end)


def _in_text(chunk: Chunk, start: int, end: int) -> Span:
    """A place in a chunk as a place in the text; letters written apart are marked whole."""
    if chunk.end - chunk.start != len(chunk.text):
        return chunk.start, chunk.end
    return chunk.start + start, chunk.start + end


def _word_places(chunks: Sequence[Chunk], pieces: Sequence[Piece]) -> Iterator[Span]:
    for chunk, piece in zip(chunks, pieces, strict=True):
        for word in piece.words:
            yield _in_text(chunk, word.start, word.end)
