"""Annotated texts to learn from: JSON lines with `labels`, or with the matter of a message."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from classify.artefact import LABELS
from errors import OtklikError

_MATTER_KEYS = ("code", "topics", "topic")
"""What names the matter of a resident's message, empty where it is none."""


class SampleError(OtklikError, ValueError):
    """A line that is no sample; the message names file and line."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A text and its labels.

    `full` where every label was judged, else only "incident" was; `plain` where the text was
    drawn at random, not written for training or chosen because a model was unsure of it (ids that
    begin with x).
    """

    text: str
    labels: frozenset[str]
    full: bool = True
    plain: bool = True
    kind: str = ""


def read_samples(paths: Iterable[Path]) -> list[Sample]:
    """The samples of several files, in order."""
    return [sample for path in paths for sample in _read_file(path)]


def file_hash(path: Path) -> str:
    """The SHA-256 of a whole file, for the passport."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def texts_of(samples: Sequence[Sample]) -> list[str]:
    """The texts alone."""
    return [sample.text for sample in samples]


def _read_file(path: Path) -> list[Sample]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [_sample(line, f"{path}:{number}") for number, line in enumerate(lines, 1) if line]


def _sample(line: str, where: str) -> Sample:
    try:
        row = json.loads(line)
        return _from_row(row, str(row["text"]))
    except (ValueError, KeyError, TypeError, StopIteration) as error:
        raise SampleError(f"{where}: no sample with text and labels: {error!r}") from error


def _from_row(row: dict[str, Any], text: str) -> Sample:
    if "labels" in row:
        plain = not str(row.get("id", "")).startswith("x")
        return Sample(text, _known(row["labels"]), True, plain, str(row.get("kind", "")))
    is_matter = bool(next(row[key] for key in _MATTER_KEYS if key in row))
    return Sample(text, frozenset({"incident"} if is_matter else ()), full=False)


def _known(labels: Iterable[str]) -> frozenset[str]:
    found = frozenset(labels)
    if unknown := found - set(LABELS):
        raise ValueError(f"unknown label {sorted(unknown)[0]!r}")
    return found
