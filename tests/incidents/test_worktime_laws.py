"""Working time by its laws, and against a count minute by minute."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from towns_week import FRIDAY, MOSCOW, PLAIN, WEEK, official_days, town

from incidents.worktime import Worktime

TOWN = town()
NIGHTS = Worktime.of(ZoneInfo("Europe/Berlin"), dict.fromkeys(range(7), ((0, 240), (1320, 1440))))
ALWAYS = town(round_the_clock=True)

moments = st.datetimes(
    datetime(2023, 1, 1), datetime(2026, 12, 31), timezones=st.sampled_from([MOSCOW, UTC])
)
spans = st.integers(0, 50_000)
towns = st.sampled_from([TOWN, NIGHTS, ALWAYS])


@given(towns, moments, moments, spans, spans)
def test_adding_is_monotone(worktime, one, other, short, long):
    (early, late), (short, long) = sorted((one, other)), sorted((short, long))
    assert worktime.add(early, short) <= worktime.add(late, short)
    assert worktime.add(early, short) <= worktime.add(early, long)


@given(towns, moments, spans, spans)
def test_adding_is_additive(worktime, start, first, second):
    assert worktime.add(worktime.add(start, first), second) == worktime.add(start, first + second)


@given(towns, moments, spans)
def test_between_undoes_add_and_subtract(worktime, start, minutes):
    assert worktime.between(start, worktime.add(start, minutes)) == minutes
    assert worktime.between(worktime.subtract(start, minutes), start) == minutes
    assert worktime.between(worktime.add(start, minutes), start) == -minutes


@given(towns, moments, st.integers(1, 50_000))
def test_add_ends_in_the_first_and_subtract_starts_at_the_last_fitting_moment(town, moment, work):
    second = timedelta(seconds=1)
    end, start = town.add(moment, work), town.subtract(moment, work)
    assert town.between(moment, end.astimezone(UTC) - second) < work
    assert town.between(start.astimezone(UTC) + second, moment) < work
    assert town.is_working(start)


@given(moments, spans)
def test_round_the_clock_is_the_wall_clock(start, minutes):
    later = start.astimezone(UTC) + timedelta(minutes=minutes)
    assert ALWAYS.add(start, minutes) == later
    assert ALWAYS.subtract(later, minutes) == start
    assert ALWAYS.between(start, later) == minutes


def test_a_hundred_thousand_cases_equal_a_count_minute_by_minute():
    works = _every_minute()  # of four years: whether it is a working one
    working = np.flatnonzero(works)
    done = np.concatenate(([0], np.cumsum(works)))  # working minutes before each minute
    random = np.random.default_rng(5)
    starts = random.integers(400_000, len(works) - 400_000, 100_000)
    spans = (10 ** random.uniform(0, 4.8, len(starts))).astype(int)
    ends = working[done[starts] + spans - 1] + 1
    begins = working[done[starts] - spans]
    columns = (starts, spans, ends, begins)
    for start, span, end, begin in zip(*(column.tolist() for column in columns), strict=True):
        moment = _minute(start)
        assert TOWN.add(moment, span) == _minute(end)
        assert TOWN.subtract(moment, span) == _minute(begin)
        assert TOWN.between(moment, _minute(end)) == span


def _minute(number):
    return datetime(2023, 1, 1, tzinfo=MOSCOW) + timedelta(0, number * 60)


def _every_minute():
    """Laid out from the table of official days alone, without our calendar."""
    days = {day: kind for day, kind in official_days().items() if day.year < 2027}
    # The weekday of which a working Saturday has the hours.
    replaced = {"2024-04-27": 0, "2024-11-02": 1, "2024-12-28": 0, "2025-11-01": 0}
    works = np.zeros((len(days), 1440), dtype=bool)
    for row, (day, kind) in zip(works, days.items(), strict=True):
        hours = WEEK.get(replaced.get(str(day), day.weekday()), ()) if kind != "off" else ()
        assert hours in (PLAIN, FRIDAY, ())
        for start, end in hours:
            row[start:end] = True
        if kind == "short":
            row[hours[-1][1] - 60 :] = False
    return works.ravel()
