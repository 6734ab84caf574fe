"""The overview of 3,000 pages with three years of weekly figures.

python benchmarks/pages.py [--postgres postgresql+psycopg://…] [--posts 500000]

The peer counts the same eight weeks from the posts at every look instead of storing them.
"""

import argparse
import random
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table
from sqlalchemy.orm import Session

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.measuring import Rows, measure, put
from config import Config, regulation_of
from models import Page, PageRef, PageWeek, Post, StoredFacts, StoredFinding
from pages.cadence import history, overview
from pages.closing import close_weeks
from pages.counting import tally
from pages.oversight import oversee
from pages.standings import SHOWN
from pages.watched import Town, Watched
from pages.weeks import Week
from store import open_store, upgrade

PAGES, WEEKS = 3_000, 156
NOW = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Moscow")
KINDS = ("administration", "head", "subordinate")


def town() -> Town:
    """A region: every page of the kind its number gives."""
    watched = tuple(
        Watched(PageRef("vk", str(number)), KINDS[number % 3], f"Организация {number}")
        for number in range(PAGES)
    )
    return Town(watched, regulation_of(Config(regulation="novokubansk-1740")).pages, ZONE)


def stored(posts: int) -> dict[type, Rows]:
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
    return {Page: pages, StoredFacts: facts, StoredFinding: wrong, PageWeek: weeks,
            Post: _posts(posts, rng)}  # fmt: skip


def _posts(number: int, rng: random.Random) -> Rows:
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


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--postgres", help="the address of an empty database")
    parser.add_argument("--posts", type=int, default=500_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(given.postgres or f"sqlite:///{folder}/otklik.db", Path(folder))
        upgrade(store, Path(folder), NOW)
        put(store, stored(given.posts))
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
            works: dict[str, Callable[[], object]] = {
                "overview of all pages": lambda: overview(session, region, NOW),
                "… of one page": lambda: overview(session, region, NOW, [PageRef("vk", "7")]),
                "history of one page, 156 weeks": lambda: history(session, 7),
                "peer: eight weeks counted anew": lambda: counted_anew(session),
            }
            taken = {what: measure(work) for what, work in works.items()}
        taken["the first daily look at all pages"] = looked
        taken["… of it the weeks, nothing new"] = closed
        for what, times in taken.items():
            table.add_row(what, *(f"{one:,.0f}" for one in times))
        store.close()
    Console().print(table)


if __name__ == "__main__":
    main()
