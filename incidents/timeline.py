"""Working intervals of some years in a row, with running totals: every question is a bisection."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import accumulate

from incidents.calendar import Calendar, Intervals

NOTHING = timedelta(0)
MINUTE = timedelta(minutes=1)
Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The years `first`..`last`. None for an answer means: it lies beyond them.

    All moments, also those of questions, are in the zone `axis`, where an hour is an hour.
    """

    first: int
    last: int
    axis: tzinfo
    since: datetime
    until: datetime
    starts: Sequence[datetime] = field(repr=False)
    ends: Sequence[datetime] = field(repr=False)
    before: Sequence[timedelta] = field(repr=False)  # work done when the interval begins …
    after: Sequence[timedelta] = field(repr=False)  # … and when it ends
    days: Sequence[date] = field(repr=False)  # working days, local dates …
    closings: Sequence[datetime] = field(repr=False)  # … and the moments they end

    def worked(self, at: datetime) -> timedelta:
        """Work done until a moment."""
        i = bisect_left(self.ends, at)
        if i == len(self.ends):
            return self.after[-1]
        start = self.starts[i]
        return self.before[i] + (at - start) if at > start else self.before[i]

    def is_working(self, at: datetime) -> bool:
        """Whether work goes on at a moment; not any more at closing time."""
        i = bisect_right(self.starts, at) - 1
        return i >= 0 and at < self.ends[i]

    def add(self, at: datetime, work: timedelta) -> datetime | None:
        """The moment that much work is done; with no work to do, the moment it could begin."""
        if not work:
            return self._opening(at)
        done = self.worked(at) + work
        i = bisect_left(self.after, done)
        return self.starts[i] + (done - self.before[i]) if i < len(self.starts) else None

    def subtract(self, at: datetime, work: timedelta) -> datetime | None:
        """The moment from which that much work can be done by `at`."""
        if not work:
            return self._closing(at)
        left = self.worked(at) - work
        i = bisect_right(self.before, left) - 1
        return self.starts[i] + (left - self.before[i]) if i >= 0 else None

    def _opening(self, at: datetime) -> datetime | None:
        i = bisect_left(self.ends, at)
        return max(at, self.starts[i]) if i < len(self.starts) else None

    def _closing(self, at: datetime) -> datetime | None:
        i = bisect_right(self.starts, at) - 1
        return min(at, self.ends[i]) if i >= 0 else None

    def end_of_day(self, day: date, days: int) -> datetime | None:
        """The end of the n-th working day after a date."""
        i = bisect_right(self.days, day) + days - 1
        return self.closings[i] if i < len(self.days) else None


def timeline(calendar: Calendar, zone: tzinfo, first: int, last: int) -> Timeline:
    """Lay out the years `first`..`last`."""
    since, until = date(first, 1, 1), date(last + 1, 1, 1)
    dates = [date.fromordinal(day) for day in range(since.toordinal(), until.toordinal())]
    axis = _axis(dates, zone)
    opened = {day: _spans(day, calendar.hours(day), zone, axis) for day in dates}
    opened = {day: spans for day, spans in opened.items() if spans}
    spans = [span for spans in opened.values() for span in spans]
    after = list(accumulate(end - start for start, end in spans))
    return Timeline(
        first=first,
        last=last,
        axis=axis,
        since=_moment(since, 0, zone, axis),
        until=_moment(until, 0, zone, axis),
        starts=[start for start, _ in spans],
        ends=[end for _, end in spans],
        before=[NOTHING, *after[:-1]],
        after=after,
        days=list(opened),
        closings=[spans[-1][1] for spans in opened.values()],
    )


def _axis(dates: Sequence[date], zone: tzinfo) -> tzinfo:
    """The zone itself while its clocks are never changed (twice as fast), else UTC."""
    offsets = {datetime.combine(day, time(), zone).utcoffset() for day in dates}
    return zone if len(offsets) == 1 else UTC


def _spans(day: date, hours: Intervals, zone: tzinfo, axis: tzinfo) -> list[Span]:
    found = [
        (_moment(day, start, zone, axis), _moment(day, end, zone, axis)) for start, end in hours
    ]
    # Where clocks are put forward, an interval may not exist at all.
    return [(start, end) for start, end in found if start < end]


def _moment(day: date, minute: int, zone: tzinfo, axis: tzinfo) -> datetime:
    """A minute of a local day; minute 1440 is the next midnight."""
    return (datetime.combine(day, time(), zone) + minute * MINUTE).astimezone(axis)
