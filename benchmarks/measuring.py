"""What the benchmarks of stored things share: rows in, statistics, the best of several times."""

import time
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import insert, text

from models import rows_of
from store import Store

CHUNK = 50_000
Rows = list[dict[str, Any]]


def put(store: Store, tables: Mapping[type, Rows]) -> None:
    """Store these rows, table by table, and count them as a database in use does."""
    for entity, rows in tables.items():
        for start in range(0, len(rows), CHUNK):
            with store.writing() as session:
                session.execute(insert(rows_of(entity)), rows[start : start + CHUNK])
    with store.engine.connect() as connection:
        connection.execute(text("ANALYZE"))
        connection.commit()


def measure(work: Callable[[], object], times: int = 5) -> tuple[float, float]:
    """Milliseconds by the clock and of this process, the best of so many."""
    best = spent = float("inf")
    for _ in range(times):
        start, used = time.perf_counter(), time.process_time()
        work()
        best = min(best, time.perf_counter() - start)
        spent = min(spent, time.process_time() - used)
    return best * 1000, spent * 1000
