"""The model of moderation on disk; what a passport is says passport.py."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from classify.hashing import BUCKET_BITS
from classify.passport import ARRAYS, ArtefactError, read_arrays, read_passport, write
from classify.scoring import LABELS, Judge, feature_names
from classify.voting import VotingModel

DIRECTORY = Path(__file__).resolve().parent.parent / "data" / "models" / "moderation"
FORMAT = 2

__all__ = ["LABELS", "Artefact", "ArtefactError", "expectations", "load", "save"]


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
    voting, judge = artefact.voting, artefact.judge
    arrays = {
        "buckets": voting.buckets,
        "rarity": voting.rarity.astype(np.float16),
        "weights": voting.weights.astype(np.float16),
        "bias": voting.bias,
        "judge_weights": judge.weights,
        "judge_bias": judge.bias,
    }
    write(directory, artefact.passport, arrays)


def load(directory: Path | None = None) -> Artefact:
    """The model in a directory, by default the shipped one; refuses what does not fit."""
    home = directory or DIRECTORY
    passport = read_passport(home, expectations(), "otklik train moderation")
    arrays = read_arrays(home)
    try:
        voting = VotingModel(
            arrays["buckets"],
            arrays["rarity"].astype(np.float32),
            arrays["weights"].astype(np.float32),
            arrays["bias"],
        )
        judge = Judge(arrays["judge_weights"], arrays["judge_bias"])
    except KeyError as error:
        raise ArtefactError(f"{home / ARRAYS}: no array {error}") from error
    _check_shapes(voting, judge, home)
    return Artefact(voting, judge, passport["thresholds"], passport)


def expectations() -> dict[str, Any]:
    """What a passport must say for this code to use the model."""
    return {
        "format": FORMAT,
        "labels": list(LABELS),
        "features": feature_names(),
        "bucket_bits": BUCKET_BITS,
    }


def _check_shapes(voting: VotingModel, judge: Judge, home: Path) -> None:
    features, labels = len(voting.buckets), len(LABELS)
    fits = voting.weights.shape == (features, labels) and voting.rarity.shape == (features,)
    if not fits or judge.weights.shape != (len(feature_names()), labels):
        raise ArtefactError(f"{home / ARRAYS}: the arrays do not fit one another")
