"""Bringing a database to the present schema, unasked, with a copy of it made before."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config as Alembic
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from errors import StoreError
from store.backup import backup
from store.engine import Store, nothing_there

STAMP = "alembic_version"
SCRIPTS = Path(__file__).parent.parent / "migrations"


def upgrade(store: Store, folder: Path, now: datetime) -> Path | None:
    """Create or migrate the schema. Returns the copy made before, where there was data."""
    with store.lock("migration", wait=True):
        at = current(store)
        if at == _head():
            return None
        refuse_unknown(at, "База создана")
        copy = backup(store, folder / _copy_name(at, now)) if at else None
        with _altering(store) as connection:
            to_revision(connection, "head")
        return copy


@contextmanager
def _altering(store: Store) -> Iterator[Connection]:
    """One transaction for all scripts, its references checked at the end.

    SQLite alters a table by copying and dropping it, which what points at it would forbid; the
    pragma works outside a transaction only.
    """
    with store.engine.connect() as connection:
        connection.execution_options(otklik_writes=True)
        sqlite = connection.connection.dbapi_connection if store.file else None
        if sqlite:
            sqlite.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                yield connection
                if sqlite and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                    raise StoreError("Обновление схемы нарушило бы связи: база осталась прежней")
        finally:
            if sqlite:
                sqlite.execute("PRAGMA foreign_keys=ON")


def refuse_empty(store: Store) -> None:
    """Raises StoreError where nothing of ours has been stored."""
    if current(store) is None:
        raise nothing_there(store.engine.url)


def current(store: Store) -> str | None:
    """The revision the database is at; None where it is empty."""
    with store.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


@cache
def _head() -> str | None:
    return ScriptDirectory(str(SCRIPTS)).get_current_head()


def refuse_unknown(revision: str | None, whose: str) -> None:
    """What a newer version wrote is not for this one. Raises StoreError."""
    known = {script.revision for script in ScriptDirectory(str(SCRIPTS)).walk_revisions()}
    if revision and revision not in known:
        raise StoreError(
            f"{whose} более новой версией Отклика (схема {revision}). Обновите программу."
        )


def _copy_name(revision: str | None, now: datetime) -> str:
    return f"before-migration-{revision}-{now:%Y%m%dT%H%M%S}.jsonl.gz"


def to_revision(connection: Connection, revision: str) -> None:
    """Apply the migration scripts up to this revision, in the connection's transaction."""
    settings = Alembic()
    settings.set_main_option("script_location", str(SCRIPTS))
    settings.attributes["connection"] = connection
    command.upgrade(settings, revision)
