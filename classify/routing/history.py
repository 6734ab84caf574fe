"""What the municipality decided before: texts with their category, topic and body."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from classify.lines import SampleError, numbered_lines
from classify.topics.words import words_of

COLUMNS = ("category", "topic", "body")


@dataclass(frozen=True)
class History:
    """Texts, and for each column that occurs the label of each text, None where it has none."""

    texts: Sequence[str]
    labels: Mapping[str, Sequence[str | None]]

    def followed_by(self, later: "History") -> "History":
        """Both histories, the later one behind; a column that one of them lacks is None there."""
        labels = {
            column: [*self._column(column), *later._column(column)]
            for column in COLUMNS
            if column in self.labels or column in later.labels
        }
        return History([*self.texts, *later.texts], labels)

    def _column(self, name: str) -> Sequence[str | None]:
        return self.labels.get(name, [None] * len(self.texts))

    def names(self) -> "History":
        """Every label as a text that has this label only; labels without a word are left out."""
        said = [
            (column, name)
            for column, labels in self.labels.items()
            for name in sorted(set(filter(None, labels)))
            if words_of(name)
        ]
        labels = {
            column: [name if column == own else None for own, name in said]
            for column in self.labels
        }
        return History([name for _, name in said], labels)

    def last(self, most: int) -> "History":
        """The last rows: what was decided lately."""
        labels = {column: values[-most:] for column, values in self.labels.items()}
        return History(self.texts[-most:], labels)


def history_of(rows: Iterable[Mapping[str, Any]]) -> History:
    """Rows `{text, category, topic, body}`; a label is kept as a string, null and "" are none."""
    rows = list(rows)
    columns = {name: [_label(row.get(name)) for row in rows] for name in COLUMNS}
    known = {name: values for name, values in columns.items() if any(values)}
    return History([str(row["text"]) for row in rows], known)


def read_lines(path: Path) -> History:
    """The history in a file of JSON lines. Raises SampleError that names file and line."""
    return history_of(_row(line, f"{path}:{number}") for number, line in numbered_lines(path))


def _row(line: str, where: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
        if isinstance(row["text"], str):
            return dict(row)
    except (ValueError, KeyError, TypeError) as error:
        raise SampleError(f"{where}: no object with a text: {error!r}") from error
    raise SampleError(f"{where}: the text is no string")


def _label(value: Any) -> str | None:
    return None if value is None or value == "" else str(value)
