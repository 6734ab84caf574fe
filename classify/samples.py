"""Annotated texts to learn from: JSON lines with `labels`, or with the matter of a message."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from classify.artefact import LABELS
from classify.lines import SampleError, numbered_lines

_MATTER_KEYS = ("code", "topics", "topic")
"""What names the matter of a resident's message, empty where it is none."""


EVERYTHING = frozenset(LABELS)
MATTER_ALONE = frozenset({"incident"})


@dataclass(frozen=True, slots=True)
class Sample:
    """A text and its labels.

    `judged`: the labels that somebody gave or denied; of the others nothing is known. `plain`
    where the text was drawn at random, not written for training or chosen because a model was
    unsure of it (ids that begin with x). `source`: where such texts come from. `decided` where a
    moderator's decision says it, which leaves open whether the flags were right.
    """

    text: str
    labels: frozenset[str]
    judged: frozenset[str] = EVERYTHING
    plain: bool = True
    kind: str = ""
    source: str = ""
    decided: bool = False

    @property
    def full(self) -> bool:
        """Whether every label was judged."""
        return self.judged == EVERYTHING

    @property
    def own(self) -> bool:
        """Whether it was written for training, every label judged."""
        return self.full and not self.plain and not self.source

    @property
    def message(self) -> bool:
        """Whether this is a resident's message, judged for its matter alone."""
        return self.judged == MATTER_ALONE and not self.decided


Annotations = Mapping[str, tuple[frozenset[str], bool]]
"""Labels by `text_hash`, and whether the text was drawn at random."""


def read_samples(paths: Iterable[Path], annotations: Annotations | None = None) -> list[Sample]:
    """The samples of several files, in order.

    Annotations are the labels of texts that are kept elsewhere: where they are given, a line
    without labels of its own is a sample if they know its text, and is passed over if not.
    """
    return [sample for path in paths for sample in _read_file(path, annotations)]


def read_annotations(paths: Iterable[Path]) -> Annotations:
    """Lines of `text_hash`, labels or `-`, `t` for drawn at random or `x` for chosen; tabs."""
    found: dict[str, tuple[frozenset[str], bool]] = {}
    for path in paths:
        for number, line in numbered_lines(path):
            if not line.startswith("#"):
                digest, annotation = _annotation(line, f"{path}:{number}")
                found[digest] = annotation
    return found


def text_hash(text: str) -> str:
    """What stands for a text where the text itself may not be kept."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def file_hashes(paths: Iterable[Path]) -> dict[str, str]:
    """The SHA-256 of whole files by folder and name, for the passport."""
    return {
        "/".join(path.resolve().parts[-2:]): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in paths
    }


def lessons_hash(lessons: Iterable[Sequence[str]]) -> str:
    """The SHA-256 of what people's decisions taught, each lesson as strings, for the passport."""
    written = json.dumps([list(lesson) for lesson in lessons], ensure_ascii=True)
    return hashlib.sha256(written.encode()).hexdigest()


def texts_of(samples: Sequence[Sample]) -> list[str]:
    """The texts alone."""
    return [sample.text for sample in samples]


def _read_file(path: Path, annotations: Annotations | None) -> list[Sample]:
    numbered = numbered_lines(path)
    found = (_sample(line, f"{path}:{number}", annotations) for number, line in numbered)
    return [sample for sample in found if sample]


def _sample(line: str, where: str, annotations: Annotations | None) -> Sample | None:
    try:
        row = json.loads(line)
        return _from_row(row, str(row["text"]), annotations)
    except (ValueError, KeyError, TypeError, StopIteration) as error:
        raise SampleError(f"{where}: no sample with text and labels: {error!r}") from error


def _annotation(line: str, where: str) -> tuple[str, tuple[frozenset[str], bool]]:
    try:
        digest, labels, chosen = line.split("\t")
        return digest, (_known(labels.split(",") if labels != "-" else ()), chosen == "t")
    except ValueError as error:
        raise SampleError(f"{where}: no hash, labels and t or x: {error}") from error


def _from_row(row: dict[str, Any], text: str, annotations: Annotations | None) -> Sample | None:
    kind, source = str(row.get("kind", "")), str(row.get("source", ""))
    if "labels" in row:
        plain = not str(row.get("id", "")).startswith("x")
        return Sample(text, _known(row["labels"]), EVERYTHING, plain, kind, source)
    if annotations is not None and text_hash(text) in annotations:
        labels, plain = annotations[text_hash(text)]
        return Sample(text, labels, EVERYTHING, plain, kind, source)
    if annotations is not None and not any(key in row for key in _MATTER_KEYS):
        return None
    is_matter = bool(next(row[key] for key in _MATTER_KEYS if key in row))
    labels = MATTER_ALONE if is_matter else frozenset()
    return Sample(text, labels, MATTER_ALONE, plain="topics" in row)


def _known(labels: Iterable[str]) -> frozenset[str]:
    found = frozenset(labels)
    if unknown := found - set(LABELS):
        raise ValueError(f"unknown label {sorted(unknown)[0]!r}")
    return found
