"""Text in, places out: settlement, street, house and other, as written and normalised."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from classify.hashing import Ints
from classify.places import artefact
from classify.places.gazetteer import Gazetteer
from classify.places.judging import Judging
from classify.places.names import book_of, common_names
from classify.places.normal import Normaliser
from classify.places.sheets import Sheet
from classify.places.stretches import stretches_of
from classify.places.tagger import OUTSIDE, Tagger
from classify.places.vocabulary import load_vocabulary
from models.verdict import Places

BATCH, ROOM = 512, 1 << 17
"""How many texts and characters are read at once, so that memory is bounded."""
_NOWHERE = Places()


class PlaceFinder:
    """Finds places; knows the municipality's own where a gazetteer is given."""

    def __init__(self, model: artefact.PlaceModel, gazetteer: Gazetteer | None = None) -> None:
        vocabulary = load_vocabulary()
        book = book_of(gazetteer.names() if gazetteer else (), common_names())
        self.name = model.name
        self._tagger = Tagger(model.weights, vocabulary, book, model.caution)
        self._judging = Judging(Normaliser(vocabulary, book), vocabulary)

    @classmethod
    def load(
        cls, directory: Path | None = None, gazetteer: Gazetteer | None = None
    ) -> "PlaceFinder":
        """The shipped model or the one in `directory`. Raises ArtefactError."""
        return cls(artefact.load(directory), gazetteer)

    def places(self, text: str) -> Places:
        """The places of one text."""
        return self.many([text])[0]

    def many(self, texts: Sequence[str]) -> list[Places]:
        """Places in the order of the texts; a place named twice is given once, the first."""
        return [found for part in _parts(texts) for found in self._batch(part)]

    def _batch(self, texts: Sequence[str]) -> list[Places]:
        sheet, labels = self._tagger.labels(texts)
        found = [_NOWHERE] * len(texts)
        for number in _texts_with_places(sheet, labels):
            pairs, start = sheet.pairs(number), int(sheet.starts[number])
            stretches = stretches_of(labels[start : start + len(pairs)].tolist(), pairs)
            found[number] = self._judging.places(texts[number], pairs, stretches)
        return found


def _parts(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    first, room = 0, ROOM
    for at, text in enumerate(texts):
        room -= len(text)
        if at > first and (room < 0 or at - first == BATCH):
            yield texts[first:at]
            first, room = at, ROOM - len(text)
    if texts:
        yield texts[first:]


def _texts_with_places(sheet: Sheet, labels: Ints) -> list[int]:
    inside = np.flatnonzero(labels != OUTSIDE)
    owners = np.searchsorted(sheet.starts, inside, side="right") - 1
    return [int(owner) for owner in np.unique(owners)]
