"""Durations in two numbers: the middle one, and that which nine of ten do not exceed."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil


@dataclass(frozen=True, slots=True)
class Spread:
    """Of how many; working minutes, None where there were none."""

    count: int
    median: int | None = None
    ninety: int | None = None


def spread(minutes: Iterable[int]) -> Spread:
    """Nearest rank: the least value that half, or nine of ten, do not exceed."""
    given = sorted(minutes)
    return Spread(len(given), _rank(given, 50), _rank(given, 90)) if given else Spread(0)


def _rank(given: list[int], percent: int) -> int:
    return given[ceil(len(given) * percent / 100) - 1]
