"""A router trained on history: for each column the three likeliest labels, and why.

Two stages. The first scores every column from the text and from what the federal topics make of
it; the second, which answers, also knows the first one's chances of all columns, for a body depends
on the topic and a topic on what its group is likely to be.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from classify.hashing import BUCKET_BITS, Ints
from classify.passport import ARRAYS, ArtefactError, read_arrays, read_passport, write
from classify.topics import features
from classify.topics.linear import Linear, from_arrays
from classify.topics.model import Topics
from classify.topics.sharpness import chances
from classify.topics.teller import Teller, Told, in_parts
from classify.topics.vectors import shipped
from classify.voting import Floats

FORMAT = 2
PROPOSED = 3
_DIGITS = 4
_BLOCKS = ("kin_mean", "kin_turn", "chain_mean", "chain_turn")

Proposal = dict[str, Any]


@dataclass(frozen=True)
class RouterModel:
    """The linear model of the text and what is laid over it.

    Its labels are those of all columns, stage by stage. kin: from the topics' depths,
    mean (depth,), turn (depth, labels of both stages). chain: from the chances of stage one,
    mean (labels of one stage,), turn (labels of one stage, the same).
    """

    linear: Linear
    kin_mean: Floats
    kin_turn: Floats
    chain_mean: Floats
    chain_turn: Floats
    passport: Mapping[str, Any]

    @property
    def columns(self) -> dict[str, slice]:
        """Where the labels of each column stand among those of a stage."""
        return slices({about["column"]: about["names"] for about in self.passport["columns"]})


def slices(names: Mapping[str, Sequence[str]]) -> dict[str, slice]:
    """Labels of columns, one after another."""
    ends = np.cumsum([len(labels) for labels in names.values()]).tolist()
    starts = [0, *ends]
    return {name: slice(starts[at], ends[at]) for at, name in enumerate(names)}


def kin_of(told: Told) -> Floats:
    """What the topics make of texts, brought to length one, (texts, depth)."""
    lengths = np.linalg.norm(told.depths, axis=1, keepdims=True)
    return np.asarray(told.depths / np.maximum(lengths, 1e-6), np.float32)


def chain_of(
    scores: Floats, columns: Mapping[str, slice], sharpness: Mapping[str, float]
) -> Floats:
    """Roots of the chances of every column, so that a text's row has one length."""
    parts = [chances(scores[:, at], sharpness[name]) for name, at in columns.items()]
    return np.asarray(np.sqrt(np.hstack(parts) / len(parts)), np.float32)


def expectations(topics: str) -> dict[str, Any]:
    """What a passport must say; `topics` is the name of the topics' model the router leans on."""
    return {
        "format": FORMAT,
        "bucket_bits": BUCKET_BITS,
        "features": [features.SPELLING, features.MEANING, features.PAIR],
        "topics": topics,
    }


def save(model: RouterModel, directory: Path) -> None:
    """Write the arrays and the passport."""
    blocks = {name: getattr(model, name).astype(np.float16) for name in _BLOCKS}
    write(directory, model.passport, {**model.linear.arrays(), **blocks})


class Router:
    """Proposes labels for texts."""

    def __init__(self, model: RouterModel, topics: Topics) -> None:
        self.model = model
        self._topics = topics
        self._columns = model.columns
        self._labels = len(model.chain_mean)  # of one stage
        self._about = {about["column"]: about for about in model.passport["columns"]}
        self._teller = Teller(model.linear, shipped())

    @classmethod
    def load(cls, directory: Path, topics: Topics) -> "Router":
        """The router in a directory. Raises ArtefactError where it does not fit this version."""
        expected = expectations(topics.name)
        passport = read_passport(directory, expected, "otklik train routing")
        arrays = read_arrays(directory)
        try:
            blocks = {name: arrays[name].astype(np.float32) for name in _BLOCKS}
            model = RouterModel(from_arrays(arrays), **blocks, passport=passport)
            _check_shapes(model)
        except (KeyError, ValueError, TypeError) as error:
            raise ArtefactError(f"{directory / ARRAYS}: {error}") from error
        return cls(model, topics)

    def proposals(self, texts: Sequence[str]) -> list[dict[str, list[Proposal]]]:
        """For each text and column up to three of `{name, score, reason}`, best first."""
        return [found for part in in_parts(texts) for found in self._proposed(part)]

    def scores(self, texts: Sequence[str]) -> dict[str, Floats]:
        """The chances of every label by column, (texts, labels)."""
        parts = [self._chances(self._told_scores(part)[1]) for part in in_parts(texts)]
        return {name: np.vstack([part[name] for part in parts]) for name in self._columns}

    def _proposed(self, texts: Sequence[str]) -> list[dict[str, list[Proposal]]]:
        with self._topics.turn:  # threads share what is remembered about words
            return list(self._propose(texts))

    def _propose(self, texts: Sequence[str]) -> Iterator[dict[str, list[Proposal]]]:
        told, scores = self._told_scores(texts)
        shares = self._chances(scores)
        best = {name: _best(shares[name]) for name in self._columns}
        reasons = self._teller.reasons(told, self._places(best))
        columns = [self._ranked(name, best[name], shares[name]) for name in self._columns]
        for *ranked, words in zip(*columns, reasons, strict=True):
            why = iter(words)
            yield {
                name: [
                    {"name": label, "score": share, "reason": _in_words(next(why))}
                    for label, share in row
                ]
                for name, row in zip(self._columns, ranked, strict=True)
            }

    def _ranked(self, column: str, best: Ints, shares: Floats) -> list[list[tuple[str, float]]]:
        """Names and chances of the likeliest labels of each text."""
        names = self._about[column]["names"]
        values = np.take_along_axis(shares, best, axis=1).astype(float).round(_DIGITS).tolist()
        return [
            [(names[label], share) for label, share in zip(row, said, strict=True)]
            for row, said in zip(best.tolist(), values, strict=True)
        ]

    def _places(self, best: Mapping[str, Ints]) -> Ints:
        """Where labels of columns stand among those of both stages, (texts, all columns')."""
        return self._labels + np.hstack(
            [labels + self._columns[name].start for name, labels in best.items()]
        )

    def _told_scores(self, texts: Sequence[str]) -> tuple[Told, Floats]:
        """What the words say, and the scores of both stages."""
        model = self.model
        kin = kin_of(self._topics.tell(texts)) - model.kin_mean
        told = self._teller.tell(texts)
        scores: Floats = self._teller.scores(told) + np.asarray(kin @ model.kin_turn, np.float32)
        sharpness = {name: about["sharpness"][0] for name, about in self._about.items()}
        chain = chain_of(scores[:, : self._labels], self._columns, sharpness) - model.chain_mean
        scores[:, self._labels :] += chain @ model.chain_turn
        return told, scores

    def _chances(self, scores: Floats) -> dict[str, Floats]:
        second = scores[:, self._labels :]
        return {
            name: chances(second[:, at], self._about[name]["sharpness"][1])
            for name, at in self._columns.items()
        }


def _best(shares: Floats) -> Ints:
    """The likeliest labels of each text, best first, (texts, PROPOSED or fewer)."""
    few = min(PROPOSED, shares.shape[1])
    found = np.sort(np.argpartition(-shares, few - 1, axis=1)[:, :few], axis=1)
    order = np.argsort(-np.take_along_axis(shares, found, axis=1), axis=1, kind="stable")
    return np.take_along_axis(found, order, axis=1)


def _in_words(words: Sequence[str]) -> str:
    """Why, for a person."""
    if not words:
        return "по сходству с прежними обращениями"
    return "слова: «" + "», «".join(words) + "»"


def _check_shapes(model: RouterModel) -> None:
    labels = sum(at.stop - at.start for at in model.columns.values())
    fits = (
        len(model.linear.bias) == 2 * labels
        and model.kin_turn.shape == (len(model.kin_mean), 2 * labels)
        and model.chain_turn.shape == (labels, labels)
        and model.chain_mean.shape == (labels,)
    )
    if not fits:
        raise ValueError("the arrays do not fit the columns of the passport")
