"""A trained model on disk: arrays without pickle, and a passport that says what they are."""

import hashlib
import json
import platform
import zlib
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import BadZipFile

import numpy as np

from errors import OtklikError

PASSPORT, ARRAYS = "passport.json", "weights.npz"


class ArtefactError(OtklikError, ValueError):
    """A model that cannot be used here; the message says which file and why."""


def write(directory: Path, passport: Mapping[str, Any], arrays: Mapping[str, Any]) -> None:
    """Write the arrays and the passport; until both are written the model before stays."""
    directory.mkdir(parents=True, exist_ok=True)
    text = json.dumps(dict(passport), ensure_ascii=False, indent=1, sort_keys=True)
    with TemporaryDirectory(dir=directory) as aside:
        arrays_aside, passport_aside = Path(aside) / ARRAYS, Path(aside) / PASSPORT
        np.savez_compressed(arrays_aside, **arrays)
        passport_aside.write_text(text + "\n", encoding="utf-8")
        arrays_aside.replace(directory / ARRAYS)
        passport_aside.replace(directory / PASSPORT)


def read_passport(directory: Path, expected: Mapping[str, Any], again: str) -> dict[str, Any]:
    """The passport, if it says what is expected; `again` is the command that makes a new model."""
    path = directory / PASSPORT
    try:
        passport: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ArtefactError(f"{path}: no readable passport of a model: {error}") from error
    for key, wanted in expected.items():
        if passport.get(key) != wanted:
            raise ArtefactError(
                f"{path}: the model was made for another version: {key} is {passport.get(key)!r}, "
                f"expected {wanted!r}; train it again with `{again}`"
            )
    return passport


def read_arrays(directory: Path) -> dict[str, Any]:
    """All arrays by name."""
    path = directory / ARRAYS
    try:
        with np.load(path, allow_pickle=False) as arrays:
            return {name: arrays[name] for name in arrays.files}
    except (OSError, ValueError, EOFError, BadZipFile, zlib.error) as error:
        raise ArtefactError(f"{path}: no readable arrays of a model: {error}") from error


def origin(kind: str, sources: Mapping[str, str], seed: int | None = None) -> dict[str, Any]:
    """Where a model comes from: its name, the hashes of its data by file, seed, versions."""
    digest = hashlib.sha256("".join(sources.values()).encode()).hexdigest()[:8]
    made = {"data": dict(sources), "versions": _versions()}
    if seed is None:
        return {"name": f"{kind}-{digest}", **made}
    return {"name": f"{kind}-{digest}-{seed}", "seed": seed, **made}


def _versions() -> dict[str, str]:
    packages = ("numpy", "scipy", "scikit-learn", "pymorphy3")
    return {"python": platform.python_version(), **{name: version(name) for name in packages}}
