"""The trained tagger on disk: arrays without pickle, and a passport that says what they are."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from classify.artefact import ArtefactError
from classify.hashing import BUCKET_BITS
from classify.places.lattice import Floats
from classify.places.tagger import LABELS, Weights

DIRECTORY = Path(__file__).resolve().parent.parent.parent / "data" / "models" / "places"
FORMAT = 1
_PASSPORT, _ARRAYS = "passport.json", "weights.npz"


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
    directory.mkdir(parents=True, exist_ok=True)
    weights = model.weights
    np.savez_compressed(
        directory / _ARRAYS,
        buckets=weights.buckets,
        weights=weights.weights.astype(np.float16),
        transitions=weights.transitions,
        caution=model.caution,
    )
    passport = json.dumps(dict(model.passport), ensure_ascii=False, indent=1, sort_keys=True)
    (directory / _PASSPORT).write_text(passport + "\n", encoding="utf-8")


def load(directory: Path | None = None) -> PlaceModel:
    """The model in a directory, by default the shipped one. Raises ArtefactError."""
    home = directory or DIRECTORY
    passport = _read_passport(home / _PASSPORT)
    try:
        with np.load(home / _ARRAYS, allow_pickle=False) as arrays:
            found = {name: arrays[name] for name in arrays.files}
        weights = Weights(
            found["buckets"], found["weights"].astype(np.float32), found["transitions"]
        )
        return PlaceModel(weights, found["caution"], passport)
    except (OSError, ValueError, KeyError) as error:
        raise ArtefactError(f"{home / _ARRAYS}: no readable arrays of a model: {error}") from error


def _read_passport(path: Path) -> dict[str, Any]:
    try:
        passport: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ArtefactError(f"{path}: no readable passport of a model: {error}") from error
    for key, expected in expectations().items():
        if passport.get(key) != expected:
            raise ArtefactError(
                f"{path}: the model was made for another version: {key} is {passport.get(key)!r}, "
                f"expected {expected!r}; train it again with `otklik train places`"
            )
    return passport
