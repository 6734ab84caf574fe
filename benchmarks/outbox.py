"""The outbox beside the networks' own limits: actions a second where the network answers at once.

python benchmarks/outbox.py [postgresql+psycopg://…/an_empty_database …]

Every action is claimed, called, read back and written down, with the log kept. The peer is what the
networks themselves allow one key (docs/networks): a deletion is read, called and read back again.
"""

import multiprocessing
import sys
import tempfile
import time
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from rich.console import Console
from rich.table import Table
from sqlalchemy import select

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "moderation"))
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from hands import Hands

from collectors import journal
from collectors.intake import save_batch
from models import Batch, Comment, PageRef, SeenAuthor, SeenComment
from moderation.intents import Cause, intend
from moderation.worker import Worker
from store import Store, open_store, upgrade

ACTIONS = 400
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PAGE = PageRef("vk", "100")
LIMITS = (  # calls a second with one key, calls a deletion needs
    ("ВК, ключ пользователя", 2.8, 3),
    ("ОК", 1.0, 3),
    ("Телеграм, ничего не показывает", 20.0, 1),
)


def fill(store: Store, post: int) -> None:
    """Comments under a new post, and the intent to delete each of them."""
    who = SeenAuthor("555", "П.")
    names = [f"wall-100_{post}_{n}" for n in range(ACTIONS)]
    seen = tuple(SeenComment(name, "Вы там совсем?", NOW, author=who) for name in names)
    with store.writing() as session:
        page = journal.register(session, PAGE, "Администрация", NOW, timedelta(days=7))
        save_batch(session, page, Batch(PAGE, comments=seen), NOW)
        for comment in session.scalars(select(Comment).where(Comment.external_id.in_(names))):
            cause = Cause(f"benchmark:{comment.id}", "decision", "Иванова", ground="obscene")
            intend(session, "delete", comment, cause, NOW, timedelta(0))


def work(url: str) -> int:
    """One worker until nothing is due; how many actions it did."""
    store = open_store(url, Path("/"))
    told = Worker(store, {str(PAGE): Hands()}, lambda: NOW).run()
    store.close()
    assert set(told) <= {"done"}
    return told.get("done", 0)


def rate(url: str, workers: int) -> float:
    """Actions a second of so many processes together."""
    with multiprocessing.get_context("spawn").Pool(workers) as pool:
        pool.map(abs, range(workers))  # the processes are there
        started = time.perf_counter()
        done = pool.map(work, [url] * workers, chunksize=1)
        seconds = time.perf_counter() - started
    assert sum(done) == ACTIONS
    return ACTIONS / seconds


def measured(urls: Iterable[str]) -> None:
    """Print the table."""
    table = Table("что", "действий в секунду", title=f"{ACTIONS} удалений")
    with tempfile.TemporaryDirectory() as folder:
        for url in (f"sqlite:///{folder}/otklik.db", *urls):
            kind = url.partition(":")[0].partition("+")[0]
            for workers in (1, 2):
                store = open_store(url, Path(folder))
                upgrade(store, Path(folder), NOW)
                fill(store, post=workers)
                store.close()
                table.add_row(f"{kind}, процессов: {workers}", f"{rate(url, workers):,.0f}")
    for who, calls, needed in LIMITS:
        table.add_row(f"предел сети: {who}", f"{calls / needed:,.1f}")
    Console().print(table)


if __name__ == "__main__":
    measured(sys.argv[1:])
