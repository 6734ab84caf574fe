"""Hours of a working day as people write them: ["08:00-12:00", "13:00-17:00"]."""

import re
from itertools import pairwise
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)
Minutes = tuple[tuple[int, int], ...]
_HOURS = re.compile(r"([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)")


def minutes(hours: tuple[str, ...]) -> Minutes:
    """The same in minutes from the day's midnight."""
    return tuple((_minute(text[:5]), _minute(text[6:])) for text in hours)


def _minute(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])


def _hours(text: str) -> str:
    if not _HOURS.fullmatch(text):
        raise ValueError('нужны часы вида "08:00-12:00" (до полуночи: "20:00-24:00")')
    return text


def _in_order(hours: tuple[str, ...]) -> tuple[str, ...]:
    intervals = minutes(hours)
    if any(start >= end for start, end in intervals):
        raise ValueError("конец не позже начала; ночную смену делят в полночь между двумя днями")
    if any(before[1] > after[0] for before, after in pairwise(intervals)):
        raise ValueError("интервалы дня идут по порядку и не пересекаются")
    return hours


DayHours = Annotated[tuple[Annotated[str, AfterValidator(_hours)], ...], AfterValidator(_in_order)]
