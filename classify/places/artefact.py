"""The trained tagger on disk: arrays without pickle, and a passport that says what they are."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from classify.hashing import BUCKET_BITS
from classify.passport import ARRAYS, ArtefactError, read_arrays, read_passport, write
from classify.places.lattice import Floats
from classify.places.tagger import LABELS, Weights

DIRECTORY = Path(__file__).resolve().parent.parent.parent / "data" / "models" / "places"
FORMAT = 1


@dataclass(frozen=True)
class PlaceModel:
    """Weights, the caution by label that suits them, and the passport."""

    weights: Weights
    caution: Floats
    passport: Mapping[str, Any]

    @property
    def name(self) -> str:
        """What the journal calls this model."""
        return str(self.passport["name"])


def expectations() -> dict[str, Any]:
    """What a passport must say for this code to use the model."""
    return {"format": FORMAT, "labels": list(LABELS), "bucket_bits": BUCKET_BITS}


def save(model: PlaceModel, directory: Path) -> None:
    """Write the arrays and the passport."""
    weights = model.weights
    arrays = {
        "buckets": weights.buckets,
        "weights": weights.weights.astype(np.float16),
        "transitions": weights.transitions,
        "caution": model.caution,
    }
    write(directory, model.passport, arrays)


def load(directory: Path | None = None) -> PlaceModel:
    """The model in a directory, by default the shipped one. Raises ArtefactError."""
    home = directory or DIRECTORY
    passport = read_passport(home, expectations(), "otklik train places")
    found = read_arrays(home)
    try:
        weights = Weights(
            found["buckets"], found["weights"].astype(np.float32), found["transitions"]
        )
        return PlaceModel(weights, found["caution"], passport)
    except KeyError as error:
        raise ArtefactError(f"{home / ARRAYS}: no array {error}") from error
