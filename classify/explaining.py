"""Which words of a text caused a flag."""

from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np

from classify.documents import ChunkStore
from classify.formats import personal_data
from classify.hashing import Ints
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
        self.phrases = phrases
        self._store = store
        self._rows = rows
        self._pieces = [store.pieces[row] for row in rows.tolist()]
        self._hits = [(at, hit) for at, piece in enumerate(self._pieces) for hit in piece.hits]

    def spans(self, category: str, label: int) -> list[Span]:
        """The spans of a flag: listed words and phrases, else the words that voted loudest."""
        listed = {*self._words(category), *self._phrases(category), *self._formats(category)}
        return sorted(listed) or self._loudest(label) or [(0, len(self.text))]

    @cached_property
    def _chunks(self) -> list[Span]:
        return self._store.spans(self.text)

    def _words(self, category: str) -> Iterator[Span]:
        return (
            self._in_text(at, hit.start, hit.end)
            for at, hit in self._hits
            if hit.category == category
        )

    def _phrases(self, category: str) -> Iterator[Span]:
        for hit in self.phrases:
            if hit.category == category and not hit.innocent:
                yield self._word_places[hit.first][0], self._word_places[hit.last][1]

    def _formats(self, category: str) -> list[Span]:
        return personal_data(self.text) if category == "personal_data" else []

    def _loudest(self, label: int) -> list[Span]:
        """Up to three words nearly as loud as the loudest, in the order of the text."""
        if not self._chunks:
            return []
        votes = self._store.alone[self._rows, label]
        loudest = np.argsort(-votes, kind="stable")[:_MOST_WORDS]
        loud = [int(at) for at in loudest if votes[at] >= _LOUD * votes[loudest[0]] > 0]
        return [self._core(at) for at in sorted(loud or [int(loudest[0])])]

    def _core(self, at: int) -> Span:
        words = self._pieces[at].words
        return self._in_text(at, words[0].start, words[-1].end) if words else self._chunks[at]

    @cached_property
    def _word_places(self) -> list[Span]:
        return [
            self._in_text(at, word.start, word.end)
            for at, piece in enumerate(self._pieces)
            for word in piece.words
        ]

    def _in_text(self, at: int, start: int, end: int) -> Span:
        """A place in a chunk as a place in the text; letters written apart are marked whole."""
        first, last = self._chunks[at]
        if len(self.text[first:last].split()) > 1:
            return first, last
        return first + start, first + end
