"""The topics of texts, best first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import RLock
from typing import Any

import numpy as np

from classify.hashing import BUCKET_BITS, Ints
from classify.passport import ARRAYS, ArtefactError, read_arrays, read_passport, write
from classify.topics import features
from classify.topics.linear import Linear, from_arrays
from classify.topics.own import OwnTopic, OwnTopics
from classify.topics.sharpness import chances
from classify.topics.taxonomy import Entry, federal, groups_of
from classify.topics.teller import Teller, Told, in_parts
from classify.topics.vectors import shipped
from classify.voting import Floats
from models.verdict import Topic

DIRECTORY = Path(__file__).resolve().parents[2] / "data" / "models" / "topics"
FORMAT = 1
GROUPS = FEWEST = 3
_DIGITS = 4


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
    """Names the topics of texts: those of the federal list and the municipality's own.

    `turn`: what is remembered about words belongs to one thread at a time; whoever asks for more
    than `of` holds it until the answer is read.
    """

    def __init__(self, model: TopicModel, own: Sequence[OwnTopic] = ()) -> None:
        self.name = str(model.passport["name"])
        self._teller = Teller(model.linear, shipped())
        self._sharpness = float(model.passport["sharpness"])
        self._own = OwnTopics(own, self._teller) if own else None
        self._entries: list[Entry] = [*federal(), *(topic.entry for topic in own)]
        names, group = groups_of(self._entries)
        self._last: tuple[tuple[str, ...], Told] | None = None
        self.turn = RLock()
        self._groups = [np.flatnonzero(group == at) for at in range(len(names))]

    def tell(self, texts: Sequence[str]) -> Told:
        """What the texts are to this model; the router asks about the same texts right after."""
        asked = tuple(texts)
        if self._last is None or self._last[0] != asked:
            self._last = asked, self._teller.tell(texts)
        return self._last[1]

    def of_told(self, told: Told, texts: Sequence[str]) -> list[tuple[Topic, ...]]:
        """Topics of texts that were told: the best three, and the best of the best three groups."""
        shares = chances(self.scores(told, texts), self._sharpness)
        best = np.argpartition(-shares, FEWEST, axis=1)[:, :FEWEST]
        columns = np.sort(np.hstack([best, self._best_of_groups(shares)]), axis=1)
        values = np.take_along_axis(shares, columns, axis=1).astype(float)
        order = np.argsort(-values, axis=1, kind="stable")
        ranked = np.take_along_axis(columns, order, axis=1).tolist()
        scores = np.take_along_axis(values, order, axis=1).round(_DIGITS).tolist()
        return [self._named(row, said) for row, said in zip(ranked, scores, strict=True)]

    def of(self, texts: Sequence[str]) -> list[tuple[Topic, ...]]:
        """Topics of each text, best first."""
        return [found for part in in_parts(texts) for found in self._of(part)]

    def _of(self, texts: Sequence[str]) -> list[tuple[Topic, ...]]:
        with self.turn:
            return self.of_told(self.tell(texts), texts)

    def all_scores(self, texts: Sequence[str]) -> Floats:
        """Raw scores of any number of texts, (texts, topics)."""
        return np.vstack([self.scores(self.tell(part), part) for part in in_parts(texts)])

    def scores(self, told: Told, texts: Sequence[str]) -> Floats:
        """Raw scores, shape (texts, topics): the federal list, then the own topics."""
        scores = self._teller.scores(told)
        return scores if self._own is None else self._own.added(scores, told, texts)

    def _best_of_groups(self, shares: Floats) -> Ints:
        """The best topic of each of the best groups, shape (texts, GROUPS)."""
        rows = np.arange(len(shares))
        best = np.stack([group[shares[:, group].argmax(axis=1)] for group in self._groups], axis=1)
        order = np.argpartition(-shares[rows[:, None], best], GROUPS, axis=1)[:, :GROUPS]
        return np.take_along_axis(best, order, axis=1)

    def _named(self, columns: Sequence[int], shares: Sequence[float]) -> tuple[Topic, ...]:
        entries = self._entries
        return tuple(
            Topic(entry.code, entry.group, entry.topic, share)
            for column, share in dict(zip(columns, shares, strict=True)).items()
            for entry in (entries[column],)
        )
