"""The list of topics: 26 groups, 359 topics of the federal list, as data/topics/TOPICS.tsv."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from classify.hashing import Ints

FILE = Path(__file__).resolve().parents[2] / "data" / "topics" / "TOPICS.tsv"


@dataclass(frozen=True, slots=True)
class Entry:
    """A topic of the list: its code, group and name as the list writes them."""

    code: str
    group: str
    topic: str


@cache
def federal() -> tuple[Entry, ...]:
    """The federal list, in its order."""
    with FILE.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines, delimiter="\t"))
    return tuple(Entry(*row) for row in rows[1:])


def groups_of(entries: Sequence[Entry]) -> tuple[list[str], Ints]:
    """The names of the groups in order, and the number of each topic's group, (topics,)."""
    names = list(dict.fromkeys(entry.group for entry in entries))
    return names, np.array([names.index(entry.group) for entry in entries], np.int64)
