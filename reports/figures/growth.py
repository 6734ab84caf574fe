"""What residents ask more than before, told from mere chance."""

from collections import Counter
from dataclasses import dataclass
from math import sqrt

FEWEST = 5
"""Fewer messages in a period are no growth, whatever came before: 0 → 3 is nothing to report."""
DEVIATIONS = 2
"""Growth must exceed so many standard deviations of a difference of counts, √(now + before)."""


@dataclass(frozen=True, slots=True)
class Growth:
    """What was counted in a period, and as much in the one before, which is as long."""

    key: tuple[str, ...]
    now: int
    before: int

    @property
    def more(self) -> int:
        """By how many."""
        return self.now - self.before

    @property
    def certain(self) -> bool:
        """Whether it is more than chance: of two periods alike, one in forty looks so."""
        return self.now >= FEWEST and self.more > DEVIATIONS * sqrt(self.now + self.before)


def changes(now: Counter[tuple[str, ...]], before: Counter[tuple[str, ...]]) -> list[Growth]:
    """Everything counted in either period, what grew most first, equals by name."""
    found = [Growth(key, now[key], before[key]) for key in now.keys() | before.keys()]
    return sorted(found, key=lambda growth: (-growth.more, growth.key))


def grown(now: Counter[tuple[str, ...]], before: Counter[tuple[str, ...]]) -> list[Growth]:
    """What certainly grew."""
    return [growth for growth in changes(now, before) if growth.certain]
