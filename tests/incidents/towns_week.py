"""The weeks that tests of working time are told in."""

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from incidents.worktime import Worktime

MOSCOW, VLADIVOSTOK = ZoneInfo("Europe/Moscow"), ZoneInfo("Asia/Vladivostok")
PLAIN = ((480, 720), (768, 1020))  # 08:00-12:00, 12:48-17:00
FRIDAY = ((480, 720), (768, 960))  # until 16:00
WEEK = {0: PLAIN, 1: PLAIN, 2: PLAIN, 3: PLAIN, 4: FRIDAY}
WEEKDAYS = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")


def town(zone: ZoneInfo = MOSCOW, **more: object) -> Worktime:
    return Worktime.of(zone, **{"week": WEEK, **more})  # type: ignore[arg-type]


def at(text: str, zone: ZoneInfo = MOSCOW) -> datetime:
    """«пт 2024-04-26 15:30»: the weekday is checked, so that a table cannot lie."""
    weekday, moment = text.split(" ", 1)
    found = datetime.fromisoformat(moment)
    assert WEEKDAYS[found.weekday()] == weekday, text
    return found.replace(tzinfo=zone)


def official_days() -> dict[date, str]:
    """Every day of 2023-2027: off, short, work (a working Saturday) or plain."""
    days = [date(2023, 1, 1) + timedelta(n) for n in range(5 * 365 + 1)]
    kinds = {day: "plain" if day.weekday() < 5 else "off" for day in days}
    for line in Path(__file__).with_name("official_days.txt").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            month, numbers = line.split(": ")
            for number in numbers.split():
                day = date.fromisoformat(f"{month}-{int(number.rstrip('*+')):02}")
                kinds[day] = {"*": "short", "+": "work"}.get(number[-1], "off")
    return kinds
