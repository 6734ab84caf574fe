"""From marked texts to a model of places: cross-validation, caution, passport."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from classify.passport import origin
from classify.places import learning
from classify.places.artefact import PlaceModel, expectations
from classify.places.augmenting import renamed, small
from classify.places.evaluation import Found, measure
from classify.places.examples import Example, read_examples
from classify.places.finder import PlaceFinder
from classify.places.gazetteer import split_type
from classify.places.lattice import Floats
from classify.places.lessons import Class, course_of
from classify.places.names import OWN, SETTLEMENT, STREET, Name, NameBook, book_of, common_names
from classify.places.normal import Normaliser
from classify.places.tagger import KINDS, LABELS, Weights
from classify.places.vocabulary import DIRECTORY, load_vocabulary

OWN_EXAMPLES = DIRECTORY / "own_examples.jsonl"
FOLDS = 2
TIMES = 4
"""How often the project's own examples are told again with other names."""

CAUTIONS = (-1.5, -1.0, -0.5, 0.0)
"""What may be taken from the scores of places; below zero it is daring."""


def train(examples: Sequence[Example], sources: Mapping[str, str], seed: int) -> PlaceModel:
    """A model from examples; `sources` are hashes of the files they came from.

    The project's own examples teach, too, but nothing is measured on them.
    """
    folds = np.random.default_rng(seed).integers(0, FOLDS, len(examples))
    parts = [_part(examples, folds, fold, seed) for fold in range(FOLDS)]
    caution = _best_caution(parts)
    figures = _cross_validated(parts, caution)
    passport = _passport(sources, len(examples), seed, figures)
    return PlaceModel(_fit(examples, seed), caution, passport)


Part = tuple[Sequence[Example], Weights]
"""Examples, and weights that did not learn from them."""


def _part(examples: Sequence[Example], folds: "np.ndarray", fold: int, seed: int) -> Part:
    rest = [example for example, at in zip(examples, folds, strict=True) if at != fold]
    held = [example for example, at in zip(examples, folds, strict=True) if at == fold]
    return held, _fit(rest, seed)


def _fit(examples: Sequence[Example], seed: int) -> Weights:
    vocabulary = load_vocabulary()
    own = read_examples([OWN_EXAMPLES])
    plain = [*examples, *own, *renamed(own, vocabulary, TIMES, seed)]
    classes = [
        Class([*plain, *map(small, plain[1::2])], book_of(common_names())),
        Class([*map(small, plain[::4]), *plain[2::4]], _pretended_gazetteer(plain)),
    ]
    return learning.fit(course_of(classes, vocabulary, seed), seed)


def _pretended_gazetteer(examples: Sequence[Example]) -> NameBook:
    """All marked names as if they were the municipality's own: what a gazetteer's word weighs."""
    normaliser = Normaliser(load_vocabulary(), book_of(common_names()))
    streets = {normaliser.street(said).text for e in examples for said in e.surfaces("street")}
    towns = {
        normaliser.settlement(said).text for e in examples for said in e.surfaces("settlement")
    }
    return book_of(
        [Name(split_type(name, ("street",))[1], STREET * OWN) for name in sorted(streets)],
        [
            Name(split_type(name, ("settlement", "district"))[1], SETTLEMENT * OWN)
            for name in sorted(towns)
        ],
        common_names(),
    )


def _best_caution(parts: Sequence[Part]) -> Floats:
    """For each kind of place the caution at which its F1 is best."""
    figures = {
        each: {found.kind: found.f1 for found in _cross_validated(parts, _same_caution(each))}
        for each in CAUTIONS
    }
    best = {kind: max(CAUTIONS, key=lambda each: figures[each].get(kind, 0.0)) for kind in KINDS}
    chosen = [best.get(label.partition("-")[2], 0.0) for label in LABELS]
    return np.array(chosen, np.float32)


def _same_caution(caution: float) -> Floats:
    return np.array([caution if "-" in label else 0.0 for label in LABELS], np.float32)


def _cross_validated(parts: Sequence[Part], caution: Floats) -> list[Found]:
    held = [example for examples, _ in parts for example in examples]
    found = [
        places
        for examples, weights in parts
        for places in PlaceFinder(PlaceModel(weights, caution, {"name": "part"})).many(
            [example.text for example in examples]
        )
    ]
    return measure(held, found)


def _passport(
    sources: Mapping[str, str], count: int, seed: int, figures: Sequence[Found]
) -> dict[str, Any]:
    return {
        **expectations(),
        **origin("places", sources, seed),
        "samples": count,
        "parameters": {
            "epochs": learning.EPOCHS,
            "rate": learning.RATE,
            "decay": learning.DECAY,
            "folds": FOLDS,
            "times": TIMES,
        },
        "figures": {found.kind: asdict(found) for found in figures},
    }
