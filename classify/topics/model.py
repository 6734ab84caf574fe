"""The topics of texts, best first."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from classify.hashing import BUCKET_BITS
from classify.passport import ARRAYS, ArtefactError, read_arrays, read_passport, write
from classify.topics import features
from classify.topics.linear import Linear, from_arrays
from classify.topics.own import OwnTopic, OwnTopics
from classify.topics.sharpness import chances
from classify.topics.taxonomy import Entry, federal
from classify.topics.teller import Teller, Told, in_parts
from classify.topics.vectors import shipped
from classify.voting import Floats
from models.verdict import Topic

DIRECTORY = Path(__file__).resolve().parents[2] / "data" / "models" / "topics"
FORMAT = 1
GROUPS = FEWEST = 3
_DIGITS = 4
_LOOKED_AT = 24
"""So many best topics nearly always name three groups."""


@dataclass(frozen=True)
class TopicModel:
    """A trained model and its passport."""

    linear: Linear
    passport: Mapping[str, Any]


def expectations() -> dict[str, Any]:
    """What a passport must say for this code to use the model."""
    return {
        "format": FORMAT,
        "codes": [entry.code for entry in federal()],
        "bucket_bits": BUCKET_BITS,
        "features": [features.SPELLING, features.MEANING, features.PAIR],
    }


def save(model: TopicModel, directory: Path) -> None:
    """Write the arrays and the passport."""
    write(directory, model.passport, model.linear.arrays())


def load(directory: Path | None = None) -> TopicModel:
    """The model in a directory, by default the shipped one; refuses what does not fit."""
    home = directory or DIRECTORY
    passport = read_passport(home, expectations(), "otklik train topics")
    try:
        linear = from_arrays(read_arrays(home))
    except (KeyError, ValueError) as error:
        raise ArtefactError(f"{home / ARRAYS}: {error}") from error
    if len(linear.bias) != len(federal()) or linear.meant.shape[0] != shipped().size:
        raise ArtefactError(f"{home / ARRAYS}: the arrays do not fit the list of topics")
    return TopicModel(linear, passport)


class Topics:
    """Names the topics of texts: those of the federal list and the municipality's own."""

    def __init__(self, model: TopicModel, own: Sequence[OwnTopic] = ()) -> None:
        self.name = str(model.passport["name"])
        self._teller = Teller(model.linear, shipped())
        self._sharpness = float(model.passport["sharpness"])
        self._own = OwnTopics(own, self._teller) if own else None
        self._entries: list[Entry] = [*federal(), *(topic.entry for topic in own)]

    def tell(self, texts: Sequence[str]) -> Told:
        """What the texts are to this model, also for the router; valid until the next call."""
        return self._teller.tell(texts)

    def of_told(self, told: Told, texts: Sequence[str]) -> list[tuple[Topic, ...]]:
        """Topics of the texts that were told: at least three, naming at least three groups."""
        shares = chances(self.scores(told, texts), self._sharpness)
        best = np.argpartition(-shares, _LOOKED_AT, axis=1)[:, :_LOOKED_AT]
        values = np.take_along_axis(shares, best, axis=1)
        order = np.argsort(-values, axis=1, kind="stable")
        columns = np.take_along_axis(best, order, axis=1).tolist()
        ranked = np.take_along_axis(values, order, axis=1).tolist()
        return [
            tuple(self._first(zip(*row, strict=True), at, shares))
            for at, row in enumerate(zip(columns, ranked, strict=True))
        ]

    def of(self, texts: Sequence[str]) -> list[tuple[Topic, ...]]:
        """Topics of each text, best first."""
        return [found for part in in_parts(texts) for found in self.of_told(self.tell(part), part)]

    def all_scores(self, texts: Sequence[str]) -> Floats:
        """Raw scores of any number of texts, (texts, topics)."""
        return np.vstack([self.scores(self.tell(part), part) for part in in_parts(texts)])

    def scores(self, told: Told, texts: Sequence[str]) -> Floats:
        """Raw scores, shape (texts, topics): the federal list, then the own topics."""
        scores = self._teller.scores(told)
        return scores if self._own is None else self._own.added(scores, told, texts)

    def _first(
        self, best: Iterator[tuple[int, float]], text: int, shares: Floats
    ) -> Iterator[Topic]:
        groups = set()
        for count, (column, share) in enumerate(best, 1):
            entry = self._entries[column]
            groups.add(entry.group)
            yield Topic(entry.code, entry.group, entry.topic, round(share, _DIGITS))
            if count >= FEWEST and len(groups) >= GROUPS:
                return
        if len(groups) < GROUPS:
            yield from self._strangers(groups, shares[text])

    def _strangers(self, known: set[str], shares: Floats) -> Iterator[Topic]:
        """The best topics of further groups, for the rare text that one group fills."""
        for column in np.argsort(-shares, kind="stable").tolist():
            entry = self._entries[column]
            if entry.group not in known:
                known.add(entry.group)
                yield Topic(
                    entry.code, entry.group, entry.topic, round(float(shares[column]), _DIGITS)
                )
            if len(known) >= GROUPS:
                return
