"""Local days and hours inside a query: a message at 23:30 belongs to its own day."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, literal

from reports.document import Period
from reports.figures.sql import seconds

_DAY, _MINUTE = timedelta(days=1), timedelta(minutes=1)
_EPOCH = date(1970, 1, 1)
_THURSDAY = 3  # the weekday of the epoch


def local_hour(period: Period, moment: Any) -> ColumnElement[int]:
    """Hours since 1970 by the clocks of the town."""
    *earlier, (_, last) = offsets(period)
    changes = [(moment < end, literal(ahead)) for end, ahead in earlier]
    ahead = case(*changes, else_=literal(last)) if changes else literal(last)
    return (seconds(moment) + ahead) // 3600


def offsets(period: Period) -> list[tuple[datetime, int]]:
    """Until when the clocks are how many seconds ahead of UTC; some towns change theirs."""
    ends = [*_changes(period), period.end]
    starts = [period.begin, *ends[:-1]]
    return [(end, _ahead(start, period)) for start, end in zip(starts, ends, strict=True)]


def _changes(period: Period) -> Iterator[datetime]:
    """The first moments of another offset, to the minute."""
    at, end = period.begin.astimezone(UTC), period.end.astimezone(UTC)
    while at < end:
        quiet = _ahead(at, period) == _ahead(at + _DAY, period)
        later = at + (_DAY if quiet else _MINUTE)
        if _ahead(at, period) != _ahead(later, period):
            yield later
        at = later


def _ahead(moment: datetime, period: Period) -> int:
    offset = moment.astimezone(period.zone).utcoffset() or timedelta()
    return int(offset.total_seconds())


def day_of(hour: int) -> date:
    """The local day of a local hour."""
    return _EPOCH + timedelta(days=hour // 24)


def weekday_of(hour: int) -> int:
    """Monday is 0."""
    return (hour // 24 + _THURSDAY) % 7
