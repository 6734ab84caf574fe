"""The moderators' queue with ten open cards and with 200,000, on both databases.

python benchmarks/review_queue.py

Each figure is the median of REPEATS, in milliseconds, of the use case alone, without HTTP. The peer
of filters is what the queue did before it had indexes: reading in order and filtering in Python.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import islice
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table
from sqlalchemy import select
from sqlalchemy.orm import Session

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.full_queue import NOW, databases
from config import Config, regulation_of
from models import ReviewItem
from moderation import cards, clusters, leases, takeback, waiting
from moderation.context import context
from moderation.deciding import Order, decide, proposal
from moderation.policy import House
from moderation.waiting import Place, Wanted
from store import Store

REPEATS = 15
GRACE = timedelta(seconds=30)
HOUSE = House(regulation_of(Config(regulation="novokubansk-1740")))
Work = Callable[[Session], object]


def readings(store: Store) -> dict[str, Work]:
    """What is only read."""
    with store.reading() as session:
        first = waiting.listing(session, 1)[0]
        middle = session.scalars(
            select(ReviewItem).where(ReviewItem.state == "open").order_by(ReviewItem.id.desc())
        ).first()
        half = Place(1, first.item.opened_at + (middle.opened_at - first.item.opened_at) / 2, 0)
    day = NOW - timedelta(days=1)
    return {
        "list: the first 20": lambda s: waiting.listing(s, 20),
        "list: 20 from the middle": lambda s: waiting.listing(s, 20, after=half),
        "list: network": lambda s: waiting.listing(s, 20, Wanted(network="telegram")),
        "list: page": lambda s: waiting.listing(s, 20, Wanted(page=7)),
        "list: category": lambda s: waiting.listing(s, 20, Wanted(category="hate")),
        "list: a category nobody has": lambda s: waiting.listing(
            s, 20, Wanted(category="unreadable")
        ),
        "list: older than a day": lambda s: waiting.listing(s, 20, Wanted(before=day)),
        "list: category and page": lambda s: waiting.listing(
            s, 20, Wanted(category="hate", page=7)
        ),
        "counters": waiting.counts,
        "counters by category": waiting.by_category,
        "card with its context": lambda s: context(s, cards.card(s, first.item.id)),
        "proposal": lambda s: proposal(s, HOUSE, first.item.id),
        "alike: none": lambda s: clusters.alike(s, first.comment, "М", NOW),
        "alike: a wave of spam": lambda s: clusters.alike(s, _spam(s), "М", NOW),
        "peer: category, filtered in Python": _filtered,
    }


def _spam(session: Session) -> object:
    last = select(ReviewItem.id).where(ReviewItem.state == "open", ReviewItem.id % 100 == 0)
    return cards.card(session, session.scalars(last.limit(1)).first() or 1).comment


def _filtered(session: Session) -> list[int]:
    order = (ReviewItem.urgency, ReviewItem.opened_at, ReviewItem.id)
    rows = session.execute(
        select(ReviewItem.id, ReviewItem.categories)
        .where(ReviewItem.state == "open")
        .order_by(*order)
        .execution_options(yield_per=100)
    )
    return list(islice((id for id, names in rows if "hate" in names), 20))


def moderator(store: Store) -> dict[str, float]:
    """What is written, over and over: the next card, a decision about it, taking it back."""
    spent: dict[str, list[float]] = {"next card": [], "decision": [], "undo": []}
    for turn in range(REPEATS):
        now = NOW + timedelta(minutes=turn)
        with timed(spent["next card"]), store.writing() as session:
            card = leases.take_next(session, "М", now)
        assert card is not None
        with timed(spent["decision"]), store.writing() as session:
            order = Order("delete", "М", ground="spam")
            decide(session, HOUSE, card, order, now, GRACE)
        with timed(spent["undo"]), store.writing() as session:
            takeback.take_back(session, "М", now, GRACE)
    return {name: median(times) for name, times in spent.items()}


@contextmanager
def timed(into: list[float]) -> Iterator[None]:
    """Milliseconds of the block."""
    start = time.perf_counter()
    yield
    into.append((time.perf_counter() - start) * 1000)


def measure(store: Store) -> dict[str, float]:
    """Every figure of one database."""
    found: dict[str, float] = {}
    for name, work in readings(store).items():
        times: list[float] = []
        for _ in range(REPEATS):
            with store.reading() as session, timed(times):
                work(session)
        found[name] = median(times)
    return found | moderator(store)


def main(sizes: tuple[int, int] = (10, 200_000)) -> None:
    """Print the tables."""
    with tempfile.TemporaryDirectory() as folder:
        found: dict[str, dict[int, dict[str, float]]] = {}
        for size in sizes:
            with databases(Path(folder), size) as stores:
                for name, store in stores.items():
                    found.setdefault(name, {})[size] = measure(store)
    for name, by_size in found.items():
        table = Table(title=name)
        for column in ("what", *(f"{size:,}, ms" for size in sizes), "ratio"):
            table.add_column(column, justify="left" if column == "what" else "right")
        small, large = (by_size[size] for size in sizes)
        for what in small:
            ratio = large[what] / small[what]
            table.add_row(what, f"{small[what]:.1f}", f"{large[what]:.1f}", f"{ratio:.1f}")
        Console(width=100).print(table)


if __name__ == "__main__":
    main()
