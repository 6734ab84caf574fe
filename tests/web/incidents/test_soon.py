"""What is amber on the board is what the list «Скоро» counts, whenever one looks."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from given import NOW

from incidents.worktime import Worktime
from web.incidents.filters import soon_until
from web.incidents.plates import tone

WARN = 30
HOURS = range(-60, 60, 7)  # working time, nights, a weekend


@pytest.mark.parametrize("minutes", [0, 1, WARN - 1, WARN, WARN + 1, 90])
def test_amber_is_soon(minutes):
    week = dict.fromkeys(range(5), ((8 * 60, 12 * 60), (13 * 60, 17 * 60)))
    worktime = Worktime.of(ZoneInfo("Europe/Moscow"), week)
    for now in (NOW + timedelta(hours=hours, seconds=20) for hours in HOURS):
        due = worktime.add(now, minutes)
        listed = now <= due < soon_until(now, WARN, worktime)
        assert listed == (tone(worktime.between(now, due), WARN) == "warn")
