"""Russia's days off by the Labour Code and the government's yearly decrees; wraps `holidays`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.metadata import version

import holidays

LIBRARY = f"holidays {version('holidays')}"
_DAY = timedelta(days=1)
_JANUARY = frozenset((1, day) for day in range(1, 9))
_STATUTORY = _JANUARY | {(2, 23), (3, 8), (5, 1), (5, 9), (6, 12), (11, 4)}
_MOVED = re.compile(r"перенесено с (\d\d)\.(\d\d)\.(\d{4})")
_DECREED_BY_THE_PRESIDENT = (  # days off with pay that the library does not count: from, to
    (date(2020, 3, 30), date(2020, 4, 30)),  # ukases 206 and 239 of 2020
    (date(2020, 5, 6), date(2020, 5, 8)),  # 294
    (date(2020, 6, 24), date(2020, 6, 24)),  # 345
    (date(2020, 7, 1), date(2020, 7, 1)),  # 354
    (date(2021, 5, 4), date(2021, 5, 7)),  # 242 of 2021
    (date(2021, 10, 30), date(2021, 11, 3)),  # 595
)
_MISSED = frozenset({date(2014, 3, 10)})  # art. 112: 8 March 2014 was a Saturday


@dataclass(frozen=True, slots=True)
class OfficialYear:
    """One year: its days off beside weekends, and its working weekend days.

    `replaces` maps a working weekend day to the weekday that is off for it. A year is `decreed`
    once the government has moved its days off: some of 1-8 January always fall on a weekend.
    """

    off: frozenset[date]
    replaces: Mapping[date, date]
    decreed: bool


def is_statutory(day: date) -> bool:
    """A holiday of Labour Code art. 112; days off moved to other dates are none."""
    return (day.month, day.day) in _STATUTORY


@cache
def official_year(year: int) -> OfficialYear:
    """What is known of a year; of an undecreed one only what the Code itself says."""
    names = holidays.country_holidays("RU", years=year, language="ru")
    moved = {day: found for day, name in names.items() if (found := _moved_from(name))}
    working = {start: day for day, start in moved.items() if start in names.weekend_workdays}
    off = (frozenset(names) | _besides(year)) - working.keys()
    return OfficialYear(off if moved else _moved_by_law(off), working, bool(moved))


def _besides(year: int) -> frozenset[date]:
    spans = ((start, (end - start).days + 1) for start, end in _DECREED_BY_THE_PRESIDENT)
    found = {start + _DAY * number for start, length in spans for number in range(length)}
    return frozenset(day for day in found | _MISSED if day.year == year)


def _moved_from(name: str) -> date | None:
    found = _MOVED.search(name)
    return date(*map(int, reversed(found.groups()))) if found else None


def _moved_by_law(off: frozenset[date]) -> frozenset[date]:
    """Art. 112: a holiday on a weekend moves to the next working day; January's by decree only."""
    moved = set(off)
    for day in sorted(off):
        if day.weekday() >= 5 and (day.month, day.day) not in _JANUARY:
            moved.add(_next_working(day, moved))
    return frozenset(moved)


def _next_working(day: date, off: set[date]) -> date:
    while day in off or day.weekday() >= 5:
        day += _DAY
    return day
