"""How many working-time additions a second, beside a plain loop over days in the same run.

python benchmarks/worktime.py [--cases N]
"""

import random
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import click
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from incidents.calendar import Calendar, Intervals
from incidents.worktime import Worktime

MOSCOW = ZoneInfo("Europe/Moscow")
DAY = ((480, 720), (768, 1020))
WEEK = {0: DAY, 1: DAY, 2: DAY, 3: DAY, 4: ((480, 720), (768, 960))}
SPANS = {  # the longest and the shortest, working minutes
    "minutes to months": (1, 30_000),
    "up to a working day": (1, 480),
    "weeks to months": (2_400, 30_000),
}
Add = Callable[[datetime, int], datetime]
Cases = list[tuple[datetime, int]]


@click.command()
@click.option("--cases", default=100_000, show_default=True, help="Additions per measurement.")
def main(cases: int) -> None:
    """Random starts in 2023-2026, to the second; lengths spread evenly over orders of magnitude."""
    worktime = Worktime.of(MOSCOW, WEEK)
    worktime.add(datetime(2023, 1, 1, tzinfo=MOSCOW), 10**6)  # years laid out, holidays known
    table = Table(
        "", "start", "a second", "naive", "times", title=f"add, {cases:,} cases, one core"
    )
    for name, (shortest, longest) in SPANS.items():
        for zone in (MOSCOW, UTC):
            given = _cases(cases, shortest, longest, zone)
            ours = _rate(given, worktime.add)
            naive = _rate(given[: cases // 20], _day_loop)
            assert all(worktime.add(*case) == _day_loop(*case) for case in given[:1000])
            row = (f"{ours:,.0f}", f"{naive:,.0f}", f"{ours / naive:.1f}")
            table.add_row(name, "local" if zone is MOSCOW else "UTC", *row)
    Console().print(table)


def _cases(number: int, shortest: int, longest: int, zone: ZoneInfo) -> Cases:
    draw, first = random.Random(1), datetime(2023, 1, 1, tzinfo=UTC)
    ratio = longest / shortest
    return [
        (
            (first + timedelta(seconds=draw.randrange(4 * 365 * 86_400))).astimezone(zone),
            int(shortest * ratio ** draw.random()),
        )
        for _ in range(number)
    ]


def _rate(cases: Cases, add: Add) -> float:
    """Additions a second of processor time: other programs on the machine do not count."""
    best = 0.0
    for _ in range(3):
        started = time.process_time()
        for start, minutes in cases:
            add(start, minutes)
        best = max(best, len(cases) / (time.process_time() - started))
    return best


@cache
def _hours(day: date) -> Intervals:
    return Calendar(WEEK, frozenset(), {}).hours(day)


def _day_loop(start: datetime, minutes: int) -> datetime:
    """What one would write first: day after day, interval after interval."""
    local = start.astimezone(MOSCOW)
    day, left = local.date(), timedelta(minutes=minutes)
    while True:
        midnight = datetime.combine(day, datetime.min.time(), MOSCOW)
        for opens, closes in _hours(day):
            begin = max(midnight + timedelta(minutes=opens), local)
            worked = midnight + timedelta(minutes=closes) - begin
            if worked >= left:
                return begin + left
            left -= max(worked, timedelta(0))
        day += timedelta(days=1)


if __name__ == "__main__":
    main()
