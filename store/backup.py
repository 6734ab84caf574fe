"""A copy of the whole database as compressed JSON lines.

One format for SQLite and PostgreSQL: a copy of the one restores into the other.
"""

import gzip
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Connection, MetaData, Table, select

from errors import StoreError
from store.engine import Store

CHUNK = 500
TIME, DAY = "$time", "$day"  # mark a time, a date among the plain values of a row


def backup(store: Store, target: Path) -> Path:
    """Write every row of every table, as of one moment. The file is complete or absent."""
    partial = target.with_name(target.name + ".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with _private(partial) as out, store.engine.connect() as connection:
            _dump(connection, out)
        partial.replace(target)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise StoreError(f"Копию {target} записать не удалось: {error.strerror}") from None
    return target


@contextmanager
def _private(path: Path) -> Iterator[IO[str]]:
    # The copy holds residents' words: nobody but the owner reads it.
    handle = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as raw, gzip.open(raw, "wt", encoding="utf-8") as out:
        yield out


def _dump(connection: Connection, out: IO[str]) -> None:
    if connection.dialect.name == "postgresql":
        connection = connection.execution_options(isolation_level="REPEATABLE READ")
    for table in tables_of(connection):
        rows = connection.execution_options(yield_per=CHUNK).execute(select(table)).mappings()
        for row in rows:
            record = {name: _plain(value) for name, value in row.items()}
            out.write(json.dumps([table.name, record]) + "\n")


def tables_of(connection: Connection) -> list[Table]:
    """All tables as they stand in the database, those that others point at first."""
    metadata = MetaData()
    metadata.reflect(connection)
    return metadata.sorted_tables


def _plain(value: Any) -> Any:
    if not isinstance(value, datetime):
        return {DAY: value.isoformat()} if isinstance(value, date) else value
    # SQLite keeps no zone; what we store is always UTC.
    utc = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    return {TIME: utc.isoformat()}
