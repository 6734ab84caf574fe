"""Surges: a real burst is seen by its fifth author; a quiet town stays quiet."""

from bisect import bisect
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from incidents.surges import PAST, Arrival, surges

START = datetime(2026, 1, 5, tzinfo=UTC)
HOURS = [1, 0.5, 0.3, 0.2, 0.2, 0.5, 1, 2, 3, 4, 4, 4, 4, 4, 4, 4, 4.5, 5, 6, 6.5, 6, 5, 3, 2]
FALSE_ALARMS_A_WEEK = 0.34  # one in three weeks


def town(seed: int, days: int, a_day: float) -> list[Arrival]:
    """A town that likes evenings, talks in clusters and has moods by day and by topic."""
    draw = np.random.default_rng(seed)
    topics, streets = 1 / np.arange(1, 61), 1 / np.arange(1, 81) ** 0.8
    found = []
    for day in range(days):
        moods = topics * draw.gamma(6, 1 / 6, len(topics))
        for _ in range(draw.poisson(a_day * draw.gamma(8, 1 / 8))):
            hour = draw.choice(24, p=np.array(HOURS) / sum(HOURS))
            at = START + timedelta(days=day, hours=float(hour + draw.random()))
            topic = f"T{draw.choice(len(topics), p=moods / moods.sum())}"
            place = f"улица {draw.choice(len(streets), p=streets / streets.sum())}"
            found.append(Arrival(at, topic, (place,), f"vk:{draw.integers(4000)}"))
            while draw.random() < 0.15:  # somebody joins in
                at += timedelta(minutes=draw.exponential(40))
                found.append(Arrival(at, topic, (place,), f"vk:{draw.integers(4000)}"))
    return sorted(found, key=lambda arrival: arrival.at)


def known(arrivals: list[Arrival], now: datetime) -> list[Arrival]:
    times = [arrival.at for arrival in arrivals]
    return arrivals[bisect(times, now - PAST) : bisect(times, now)]


def burst(now: datetime, number: int, minutes: float = 15, same: bool = False) -> list[Arrival]:
    """The last of `number` messages comes at `now`."""
    return [
        Arrival(
            now - timedelta(minutes=minutes * n), "T5", ("улица 9",), "vk:x" + "y" * n * (not same)
        )
        for n in reversed(range(number))
    ]


@pytest.mark.parametrize("a_day", [0, 3, 30])
def test_a_pipe_broken_on_a_street_is_seen(a_day):
    now = START + timedelta(days=30, hours=18)
    quiet = known(town(1, 31, a_day), now)
    (surge,) = [s for s in surges([*quiet, *burst(now, 8)], now) if s.place == "улица 9"]
    assert (surge.topic, surge.authors, surge.window) == ("T5", 8, timedelta(hours=2))
    assert surge.since == now - timedelta(minutes=105)
    assert surge.expected < 0.5
    assert surge.chance < 1e-6


def test_four_are_too_few():
    now = START + timedelta(days=30)
    assert surges(burst(now, 4), now) == []


def test_one_angry_person_is_no_surge():
    now = START + timedelta(days=30)
    assert surges(burst(now, 20, minutes=5, same=True), now) == []


def test_a_slow_day_long_burst_is_seen():
    now = START + timedelta(days=30)
    found = surges([*known(town(2, 31, 10), now), *burst(now, 10, minutes=120)], now)
    assert ("T5", "улица 9", timedelta(hours=24)) in {(s.topic, s.place, s.window) for s in found}


def test_what_is_usual_for_a_pair_is_no_surge():
    now = START + timedelta(days=30, hours=20)
    usual = [arrival for day in range(28) for arrival in burst(now - timedelta(days=day), 6)]
    assert surges(usual, now) == []
    assert surges(burst(now, 6), now) != []


def test_what_is_old_or_of_the_future_does_not_count():
    now = START + timedelta(days=60)
    assert surges(burst(now + timedelta(hours=3), 8), now) == []
    assert surges(burst(now - timedelta(days=40), 8), now) == []
    assert surges([], now) == []


@pytest.mark.parametrize("a_day", [10, 30])
def test_a_quiet_town_has_few_false_alarms(a_day):
    weeks, alarms, last = 3, 0, {}
    arrivals = town(a_day, 28 + 7 * weeks, a_day)
    for step in range(weeks * 7 * 6):
        now = START + timedelta(days=28, hours=4 * step)
        for surge in surges(known(arrivals, now), now):
            pair = surge.topic, surge.place
            alarms += now - last.get(pair, START) > timedelta(days=1)
            last[pair] = now
    assert alarms / weeks <= FALSE_ALARMS_A_WEEK
