"""Messages with their topics: `{text, topics}`, or `{code, text}` written for the purpose."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from classify.samples import SampleError
from classify.topics.taxonomy import federal


@dataclass(frozen=True, slots=True)
class TopicSample:
    """A message and the codes of its topics, best first; `real` where a resident wrote it."""

    text: str
    codes: tuple[str, ...]
    real: bool


def read_samples(paths: Iterable[Path]) -> list[TopicSample]:
    """The samples of several files, in order; a text that comes twice counts once."""
    found = [sample for path in paths for sample in _read_file(path)]
    return list({sample.text: sample for sample in found}.values())


def with_topic(samples: Sequence[TopicSample]) -> list[TopicSample]:
    """Those that are a matter for some body."""
    return [sample for sample in samples if sample.codes]


def _read_file(path: Path) -> list[TopicSample]:
    lines = path.read_text(encoding="utf-8").split("\n")
    return [_sample(line, f"{path}:{number}") for number, line in enumerate(lines, 1) if line]


def _sample(line: str, where: str) -> TopicSample:
    try:
        row = json.loads(line)
        codes = (row["code"],) if "code" in row else tuple(row["topics"])
        sample = TopicSample(str(row["text"]), codes, real="code" not in row)
    except (ValueError, KeyError, TypeError) as error:
        raise SampleError(f"{where}: no message with topics: {error!r}") from error
    unknown = set(codes) - {entry.code for entry in federal()}
    if unknown:
        raise SampleError(f"{where}: unknown topic {sorted(unknown)[0]!r}")
    return sample
