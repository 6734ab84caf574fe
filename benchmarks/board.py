"""A board of 100,000 open incidents.

python benchmarks/board.py

The peer reckons every running term at every look instead of storing when it is due.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from config import Config, regulation_of
from incidents.board import board, due_soon, overdue
from incidents.clocks import Message, due
from incidents.listing import Wanted, columns, listing
from incidents.search import keys
from incidents.sight import Sight
from incidents.worktime import Worktime
from models import Deadline, Incident, IncidentBody, IncidentWord, rows_of
from store import Store, open_store, upgrade

INCIDENTS = 100_000
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
DAY = ((480, 720), (780, 1020))
EVERYTHING, ONE_BODY = Sight(), Sight(frozenset({"Орган 3"}))
GROUP, WORDS = Wanted(group="ГРУППА 7"), Wanted(words="яма улица77")
REGULATION = regulation_of(Config(regulation="novokubansk-1740"))


def fill(store: Store, worktime: Worktime) -> None:
    """Open incidents of the last three months, each with its answer and its draft owed."""
    seen = [NOW - timedelta(minutes=n % 130_000) for n in range(INCIDENTS)]
    common = {"origin": "page", "channel": "own", "publication": False, "text": "Яма",
              "importance": "ordinary", "emergency": False, "number": 2, "bodies": ["Дороги"],
              "state": "executing", "place": {}, "filed": True}  # fmt: skip
    with store.writing() as session:
        rows = [{**common, "detected_at": at, "due_at": _due("draft", at, worktime),
                 "topic_group": f"ГРУППА {n % 26}"} for n, at in enumerate(seen)]  # fmt: skip
        session.execute(insert(rows_of(Incident)), rows)
        bodies = [{"body": f"Орган {n % 20}", "incident_id": n + 1} for n in range(INCIDENTS)]
        session.execute(insert(rows_of(IncidentBody)), bodies)
        words = [{"key": key, "incident_id": n + 1} for n in range(INCIDENTS) for key in _words(n)]
        session.execute(insert(rows_of(IncidentWord)), words)
        for step in ("answer", "draft"):
            terms = [_term(n, step, at, worktime) for n, at in enumerate(seen, 1)]
            session.execute(insert(rows_of(Deadline)), terms)


def _words(number: int) -> frozenset[int]:
    return keys(f"яма улица{number % 500} дом{number % 97}")


def _term(number: int, step: str, seen: datetime, worktime: Worktime) -> dict[str, object]:
    return {"incident_id": number, "step": step, "body": "", "owner": "executor",
            "optional": False, "number": 1, "started_at": seen,
            "due_at": _due(step, seen, worktime),
            "paragraph": "п.9", "calendar": worktime.version, "provisional": False,
            "outcome": "open", "told": 0}  # fmt: skip


def _due(step: str, seen: datetime, worktime: Worktime) -> datetime:
    clock = REGULATION.clock(step, "own", "ordinary")
    assert clock is not None
    return due(clock, seen, REGULATION, Message(), worktime).at


def reckoned(session: Session, worktime: Worktime) -> int:
    """The peer: how many are overdue, reckoned from the start of every term."""
    running = select(Deadline.step, Deadline.started_at).where(Deadline.outcome == "open")
    return sum(_due(step, at, worktime) < NOW for step, at in session.execute(running))


def measure(work: Callable[[], object]) -> float:
    """Milliseconds, the best of three."""
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best * 1000


def main() -> None:
    """Print the table."""
    worktime = Worktime.of(ZoneInfo("Europe/Moscow"), dict.fromkeys(range(5), DAY))
    table = Table(title=f"{INCIDENTS:,} open incidents, {2 * INCIDENTS:,} running terms, SQLite")
    table.add_column("what")
    table.add_column("ms", justify="right")
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{folder}/otklik.db", Path(folder))
        upgrade(store, Path(folder), NOW)
        fill(store, worktime)
        with store.reading() as session:
            start = time.perf_counter()
            peer = reckoned(session, worktime)
            slow = (time.perf_counter() - start) * 1000
            assert overdue(session, NOW, worktime, 0)[0] == peer
            far = listing(session, EVERYTHING, Wanted(), 7500).more
            for what, work in (
                ("board: the 20 most urgent", lambda: board(session, 20)),
                ("columns, 6 of each", lambda: columns(session, EVERYTHING, 6)),
                ("columns of an executor", lambda: columns(session, ONE_BODY, 6)),
                ("table: 50 rows", lambda: listing(session, EVERYTHING, Wanted(), 50)),
                (
                    "… the page after row 7,500",
                    lambda: listing(session, EVERYTHING, Wanted(), 50, far),
                ),
                ("… of an executor", lambda: listing(session, ONE_BODY, Wanted(), 50)),
                ("… of one topic group", lambda: listing(session, EVERYTHING, GROUP, 50)),
                ("… with two words", lambda: listing(session, EVERYTHING, WORDS, 50)),
                ("overdue: the count and 20", lambda: overdue(session, NOW, worktime, 20)),
                ("due in 30 minutes", lambda: due_soon(session, NOW, worktime, 30, 20)),
            ):
                table.add_row(what, f"{measure(work):,.0f}")
            table.add_row("peer: overdue, reckoned at every look", f"{slow:,.0f}")
        store.close()
    Console().print(table)


if __name__ == "__main__":
    main()
