"""Working time of one municipality: the clock that every deadline is reckoned by."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from threading import Lock
from zoneinfo import ZoneInfo

from errors import OtklikError
from incidents.calendar import Calendar, Intervals
from incidents.official_days import LIBRARY
from incidents.timeline import MINUTE, NOTHING, Timeline, timeline

FIRST_YEAR, LAST_YEAR = 2000, 2099  # beyond them nobody means what is written
_ALL_MINUTES = (LAST_YEAR - FIRST_YEAR + 1) * 366 * 24 * 60


class OutsideCalendar(OtklikError):
    """A moment that no calendar of ours reaches."""

    def __init__(self) -> None:
        super().__init__(f"вне календаря: считаем с {FIRST_YEAR} по {LAST_YEAR} год")


class Worktime:
    """Arithmetic of working time; immutable. Moments are aware, results in the town's zone.

    Raises ValueError for a naive moment or a negative amount, OutsideCalendar for a moment
    before 2000 or after 2099.
    """

    def __init__(self, calendar: Calendar, zone: ZoneInfo) -> None:
        self._calendar = calendar
        self.zone = zone
        self.version = _version(calendar, zone)
        self._line: Timeline | None = None  # grown as years are asked for
        self._growing = Lock()

    @classmethod
    def of(
        cls,
        zone: ZoneInfo,
        week: Mapping[int, Intervals],
        days_off: Iterable[date] = (),
        working_days: Mapping[date, Intervals] | None = None,
        shorten_before_holidays: bool = True,
        round_the_clock: bool = False,
    ) -> "Worktime":
        """From the configuration's values; intervals are minutes of the local day, in order."""
        calendar = Calendar(
            week=dict(week),
            days_off=frozenset(days_off),
            working_days=dict(working_days or {}),
            shorten_before_holidays=shorten_before_holidays,
            round_the_clock=round_the_clock,
        )
        return cls(calendar, zone)

    @property
    def ends(self) -> datetime:
        """The first moment that the calendar does not reach any more."""
        return datetime(LAST_YEAR + 1, 1, 1, tzinfo=self.zone)

    def add(self, start: datetime, minutes: int) -> datetime:
        """When that many working minutes have passed: at 12:00 rather than after lunch.

        A start outside working time counts from the next working minute.
        """
        work = _work(minutes)
        line, at = self._covering(start)
        while (found := line.add(at, work)) is None:
            line, at = self._wider(start)
        return found.astimezone(self.zone)

    def subtract(self, end: datetime, minutes: int) -> datetime:
        """From when that many working minutes remain: after lunch rather than at 12:00."""
        work = _work(minutes)
        line, at = self._covering(end)
        while (found := line.subtract(at, work)) is None:
            line, at = self._wider(end)
        return found.astimezone(self.zone)

    def between(self, start: datetime, end: datetime) -> int:
        """Whole working minutes from start to end; negative when the end comes first."""
        self._covering(start)
        line, last = self._covering(end)
        worked = line.worked(last) - line.worked(start.astimezone(line.axis))
        return worked // MINUTE if worked >= NOTHING else -(-worked // MINUTE)

    def end_of_day(self, start: datetime, days: int) -> datetime:
        """The end of the n-th working day after the date of start, be that day off or not."""
        if days < 1:
            raise ValueError("days: нужно число ≥ 1")
        line, _ = self._covering(start)
        day = start.astimezone(self.zone).date()
        while (found := line.end_of_day(day, days)) is None:
            line, _ = self._wider(start)
        return found.astimezone(self.zone)

    def is_working(self, moment: datetime) -> bool:
        """Whether the town works at this moment."""
        line, at = self._covering(moment)
        return line.is_working(at)

    def provisional(self, start: datetime, end: datetime) -> bool:
        """Whether the span touches a year whose days off the government has not yet moved."""
        first, last = sorted(moment.astimezone(self.zone).year for moment in (start, end))
        return any(self._calendar.provisional(year) for year in range(first, last + 1))

    def _covering(self, moment: datetime) -> tuple[Timeline, datetime]:
        """A timeline that holds this moment, and the moment on its axis."""
        if moment.tzinfo is None:
            raise ValueError("a moment without a zone")
        if not FIRST_YEAR <= moment.year <= LAST_YEAR:
            raise OutsideCalendar
        line = self._line
        if line:
            at = moment.astimezone(line.axis)
            if line.since <= at < line.until:
                return line, at
        return self._wider(moment)

    def _wider(self, moment: datetime) -> tuple[Timeline, datetime]:
        """The same with more years: this one, those laid out, and a margin of as many again."""
        with self._growing:  # two threads must not each lose the other's years
            line = self._line
            first, last = _wider_years(moment.year, line)
            if line and (line.first, line.last) == (first, last):
                raise OutsideCalendar
            self._line = line = timeline(self._calendar, self.zone, first, last)
        return line, moment.astimezone(line.axis)


def _wider_years(year: int, line: Timeline | None) -> tuple[int, int]:
    first, last = (min(year, line.first), max(year, line.last)) if line else (year, year)
    margin = last - first + 1
    return max(first - margin, FIRST_YEAR), min(last + margin, LAST_YEAR)


@lru_cache(maxsize=1 << 15)  # making a timedelta costs as much as a bisection
def _work(minutes: int) -> timedelta:
    if minutes < 0:
        raise ValueError("minutes: нужно число ≥ 0")
    if minutes > _ALL_MINUTES:
        raise OutsideCalendar
    return minutes * MINUTE


def _version(calendar: Calendar, zone: ZoneInfo) -> str:
    """Changes when an answer may change: stored with every deadline."""
    parts = (
        zone.key,
        sorted(calendar.week.items()),
        sorted(calendar.days_off),
        sorted(calendar.working_days.items()),
        calendar.shorten_before_holidays,
        calendar.round_the_clock,
        LIBRARY,
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:12]
