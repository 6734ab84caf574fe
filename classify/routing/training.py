"""Learning to route from history: two stages of ridge regression, the second on honest chances."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from classify.hashing import Ints
from classify.lines import SampleError
from classify.passport import origin
from classify.routing.history import History
from classify.routing.router import RouterModel, chain_of, expectations, kin_of, slices
from classify.topics import ridge
from classify.topics.compressing import DEPTH, compressed
from classify.topics.corpus import corpus_of
from classify.topics.model import Topics
from classify.topics.sharpness import best_sharpness
from classify.topics.teller import in_parts
from classify.topics.vectors import shipped
from classify.voting import Floats

STRENGTH = 0.3
KIN, CHAIN = 0.5, 0.5
"""How like texts are by their federal topics and by the chances of stage one, beside words."""

NAME = 4.0
"""What a label is called says what it is for: its name counts as so many texts that have it."""

MOST = 6000
"""Training takes memory as the square of the rows: the last rows of a longer history are used."""

FEWEST = 2


@dataclass(frozen=True)
class _Column:
    """A column to learn: its label names; truth (rows, labels), zeros where unknown.

    The rows are texts, then names of labels.
    """

    name: str
    names: list[str]
    truth: Floats
    texts: int

    @property
    def known(self) -> Ints:
        """The rows that have a label."""
        return np.flatnonzero(self.truth.any(axis=1))

    @property
    def decided(self) -> Ints:
        """The texts that have a label."""
        return self.known[self.known < self.texts]


@dataclass(frozen=True)
class _Stage:
    """What a stage learned for all columns: pull, mean, unseen scores, sharpness by column."""

    pull: Floats
    mean: Floats
    unseen: Floats
    sharpness: dict[str, float]


def train(history: History, sources: Mapping[str, str], topics: Topics) -> RouterModel:
    """A router from history. Raises SampleError where there is too little to learn from."""
    used = history.last(MOST)
    learned = used.followed_by(used.names())
    columns = _columns(learned, len(used.texts))
    corpus = corpus_of(learned.texts, shipped())
    kin, kin_mean = _centred(
        np.vstack([kin_of(topics.tell(part)) for part in in_parts(learned.texts)])
    )
    words = corpus.gram()
    copies = ridge.copies_in(words - corpus.meant @ corpus.meant.T)
    scale = float(np.diag(words).mean())
    likeness = _with_block(words, kin, scale * KIN)
    first = _stage(likeness, columns, copies)
    at = slices({column.name: column.names for column in columns})
    chain, chain_mean = _centred(chain_of(first.unseen, at, first.sharpness))
    second = _stage(_with_block(likeness, chain, scale * CHAIN), columns, copies)
    pull = np.hstack([first.pull, second.pull])
    mean = np.hstack([first.mean, second.mean])
    return RouterModel(
        compressed(corpus, words, pull, mean),
        kin_mean,
        _turn(kin, pull, scale * KIN),
        chain_mean,
        _turn(chain, second.pull, scale * CHAIN),
        _passport(
            history, sources, topics, [_about(c, at[c.name], first, second) for c in columns]
        ),
    )


def _with_block(likeness: Floats, block: Floats, weight: float) -> Floats:
    """The likeness when texts are also compared by a block of numbers (texts, size)."""
    return np.asarray(likeness + weight * (block @ block.T), np.float32)


def _turn(block: Floats, pull: Floats, weight: float) -> Floats:
    """What a block of numbers adds to the scores, (size, labels)."""
    return np.asarray(weight * (block.T @ pull), np.float32)


def _columns(learned: History, texts: int) -> list[_Column]:
    columns = [_column(name, labels, texts) for name, labels in learned.labels.items()]
    if not columns or texts < FEWEST:
        raise SampleError(
            f"the history has {texts} texts with {len(columns)} columns of labels; "
            f"at least {FEWEST} texts with category, topic or body are needed"
        )
    return columns


def _column(name: str, labels: Sequence[str | None], texts: int) -> _Column:
    names = sorted({label for label in labels if label is not None})
    column = {label: at for at, label in enumerate(names)}
    truth = np.zeros((len(labels), len(names)), np.float32)
    for row, label in enumerate(labels):
        if label is not None:
            truth[row, column[label]] = 1
    return _Column(name, names, truth, texts)


def _stage(likeness: Floats, columns: Sequence[_Column], copies: ridge.Copies) -> _Stage:
    fits = [_fit(likeness, column, copies) for column in columns]
    sharpness = {
        column.name: best_sharpness(fit.unseen[column.decided], column.truth[column.decided])
        for column, fit in zip(columns, fits, strict=True)
    }
    return _Stage(
        np.hstack([fit.pull for fit in fits]),
        np.hstack([fit.mean for fit in fits]),
        np.hstack([fit.unseen for fit in fits]),
        sharpness,
    )


def _fit(likeness: Floats, column: _Column, copies: ridge.Copies) -> ridge.Ridge:
    """Learn one column from the rows that have a label; the others pull nothing."""
    rows = column.known
    strength = STRENGTH * float(np.diag(likeness).mean())
    among = likeness[np.ix_(rows, rows)]
    weights = np.where(rows < column.texts, 1.0, NAME).astype(np.float32)
    found = ridge.fit(among, column.truth[rows], weights, strength, ridge.among(rows, copies))
    pull = np.zeros_like(column.truth)
    pull[rows] = found.pull
    unseen = likeness @ pull + found.mean
    unseen[rows] = found.unseen
    return ridge.Ridge(pull, found.mean, unseen)


def _centred(block: Floats) -> tuple[Floats, Floats]:
    mean = block.mean(axis=0)
    return block - mean, mean


def _about(column: _Column, at: slice, first: _Stage, second: _Stage) -> dict[str, Any]:
    sharpness = [stage.sharpness[column.name] for stage in (first, second)]
    truth = column.truth[column.decided]
    return {
        "column": column.name,
        "names": column.names,
        "sharpness": [round(value, 3) for value in sharpness],
        "figures_unseen": _shares(second.unseen[column.decided, at], truth),
    }


def _shares(scores: Floats, truth: Floats) -> dict[str, float]:
    order = np.argsort(-scores, axis=1)
    hits = np.take_along_axis(truth, order, axis=1)
    return {
        "n": len(scores),
        "right": round(float(hits[:, 0].mean()), 4),
        "right_in_three": round(float(hits[:, :3].sum(axis=1).mean()), 4),
    }


def _passport(
    history: History, sources: Mapping[str, str], topics: Topics, about: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    return {
        **expectations(topics.name),
        **origin("routing", sources),
        "texts": {"given": len(history.texts), "used": min(len(history.texts), MOST)},
        "columns": list(about),
        "parameters": {
            "strength": STRENGTH,
            "name": NAME,
            "kin": KIN,
            "chain": CHAIN,
            "depth": DEPTH,
        },
    }
