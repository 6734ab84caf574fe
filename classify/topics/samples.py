"""Messages with their topics: `{text, topics}`, or `{code, text}` written for the purpose.

Texts that may not be shipped get their topics from a table of text hashes: data/topics/labels.tsv.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from classify.lines import SampleError, numbered_lines
from classify.samples import text_hash
from classify.topics.taxonomy import federal


@dataclass(frozen=True, slots=True)
class TopicSample:
    """A message and the codes of its topics, best first.

    `annotated` where a resident wrote it and people judged it by the guideline.
    """

    text: str
    codes: tuple[str, ...]
    annotated: bool


def read_samples(paths: Iterable[Path], labels: Path | None = None) -> list[TopicSample]:
    """The samples of several files, in order; a text that comes twice counts once.

    Annotated samples go before others. A line with neither `code` nor `topics` is looked up in
    `labels`, and left out where it is not there. Raises SampleError that names file and line.
    """
    known = _read_labels(labels) if labels else {}
    found = [sample for path in paths for sample in _read_file(path, known)]
    found.sort(key=lambda sample: sample.annotated)
    return list({sample.text: sample for sample in found}.values())


def with_topic(samples: Sequence[TopicSample]) -> list[TopicSample]:
    """Those that are a matter for some body."""
    return [sample for sample in samples if sample.codes]


def _read_labels(path: Path) -> dict[str, tuple[str, ...]]:
    pairs = (line.split("\t") for _, line in numbered_lines(path))
    return {digest: tuple(filter(None, codes.split(","))) for digest, codes in pairs}


def _read_file(path: Path, known: Mapping[str, tuple[str, ...]]) -> list[TopicSample]:
    found = [_sample(line, f"{path}:{at}", known) for at, line in numbered_lines(path)]
    return [sample for sample in found if sample]


def _sample(line: str, where: str, known: Mapping[str, tuple[str, ...]]) -> TopicSample | None:
    try:
        row = json.loads(line)
        text = str(row["text"])
        codes = (row["code"],) if "code" in row else row.get("topics", known.get(text_hash(text)))
        sample = codes if codes is None else TopicSample(text, tuple(codes), "topics" in row)
    except (ValueError, KeyError, TypeError) as error:
        raise SampleError(f"{where}: no message with topics: {error!r}") from error
    unknown = {*(sample.codes if sample else ())} - {entry.code for entry in federal()}
    if unknown:
        raise SampleError(f"{where}: unknown topic {sorted(unknown)[0]!r}")
    return sample
