"""The overview of 3,000 pages with three years of weekly figures.

python benchmarks/pages.py [--postgres postgresql+psycopg://…] [--posts 500000]

The peer counts the same eight weeks from the posts at every look instead of storing them.
"""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table
from sqlalchemy import insert, text
from sqlalchemy.orm import Session

sys.path.pop(0)  # this folder, whose queue.py would hide the standard library's
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from config import Config, regulation_of
from models import Page, PageRef, PageWeek, Post, StoredFacts, StoredFinding, rows_of
from pages.cadence import history, overview
from pages.closing import close_weeks
from pages.counting import tally
from pages.oversight import oversee
from pages.standings import SHOWN
from pages.watched import Town, Watched
from pages.weeks import Week
from store import Store, open_store, upgrade

PAGES, WEEKS = 3_000, 156
NOW = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Moscow")
KINDS = ("administration", "head", "subordinate")
CHUNK = 50_000


def town() -> Town:
    """A region: every page of the kind its number gives."""
    watched = tuple(
        Watched(PageRef("vk", str(number)), KINDS[number % 3], f"Организация {number}")
        for number in range(PAGES)
    )
    return Town(watched, regulation_of(Config(regulation="novokubansk-1740")).pages, ZONE)


def fill(store: Store, posts: int) -> None:
    """Pages, their facts, findings and weeks; the newest posts lie in the weeks just past."""
    rng = random.Random(1)
    week = Week.of(NOW, ZONE)
    pages = [
        {"network": "vk", "external_id": str(number), "name": "", "members": 1000,
         "watched_since": NOW - timedelta(days=1100), "succeeded_at": NOW}
        for number in range(PAGES)
    ]  # fmt: skip
    weeks = [
        {"page_id": page, "week": week.back(back).monday, "posts": rng.randint(0, 14),
         "left_out": {}, "norm": 5, "force": "recommended", "paragraph": "п.5",
         "rule": "post+quote", "counted_at": NOW}
        for back in range(WEEKS, 0, -1)
        for page in range(1, PAGES + 1)
    ]  # fmt: skip
    facts = [{"page_id": page, "seen_at": NOW, "shown": {"standing": "open", "description": ""}}
             for page in range(1, PAGES + 1)]  # fmt: skip
    wrong = [
        {"page_id": rng.randint(1, PAGES), "what": f"w{number}", "force": "must",
         "paragraph": "п.6", "detail": "нет", "advice": "впишите", "opened_at": NOW,
         "closed_at": closed}
        for number in range(20_000)
        for closed in (NOW if number % 3 else None,)
    ]  # fmt: skip
    rows: list[tuple[type, list[dict[str, object]]]] = [
        (Page, pages), (StoredFacts, facts), (StoredFinding, wrong), (PageWeek, weeks),
        (Post, list(_posts(posts, rng))),
    ]  # fmt: skip
    for entity, values in rows:
        for start in range(0, len(values), CHUNK):
            with store.writing() as session:
                session.execute(insert(rows_of(entity)), values[start : start + CHUNK])
    with store.engine.connect() as connection:
        connection.execute(text("ANALYZE"))
        connection.commit()


def _posts(number: int, rng: random.Random) -> list[dict[str, object]]:
    step = timedelta(minutes=7 * 24 * 60 / (PAGES * 7))  # seven a page and week
    return [
        {"network": "vk", "external_id": f"wall{at}", "page_id": rng.randint(1, PAGES),
         "text": "Дорогу на Лесной починили, ездите на здоровье", "url": "", "kind": "post",
         "created_at": NOW - at * step, "detected_at": NOW}
        for at in range(number)
    ]  # fmt: skip


def counted_anew(session: Session) -> int:
    """The peer: the same history straight from the posts."""
    week = Week.of(NOW, ZONE)
    return sum(len(tally(session, week.back(back), ZONE)) for back in range(SHOWN + 1))


def measure(work: Callable[[], object], times: int = 5) -> tuple[float, float]:
    """Milliseconds by the clock and of this process, the best of so many."""
    best = spent = float("inf")
    for _ in range(times):
        start, used = time.perf_counter(), time.process_time()
        work()
        best = min(best, time.perf_counter() - start)
        spent = min(spent, time.process_time() - used)
    return best * 1000, spent * 1000


def row(table: Table, what: str, taken: tuple[float, float]) -> None:
    """A line of the table."""
    table.add_row(what, *(f"{one:,.0f}" for one in taken))


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--postgres", help="the address of an empty database")
    parser.add_argument("--posts", type=int, default=500_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(given.postgres or f"sqlite:///{folder}/otklik.db", Path(folder))
        upgrade(store, Path(folder), NOW)
        fill(store, given.posts)
        name = store.engine.dialect.name
        table = Table(title=f"{PAGES:,} pages × {WEEKS} weeks, {given.posts:,} posts, {name}")
        table.add_column("what")
        table.add_column("ms", justify="right")
        table.add_column("of them CPU", justify="right")
        region = town()
        with store.writing() as session:
            looked = measure(lambda: oversee(session, region, NOW), 1)
            closed = measure(lambda: close_weeks(session, region, NOW), 1)
        with store.reading() as session:
            for what, work in (
                ("overview of all pages", lambda: overview(session, region, NOW)),
                ("… of one page", lambda: overview(session, region, NOW, [PageRef("vk", "7")])),
                ("history of one page, 156 weeks", lambda: history(session, 7)),
                ("peer: eight weeks counted anew", lambda: counted_anew(session)),
            ):
                row(table, what, measure(work))
        row(table, "the first daily look at all pages", looked)
        row(table, "… of it the weeks, nothing new", closed)
        store.close()
    Console().print(table)


if __name__ == "__main__":
    main()
