"""Which days a report covers, seen from any moment."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.schedule import Rhythm, usual

ZONE = ZoneInfo("Asia/Vladivostok")
DAILY, WEEKLY, MONTHLY = (
    Rhythm("day", time(8)), Rhythm("week", time(8), 0), Rhythm("month", time(8), 1),
)  # fmt: skip
FRIDAYS, LAST_DAYS = Rhythm("week", time(16, 30), 4), Rhythm("month", time(8), 31)


def at(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("rhythm", "now", "moment", "since", "until"),
    [
        (DAILY, "2026-11-23 08:00", "2026-11-23 08:00", "2026-11-22", "2026-11-22"),
        (DAILY, "2026-11-23 07:59", "2026-11-22 08:00", "2026-11-21", "2026-11-21"),
        (WEEKLY, "2026-11-23 08:00", "2026-11-23 08:00", "2026-11-16", "2026-11-22"),
        (WEEKLY, "2026-11-23 07:59", "2026-11-16 08:00", "2026-11-09", "2026-11-15"),
        (WEEKLY, "2026-11-29 23:59", "2026-11-23 08:00", "2026-11-16", "2026-11-22"),
        (FRIDAYS, "2026-11-27 16:30", "2026-11-27 16:30", "2026-11-20", "2026-11-26"),
        (MONTHLY, "2026-12-01 08:00", "2026-12-01 08:00", "2026-11-01", "2026-11-30"),
        (MONTHLY, "2026-12-01 07:00", "2026-11-01 08:00", "2026-10-01", "2026-10-31"),
        (MONTHLY, "2027-01-15 07:00", "2027-01-01 08:00", "2026-12-01", "2026-12-31"),
        (LAST_DAYS, "2026-11-30 09:00", "2026-11-30 08:00", "2026-10-31", "2026-11-29"),
        (LAST_DAYS, "2027-03-05 09:00", "2027-02-28 08:00", "2027-01-31", "2027-02-27"),
    ],
)
def test_the_last_moment_and_its_days(rhythm, now, moment, since, until):
    found = rhythm.last(at(now), ZONE)
    covered = rhythm.covered(found, ZONE)
    assert found == at(moment)
    assert (str(covered.since), str(covered.until)) == (since, until)


@pytest.mark.parametrize(
    ("every", "since", "until"),
    [
        ("day", "2026-11-24", "2026-11-24"),
        ("week", "2026-11-16", "2026-11-22"),
        ("month", "2026-10-01", "2026-10-31"),
    ],
)
def test_usual_periods_are_whole_ones_of_the_past(every, since, until):
    found = usual(every, at("2026-11-25 00:30"), ZONE)  # a Wednesday
    assert (str(found.since), str(found.until)) == (since, until)


RHYTHMS = st.one_of(
    st.builds(Rhythm, st.just("day"), st.times()),
    st.builds(Rhythm, st.just("week"), st.times(), st.integers(0, 6)),
    st.builds(Rhythm, st.just("month"), st.times(), st.integers(1, 31)),
)
ZONES = st.sampled_from(["Asia/Vladivostok", "Europe/Kaliningrad", "Europe/Berlin"]).map(ZoneInfo)


@given(RHYTHMS, ZONES, st.datetimes(datetime(2025, 1, 1), datetime(2029, 1, 1)))
def test_periods_join_without_gap_or_overlap(rhythm, zone, now):
    moment = rhythm.last(now.replace(tzinfo=zone), zone)
    before = rhythm.last(moment - timedelta(minutes=1), zone)
    assert before < moment <= now.replace(tzinfo=zone)
    ours, theirs = rhythm.covered(moment, zone), rhythm.covered(before, zone)
    assert theirs.until + timedelta(days=1) == ours.since
    assert ours.until + timedelta(days=1) == moment.astimezone(zone).date()
