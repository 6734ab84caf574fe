"""When a report is due, and which days it covers: whole days that join without gap or overlap."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from errors import OtklikError
from reports.document import Period

DAY = timedelta(days=1)
YEARS = range(2000, 2101)  # of days somebody may ask for: at the calendar's ends it cannot count
Span = Literal["now", "day", "week", "month"]


@dataclass(frozen=True, slots=True)
class Rhythm:
    """`day`: 0..6 from Monday of a week, 1..31 of a month (its last day where that is shorter)."""

    every: Literal["day", "week", "month"]
    at: time
    day: int = 0

    def last(self, now: datetime, zone: ZoneInfo) -> datetime:
        """The last moment that is not after `now`, by the clock of the zone."""
        today = now.astimezone(zone).date()
        found = self._moment(self._on_or_before(today), zone)
        return found if found <= now else self._moment(self._on_or_before(today - DAY), zone)

    def covered(self, moment: datetime, zone: ZoneInfo) -> Period:
        """The days from the moment before this one to yesterday."""
        until = moment.astimezone(zone).date() - DAY
        return Period(self._on_or_before(until), until, zone)

    def _moment(self, day: date, zone: ZoneInfo) -> datetime:
        return datetime.combine(day, self.at, zone)

    def _on_or_before(self, day: date) -> date:
        match self.every:
            case "day":
                return day
            case "week":
                return day - DAY * ((day.weekday() - self.day) % 7)
            case "month":
                found = _in_month(day, self.day)
                return found if found <= day else _in_month(day.replace(day=1) - DAY, self.day)


def _in_month(month: date, day: int) -> date:
    return month.replace(day=min(day, monthrange(month.year, month.month)[1]))


def asked(
    every: Span,
    since: date | None,
    until: date | None,
    now: datetime,
    zone: ZoneInfo,
) -> Period:
    """The days somebody asks for; from one day alone to yesterday, or to one day alone that day.

    Raises ValueError where they end before they begin, OtklikError for a year far away.
    """
    for day in (since, until):
        if day and day.year not in YEARS:
            raise OtklikError(f"{day:%d.%m}.{day.year}: нужен год от {YEARS[0]} до {YEARS[-1]}.")
    if since is None and until is None:
        return usual(every, now, zone)
    yesterday = now.astimezone(zone).date() - DAY
    first = since or until or yesterday
    return Period(first, until or max(first, yesterday), zone)


def usual(every: Span, now: datetime, zone: ZoneInfo) -> Period:
    """Yesterday and today, yesterday, the last week from Monday, the last calendar month."""
    if every == "now":
        today = now.astimezone(zone).date()
        return Period(today - DAY, today, zone)
    rhythm = Rhythm(every, time(), {"day": 0, "week": 0, "month": 1}[every])
    return rhythm.covered(rhythm.last(now, zone), zone)
