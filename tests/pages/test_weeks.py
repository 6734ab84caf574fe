"""Weeks of two towns: where they begin, what they are called."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.weeks import Week

MOSCOW, AMURZET = ZoneInfo("Europe/Moscow"), ZoneInfo("Asia/Vladivostok")
BERLIN = ZoneInfo("Europe/Berlin")  # puts its clocks forward and back
ZONES = st.sampled_from([MOSCOW, AMURZET, BERLIN, ZoneInfo("Asia/Barnaul")])
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))


@pytest.mark.parametrize(
    ("moment", "zone", "name"),
    [
        (datetime(2026, 11, 22, 20, 59, tzinfo=UTC), MOSCOW, "2026-W47"),  # Sunday, 23:59
        (datetime(2026, 11, 22, 21, 0, tzinfo=UTC), MOSCOW, "2026-W48"),  # Monday, 0:00
        (datetime(2026, 11, 22, 13, 59, tzinfo=UTC), AMURZET, "2026-W47"),
        (datetime(2026, 11, 22, 14, 0, tzinfo=UTC), AMURZET, "2026-W48"),
        (datetime(2026, 11, 22, 14, 0, tzinfo=UTC), MOSCOW, "2026-W47"),  # the same moment
        (datetime(2027, 1, 3, 12, tzinfo=UTC), MOSCOW, "2026-W53"),  # the year is over
        (datetime(2027, 1, 4, 12, tzinfo=UTC), MOSCOW, "2027-W01"),
        (datetime(2024, 12, 31, 12, tzinfo=UTC), MOSCOW, "2025-W01"),
    ],
)  # fmt: skip
def test_in_which_week_a_moment_lies(moment, zone, name):
    assert str(Week.of(moment, zone)) == name


@pytest.mark.parametrize(
    ("name", "monday"),
    [
        ("2026-W47", date(2026, 11, 16)),
        ("2026-11-22", date(2026, 11, 16)),
        ("2026-W53", date(2026, 12, 28)),
        ("2025-W1", date(2024, 12, 30)),
    ],
)
def test_a_week_by_its_name_or_a_day(name, monday):
    assert Week.named(name) == Week(monday)


@pytest.mark.parametrize("name", ["2025-W53", "2026-W00", "47", "", "2026-13-01", "неделя"])
def test_a_week_that_is_none(name):
    with pytest.raises(ValueError, match="нужна неделя"):
        Week.named(name)


def test_a_week_with_a_change_of_clocks_has_an_hour_more_or_less():
    spring, autumn = Week.named("2026-03-29"), Week.named("2026-10-25")
    lengths = [
        (week.end(BERLIN).astimezone(UTC) - week.begin(BERLIN).astimezone(UTC))
        for week in (spring, autumn)
    ]
    assert lengths == [timedelta(hours=167), timedelta(hours=169)]


@given(MOMENTS, ZONES)
def test_every_moment_lies_in_exactly_one_week(moment, zone):
    week = Week.of(moment, zone)
    assert week.begin(zone) <= moment < week.end(zone)
    assert week.next().begin(zone) == week.end(zone)
    assert week.next().back(1) == week == Week.named(str(week))
    assert week.monday.weekday() == 0
    assert week.sunday.weekday() == 6
