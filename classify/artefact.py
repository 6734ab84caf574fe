"""The trained model on disk: arrays without pickle, and a passport that says what they are."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from classify.hashing import BUCKET_BITS
from classify.scoring import Judge, feature_names
from classify.voting import VotingModel
from errors import OtklikError
from models.verdict import CATEGORIES

DIRECTORY = Path(__file__).resolve().parent.parent / "data" / "models" / "moderation"
LABELS = (*CATEGORIES, "incident")
FORMAT = 2
_PASSPORT, _ARRAYS = "passport.json", "weights.npz"


class ArtefactError(OtklikError, ValueError):
    """A model that cannot be used here; the message says which file and why."""


@dataclass(frozen=True)
class Artefact:
    """A trained model: the additive part, the judge over it, thresholds by label, passport."""

    voting: VotingModel
    judge: Judge
    thresholds: Mapping[str, float]
    passport: Mapping[str, Any]

    @property
    def name(self) -> str:
        """What the journal calls this model."""
        return str(self.passport["name"])

    def automatic(self, precision: float) -> dict[str, float]:
        """Thresholds of the labels whose flags reached at least this precision when measured."""
        reached = {
            label: [point for point in points if point["wanted"] >= precision]
            for label, points in self.passport["automatic"].items()
        }
        return {label: points[0]["threshold"] for label, points in reached.items() if points}


def save(artefact: Artefact, directory: Path) -> None:
    """Write the arrays and the passport."""
    directory.mkdir(parents=True, exist_ok=True)
    voting, judge = artefact.voting, artefact.judge
    np.savez_compressed(
        directory / _ARRAYS,
        buckets=voting.buckets,
        rarity=voting.rarity.astype(np.float16),
        weights=voting.weights.astype(np.float16),
        bias=voting.bias,
        judge_weights=judge.weights,
        judge_bias=judge.bias,
    )
    passport = json.dumps(dict(artefact.passport), ensure_ascii=False, indent=1, sort_keys=True)
    (directory / _PASSPORT).write_text(passport + "\n", encoding="utf-8")


def load(directory: Path | None = None) -> Artefact:
    """The model in a directory, by default the shipped one; refuses what does not fit."""
    home = directory or DIRECTORY
    passport = _read_passport(home / _PASSPORT)
    arrays = _read_arrays(home / _ARRAYS)
    voting = VotingModel(
        arrays["buckets"],
        arrays["rarity"].astype(np.float32),
        arrays["weights"].astype(np.float32),
        arrays["bias"],
    )
    judge = Judge(arrays["judge_weights"], arrays["judge_bias"])
    _check_shapes(voting, judge, home)
    return Artefact(voting, judge, passport["thresholds"], passport)


def expectations() -> dict[str, Any]:
    """What a passport must say for this code to use the model."""
    return {
        "format": FORMAT,
        "labels": list(LABELS),
        "features": feature_names(LABELS),
        "bucket_bits": BUCKET_BITS,
    }


def _read_passport(path: Path) -> dict[str, Any]:
    try:
        passport: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ArtefactError(f"{path}: no readable passport of a model: {error}") from error
    for key, expected in expectations().items():
        if passport.get(key) != expected:
            raise ArtefactError(_mismatch(path, key, passport.get(key), expected))
    return passport


def _read_arrays(path: Path) -> dict[str, Any]:
    try:
        with np.load(path, allow_pickle=False) as arrays:
            return {name: arrays[name] for name in arrays.files}
    except (OSError, ValueError) as error:
        raise ArtefactError(f"{path}: no readable arrays of a model: {error}") from error


def _check_shapes(voting: VotingModel, judge: Judge, home: Path) -> None:
    features, labels = len(voting.buckets), len(LABELS)
    fits = voting.weights.shape == (features, labels) and voting.rarity.shape == (features,)
    if not fits or judge.weights.shape != (len(feature_names(LABELS)), labels):
        raise ArtefactError(f"{home / _ARRAYS}: the arrays do not fit one another")


def _mismatch(path: Path, key: str, found: object, expected: object) -> str:
    return (
        f"{path}: the model was made for another version: {key} is {found!r}, "
        f"expected {expected!r}; train it again with `otklik train moderation`"
    )
