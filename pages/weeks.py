"""Weeks of a municipality: from Monday to Sunday in its own zone."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAYS = timedelta(days=7)
_NAME = re.compile(r"(\d{4})-W(\d{1,2})")


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """A week by its Monday; `str` gives the ISO name, 2026-W53."""

    monday: date

    @classmethod
    def of(cls, moment: datetime, zone: ZoneInfo) -> "Week":
        """The week in which an aware moment lies there."""
        return cls.on(moment.astimezone(zone).date())

    @classmethod
    def on(cls, day: date) -> "Week":
        """The week of a day."""
        return cls(day - timedelta(days=day.weekday()))

    @classmethod
    def named(cls, name: str) -> "Week":
        """From 2026-W47, or from any day of it, 2026-11-18. Raises ValueError in Russian."""
        found = _NAME.fullmatch(name)
        try:
            if found:
                return cls(date.fromisocalendar(int(found[1]), int(found[2]), 1))
            return cls.on(date.fromisoformat(name))
        except ValueError:
            raise ValueError(
                f"{name!r}: нужна неделя вида 2026-W47 или её день 2026-11-18"
            ) from None

    def begin(self, zone: ZoneInfo) -> datetime:
        """The first moment."""
        return datetime.combine(self.monday, time(), zone)

    def end(self, zone: ZoneInfo) -> datetime:
        """The first moment after it."""
        return self.next().begin(zone)

    def next(self) -> "Week":
        """The week after."""
        return Week(self.monday + DAYS)

    def back(self, weeks: int) -> "Week":
        """So many weeks before."""
        return Week(self.monday - weeks * DAYS)

    @property
    def sunday(self) -> date:
        """Its last day."""
        return self.monday + timedelta(days=6)

    def __str__(self) -> str:
        year, number, _ = self.monday.isocalendar()
        return f"{year}-W{number:02}"
