"""The word lists of `data/answers`: one phrase a line, `*` stands for the rest of a word.

After ` = ` a line may say what to write instead.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DIRECTORY = Path(__file__).resolve().parents[2] / "data" / "answers"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A line of a list: what to look for, and what is better ("" where the list says nothing)."""

    pattern: re.Pattern[str]
    better: str


@cache
def phrases(name: str) -> tuple[Phrase, ...]:
    """The phrases of a list that say what is better, one by one."""
    pairs = (line.partition(" = ") for line in lines(name))
    return tuple(Phrase(_pattern(said), better.strip()) for said, _, better in pairs)


@cache
def any_of(name: str) -> re.Pattern[str]:
    """One pattern for all phrases of a list."""
    return _pattern(*lines(name))


@cache
def families(name: str) -> tuple[re.Pattern[str], ...]:
    """Lists in which a line is a family of words separated by spaces."""
    return tuple(_pattern(*line.split()) for line in lines(name))


@cache
def words_of_list(name: str) -> frozenset[str]:
    """All words of a list."""
    return frozenset(word for line in lines(name) for word in line.split())


def lines(name: str) -> list[str]:
    """The lines of a list without comments."""
    return [*_lines((DIRECTORY / f"{name}.txt").read_text(encoding="utf-8"))]


def _lines(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.strip()


def _pattern(*said: str) -> re.Pattern[str]:
    whole = "|".join(r"\s+".join(map(_word, phrase.split())) for phrase in said)
    return re.compile(rf"(?<![\w-])(?:{whole})(?![\w-])", re.IGNORECASE)


def _word(word: str) -> str:
    # Nobody should have to list «ещё» and «еще».
    return re.escape(word).replace(r"\*", r"[\w-]*").replace("ё", "е").replace("е", "[её]")
