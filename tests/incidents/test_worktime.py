"""Working time, told by examples; the weekday stands in the margin."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from towns_week import MOSCOW, PLAIN, VLADIVOSTOK, WEEK, at, official_days, town

from incidents.official_days import official_year
from incidents.worktime import OutsideCalendar, Worktime


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        # within a day, and over lunch
        ("пн 2026-04-06 09:00", 60, "пн 2026-04-06 10:00"),
        ("пн 2026-04-06 11:00", 60, "пн 2026-04-06 12:00"),
        ("пн 2026-04-06 11:00", 61, "пн 2026-04-06 12:49"),
        ("пн 2026-04-06 12:00", 1, "пн 2026-04-06 12:49"),
        ("пн 2026-04-06 12:30", 30, "пн 2026-04-06 13:18"),
        # before work, after work, at night
        ("пн 2026-04-06 03:00", 180, "пн 2026-04-06 11:00"),
        ("пн 2026-04-06 17:00", 30, "вт 2026-04-07 08:30"),
        ("пн 2026-04-06 23:59", 240, "вт 2026-04-07 12:00"),
        ("пн 2026-04-06 15:00", 120, "пн 2026-04-06 17:00"),
        ("пн 2026-04-06 15:00", 180, "вт 2026-04-07 09:00"),
        # Friday is shorter; the weekend
        ("пт 2026-04-03 15:30", 60, "пн 2026-04-06 08:30"),
        ("сб 2026-04-04 10:00", 60, "пн 2026-04-06 09:00"),
        ("вс 2026-04-05 23:00", 492, "пн 2026-04-06 17:00"),
        # a working Saturday has the hours of the Monday it replaces
        ("пт 2024-04-26 15:30", 60, "сб 2024-04-27 08:30"),
        ("сб 2024-04-27 16:00", 60, "сб 2024-04-27 17:00"),
        ("сб 2024-04-27 17:00", 60, "чт 2024-05-02 09:00"),
        # … and one replacing the eve of a holiday is an hour shorter than that weekday
        ("сб 2024-11-02 15:00", 60, "сб 2024-11-02 16:00"),
        ("сб 2024-11-02 15:00", 61, "вт 2024-11-05 08:01"),
        # the eve of a holiday; May; New Year
        ("чт 2026-04-30 15:00", 90, "пн 2026-05-04 08:30"),
        ("пт 2026-05-08 14:00", 90, "вт 2026-05-12 08:30"),
        ("ср 2026-12-30 16:30", 60, "пн 2027-01-11 08:30"),
        ("чт 2026-01-01 00:00", 60, "пн 2026-01-12 09:00"),
        # seconds are kept
        ("пн 2026-04-06 11:59:30", 1, "пн 2026-04-06 12:48:30"),
        # no work to do: the moment it could begin
        ("сб 2026-04-04 10:00", 0, "пн 2026-04-06 08:00"),
        ("пн 2026-04-06 12:00", 0, "пн 2026-04-06 12:00"),
    ],
)
def test_adding(start, minutes, end):
    assert town().add(at(start), minutes) == at(end)


@pytest.mark.parametrize(
    ("end", "minutes", "start"),
    [
        ("пн 2026-04-06 10:00", 30, "пн 2026-04-06 09:30"),
        ("пн 2026-04-06 13:00", 12, "пн 2026-04-06 12:48"),
        ("пн 2026-04-06 13:00", 13, "пн 2026-04-06 11:59"),
        ("пн 2026-04-06 12:30", 30, "пн 2026-04-06 11:30"),
        ("вт 2026-04-07 08:10", 30, "пн 2026-04-06 16:40"),
        ("вт 2026-04-07 08:30", 30, "вт 2026-04-07 08:00"),
        ("пн 2026-04-06 08:10", 30, "пт 2026-04-03 15:40"),
        ("вс 2026-04-05 12:00", 30, "пт 2026-04-03 15:30"),
        ("чт 2024-05-02 08:10", 30, "сб 2024-04-27 16:40"),
        ("пн 2026-05-04 08:10", 30, "чт 2026-04-30 15:40"),
        ("пн 2026-01-12 08:00", 1, "вт 2025-12-30 16:59"),
        ("сб 2026-04-04 10:00", 0, "пт 2026-04-03 16:00"),
    ],
)
def test_subtracting(end, minutes, start):
    assert town().subtract(at(end), minutes) == at(start)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("пн 2026-04-06 07:00", 1, "вт 2026-04-07 17:00"),
        ("пн 2026-04-06 23:00", 1, "вт 2026-04-07 17:00"),
        ("чт 2026-04-02 09:00", 1, "пт 2026-04-03 16:00"),
        ("пт 2026-04-03 09:00", 1, "пн 2026-04-06 17:00"),
        ("сб 2026-04-04 09:00", 1, "пн 2026-04-06 17:00"),
        ("вс 2026-04-05 09:00", 2, "вт 2026-04-07 17:00"),
        ("пт 2024-04-26 12:00", 1, "сб 2024-04-27 17:00"),
        ("сб 2024-04-27 12:00", 1, "чт 2024-05-02 17:00"),
        ("ср 2026-04-29 12:00", 1, "чт 2026-04-30 16:00"),
        ("вт 2025-12-30 12:00", 5, "пт 2026-01-16 16:00"),
    ],
)
def test_the_end_of_the_nth_working_day(start, days, end):
    assert town().end_of_day(at(start), days) == at(end)


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("пн 2026-04-06 11:00", "пн 2026-04-06 13:00", 72),
        ("пт 2026-04-03 15:00", "пн 2026-04-06 09:00", 120),
        ("пн 2026-04-06 09:00", "пт 2026-04-03 15:00", -120),
        ("сб 2026-04-04 00:00", "пн 2026-04-06 08:00", 0),
        ("пн 2026-04-06 09:00:00", "пн 2026-04-06 09:00:59", 0),
        ("пн 2026-04-06 09:00:59", "пн 2026-04-06 09:00:00", 0),
        ("чт 2026-01-01 00:00", "пн 2026-02-02 00:00", 15 * 492 - 3 * 60),
    ],
)
def test_working_minutes_between(start, end, minutes):
    assert town().between(at(start), at(end)) == minutes


def test_the_same_hours_in_vladivostok_are_seven_hours_earlier():
    moscow, vladivostok = town(), town(VLADIVOSTOK)
    start = datetime(2026, 4, 6, 6, 30, tzinfo=UTC)  # 09:30 and 16:30
    assert moscow.add(start, 60) == at("пн 2026-04-06 10:30", MOSCOW)
    assert vladivostok.add(start, 60) == at("вт 2026-04-07 08:30", VLADIVOSTOK)
    assert vladivostok.add(start, 60).tzinfo is VLADIVOSTOK


@pytest.mark.parametrize("day", [datetime(2024, 4, 27), datetime(2026, 4, 4)])
def test_what_sat_says_counts_only_on_plain_saturdays(day):
    six_days = town(week=WEEK | {5: ((600, 660),)})
    opens, closes = (8, 17) if day.month == 4 and day.day == 27 else (10, 11)
    assert six_days.add(day.replace(tzinfo=MOSCOW), 0).hour == opens
    assert six_days.end_of_day(day.replace(tzinfo=MOSCOW) - timedelta(1), 1).hour == closes


def test_days_of_ones_own_win_over_official_ones():
    own = town(
        days_off=[date(2026, 4, 20), date(2024, 4, 27)],
        working_days={date(2026, 4, 25): ((540, 720),), date(2026, 5, 1): ((600, 660),)},
    )
    assert own.add(at("пт 2026-04-17 15:30"), 60) == at("вт 2026-04-21 08:30")
    assert own.add(at("пт 2024-04-26 15:30"), 60) == at("чт 2024-05-02 08:30")
    assert own.add(at("пт 2026-04-24 15:30"), 60) == at("сб 2026-04-25 09:30")
    assert own.end_of_day(at("чт 2026-04-30 09:00"), 1) == at("пт 2026-05-01 11:00")


def test_the_eve_of_a_holiday_may_stay_whole():
    whole = town(shorten_before_holidays=False)
    assert whole.end_of_day(at("ср 2026-04-29 12:00"), 1) == at("чт 2026-04-30 17:00")


def test_the_towns_own_saturday_before_a_holiday_is_whole():
    own = town(week={**WEEK, 5: ((600, 840),)})
    assert own.between(at("сб 2025-02-22 00:00"), at("сб 2025-02-22 23:00")) == 240
    assert own.between(at("сб 2024-11-02 00:00"), at("сб 2024-11-02 23:00")) == 492 - 60


@pytest.mark.parametrize(
    "day", ["2014-03-10", "2020-04-06", "2020-06-24", "2021-05-05", "2021-11-03"]
)
def test_days_off_of_the_past_that_are_easily_missed(day):
    assert date.fromisoformat(day) in official_year(int(day[:4])).off


def test_an_hour_less_may_take_a_whole_short_interval():
    late = town(week=dict.fromkeys(range(5), ((540, 1020), (1080, 1110))))
    assert late.end_of_day(at("ср 2026-04-29 12:00"), 1) == at("чт 2026-04-30 16:30")


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("пн 2027-06-07 09:00", "пт 2027-12-31 23:59", False),
        ("пт 2027-12-31 09:00", "сб 2028-01-01 00:00", True),
        ("вс 2028-07-02 09:00", "пн 2028-07-03 09:00", True),
    ],
)
def test_a_year_without_a_decree_is_provisional(start, end, expected):
    assert town().provisional(at(start), at(end)) is expected
    assert not town(round_the_clock=True).provisional(at(start), at(end))


def test_an_undecreed_year_still_knows_the_code():
    # 4 November 2028 is a Saturday: art. 112 moves it to Monday.
    assert town().add(at("пт 2028-11-03 14:30"), 60) == at("вт 2028-11-07 08:30")
    assert not official_year(2028).decreed


def test_every_day_of_2023_to_2027_is_as_decreed():
    hours = {"off": 0, "plain": 480, "work": 480, "short": 420}
    even = town(week=dict.fromkeys(range(5), ((540, 780), (840, 1080))))
    for day, kind in official_days().items():
        morning = datetime(day.year, day.month, day.day, tzinfo=MOSCOW)
        assert even.between(morning, morning + timedelta(days=1)) == hours[kind], (day, kind)


def test_the_version_changes_with_whatever_decides_answers():
    versions = {
        town().version,
        town(VLADIVOSTOK).version,
        town(round_the_clock=True).version,
        town(shorten_before_holidays=False).version,
        town(days_off=[date(2026, 6, 20)]).version,
        town(working_days={date(2026, 6, 20): PLAIN}).version,
        town(week=WEEK | {4: PLAIN}).version,
    }
    assert len(versions) == 7
    assert town().version in versions


def test_a_naive_moment_is_refused():
    with pytest.raises(ValueError, match="without a zone"):
        town().add(datetime(2026, 4, 6, 9), 1)


@pytest.mark.parametrize(
    "ask",
    [
        lambda town: town.add(at("пн 2026-04-06 09:00"), 10**18),
        lambda town: town.add(at("пн 2026-04-06 09:00"), 40_000_000),
        lambda town: town.subtract(at("пн 2026-04-06 09:00"), 10**8),
        lambda town: town.between(at("пн 2026-04-06 09:00"), datetime.max.replace(tzinfo=UTC)),
        lambda town: town.is_working(datetime.min.replace(tzinfo=UTC)),
        lambda town: town.end_of_day(at("пн 2026-04-06 09:00"), 10**6),
    ],
)
def test_what_no_calendar_reaches_is_said(ask):
    # One working hour a year keeps the calendar of a hundred years small.
    rare = Worktime.of(MOSCOW, {}, working_days={date(2026, 4, 6): ((540, 600),)})
    with pytest.raises(OutsideCalendar, match="вне календаря"):
        ask(rare)


def test_clocks_put_forward_and_back():
    berlin = ZoneInfo("Europe/Berlin")
    night = Worktime.of(berlin, dict.fromkeys(range(7), ((0, 360),)))  # 00:00-06:00
    spring, autumn = datetime(2026, 3, 29, tzinfo=berlin), datetime(2026, 10, 25, tzinfo=berlin)
    assert night.between(spring, spring + timedelta(days=1)) == 5 * 60
    assert night.between(autumn, autumn + timedelta(days=1)) == 7 * 60
    assert night.add(spring, 120) == datetime(2026, 3, 29, 3, tzinfo=berlin)
