"""Filling an empty database from a copy."""

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, func, insert, inspect, select, text, update

from errors import StoreError
from models import OutboxEntry
from store.backup import CHUNK, DAY, TIME, tables_of
from store.engine import Store
from store.migrate import STAMP, refuse_unknown, to_revision


def restore(store: Store, source: Path) -> int:
    """Fill an empty database from a copy; returns the number of rows. The schema comes first."""
    revision = _revision(source)
    refuse_unknown(revision, f"{source}: копия сделана")
    with store.lock("migration", wait=True):
        _refuse_filled(store)
        # One transaction with the schema: a broken copy leaves the database empty for the next.
        with store.engine.execution_options(otklik_writes=True).begin() as connection:
            to_revision(connection, revision)
            return _fill(connection, source)


def _refuse_filled(store: Store) -> None:
    if inspect(store.engine).get_table_names():
        raise StoreError(
            "База не пуста: восстановление ничего не перезаписывает. Укажите пустую базу."
        )


def _revision(source: Path) -> str:
    for name, record in _records(source):
        if name == STAMP:
            return str(record["version_num"])
    raise StoreError(f"{source}: это не копия базы Отклика")


def _records(source: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        with gzip.open(source, "rt", encoding="utf-8") as lines:
            for line in lines:
                name, record = json.loads(line)
                yield name, record
    except (OSError, EOFError, ValueError) as error:
        raise StoreError(f"{source}: копия не читается: {error}") from None


def _fill(connection: Connection, source: Path) -> int:
    tables = {table.name: table for table in tables_of(connection)}
    records = ((name, record) for name, record in _records(source) if name != STAMP)
    count = 0
    for name, rows in _runs(records):
        connection.execute(insert(tables[name]), rows)
        count += len(rows)
    _move_sequences(connection, tables.values())
    _doubt_what_waits(connection, tables)
    return count


def _doubt_what_waits(connection: Connection, tables: Mapping[str, Table]) -> None:
    """It may have gone out since the copy was made: the network is asked before it is told."""
    outbox = tables.get(OutboxEntry.__tablename__)
    if outbox is not None:  # copies from before there was one are taken, too
        waits = outbox.c.state == "waiting"
        connection.execute(update(outbox).where(waits).values(doubtful=True))


def _runs(records: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Rows of one table at a time, at most CHUNK of them."""
    for name, group in groupby(records, key=itemgetter(0)):
        while chunk := [_rich(record) for _, record in islice(group, CHUNK)]:
            yield name, chunk


def _rich(record: dict[str, Any]) -> dict[str, Any]:
    return {name: _dated(value) for name, value in record.items()}


READ = {TIME: datetime.fromisoformat, DAY: date.fromisoformat}


def _dated(value: Any) -> Any:
    [mark] = value if isinstance(value, dict) and len(value) == 1 else [""]
    return READ[mark](value[mark]) if mark in READ else value


def _move_sequences(connection: Connection, tables: Iterable[Table]) -> None:
    """PostgreSQL counts ids apart from the rows: move each counter behind the last id."""
    if connection.dialect.name != "postgresql":
        return
    for table in tables:
        if "id" in table.c:
            last = connection.scalar(select(func.max(table.c.id)))
            sequence = connection.scalar(
                text("SELECT pg_get_serial_sequence(:table, 'id')"), {"table": table.name}
            )
            if last and sequence:
                connection.execute(
                    text("SELECT setval(:name, :last)"), {"name": sequence, "last": last}
                )
