"""Text in, places out: settlement, street, house and other, as written and normalised."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from classify.places import artefact
from classify.places.gazetteer import Gazetteer
from classify.places.judging import Judging
from classify.places.names import book_of, common_names
from classify.places.normal import Normaliser
from classify.places.sheets import Sheet
from classify.places.tagger import LABELS, OUTSIDE, Ints, Tagger
from classify.places.tokens import Token, tokens_of
from classify.places.vocabulary import load_vocabulary
from models.verdict import Place, Places

BATCH = 128
_NOWHERE = Places()


class Stretch(NamedTuple):
    """Words `first` to `last` of a text that name one place."""

    kind: str
    first: int
    last: int


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
        parts = (texts[at : at + BATCH] for at in range(0, len(texts), BATCH))
        return [found for part in parts for found in self._batch(part)]

    def _batch(self, texts: Sequence[str]) -> list[Places]:
        sheet, labels = self._tagger.labels(texts)
        found = [_NOWHERE] * len(texts)
        for number in _texts_with_places(sheet, labels):
            pairs, start = sheet.pairs[number], int(sheet.starts[number])
            tokens = list(tokens_of(pairs))
            stretches = list(stretches_of(labels[start : start + len(pairs)].tolist()))
            found[number] = self._judging.places(texts[number], tokens, stretches)
        return found


def stretches_of(labels: Sequence[int]) -> Iterator[Stretch]:
    """Runs of words that are one place."""
    first = 0
    for at, label in enumerate(labels):
        part, _, kind = LABELS[label].partition("-")
        if part == "begin":
            first = at
        goes_on = at + 1 < len(labels) and LABELS[labels[at + 1]] == f"inside-{kind}"
        if kind and not goes_on:
            yield Stretch(kind, first, at)


def _texts_with_places(sheet: Sheet, labels: Ints) -> list[int]:
    inside = np.flatnonzero(labels != OUTSIDE)
    owners = np.searchsorted(sheet.starts, inside, side="right") - 1
    return np.unique(owners).tolist()


