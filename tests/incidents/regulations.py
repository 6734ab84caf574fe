"""The shipped regulations, and the week of a town with a short Friday, for tests."""

from functools import cache
from zoneinfo import ZoneInfo

from config import Config, regulation_of
from incidents.worktime import Worktime
from models.regulation import Regulation

DAY = ((8 * 60, 12 * 60), (12 * 60 + 48, 17 * 60))
FRIDAY = ((8 * 60, 12 * 60), (12 * 60 + 48, 15 * 60 + 48))
WEEK = {0: DAY, 1: DAY, 2: DAY, 3: DAY, 4: FRIDAY}


@cache
def act(id: str) -> Regulation:
    """A shipped regulation."""
    return regulation_of(Config(regulation=id))


@cache
def town(zone: str = "Europe/Moscow") -> Worktime:
    """Monday to Thursday 08:00–12:00 and 12:48–17:00, Friday until 15:48."""
    return Worktime.of(ZoneInfo(zone), WEEK)
