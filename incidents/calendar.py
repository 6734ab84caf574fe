"""Which hours of a date are working hours: the town's week, official days, own exceptions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from incidents.official_days import is_statutory, official_year

# Working hours of one day in minutes from local midnight: ((480, 720), (780, 1020)).
Intervals = tuple[tuple[int, int], ...]

ALL_DAY: Intervals = ((0, 24 * 60),)
_DAY = timedelta(days=1)
_SATURDAY = 5
_CUT = 60  # Labour Code art. 95: the day before a holiday is an hour shorter


@dataclass(frozen=True, slots=True)
class Calendar:
    """The municipality's days. `week` is keyed by weekday, Monday = 0; a missing day is off.

    `working_days` wins over everything and is taken as written, then come `days_off`, then
    official days, then the week.
    """

    week: Mapping[int, Intervals]
    days_off: frozenset[date]
    working_days: Mapping[date, Intervals]
    shorten_before_holidays: bool = True
    round_the_clock: bool = False

    def hours(self, day: date) -> Intervals:
        """Working hours of a date, in order; empty on a day off."""
        if self.round_the_clock:
            return ALL_DAY
        if day in self.working_days:
            return self.working_days[day]
        official = official_year(day.year)
        if day in self.days_off or day in official.off:
            return ()
        replaced = official.replaces.get(day, day)
        hours = self.week.get(replaced.weekday(), ())
        # A weekend day that the town alone works is plain: the official calendar has no eve there.
        counted = day.weekday() < _SATURDAY or day in official.replaces
        eve = counted and (_is_eve(day) or _is_eve(replaced))
        shorter = self.shorten_before_holidays and eve
        return _shortened(hours) if shorter else hours

    def provisional(self, year: int) -> bool:
        """Whether a decree may still move days of this year."""
        return not self.round_the_clock and not official_year(year).decreed


def _is_eve(day: date) -> bool:
    return is_statutory(day + _DAY)


def _shortened(hours: Intervals) -> Intervals:
    """The day ends an hour of work earlier."""
    left = sum(end - start for start, end in hours) - _CUT
    kept = []
    for start, end in hours:
        if left > 0:
            kept.append((start, min(end, start + left)))
        left -= end - start
    return tuple(kept)
