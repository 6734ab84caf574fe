"""Migrated databases, ready at once: a migration a test would be most of what the suite costs."""

import os
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from given import NOW
from sqlalchemy import Engine, create_engine, make_url, text

from models import Base
from store import open_store, upgrade


def new_sqlite(file: Path) -> str:
    """Write an empty, migrated database into this file; its address."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(_template())
    return f"sqlite:///{file}"


@cache
def _template() -> bytes:
    with TemporaryDirectory() as folder:
        migrate(f"sqlite:///{folder}/otklik.db")
        return Path(folder, "otklik.db").read_bytes()


def new_postgres(server_url: str) -> str:
    """Create a PostgreSQL database without a single table; its address."""
    server = create_engine(server_url, isolation_level="AUTOCOMMIT")
    name = f"t{os.getpid()}_{os.urandom(4).hex()}"
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    server.dispose()
    return make_url(server_url).set(database=name).render_as_string(hide_password=False)


def hurry(server_url: str) -> None:
    """No failure of power is tested: the server need not wait for the disk."""
    server = create_engine(server_url, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text("ALTER SYSTEM SET fsync = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
    server.dispose()


def migrate(url: str) -> None:
    """Bring the database to the present schema."""
    opened = open_store(url, Path("/"))
    upgrade(opened, Path("/"), NOW)
    opened.close()


def empty(url: str) -> None:
    """Leave the tables as new: to delete rows would cost less, and the next come in any order."""
    names = ", ".join(table.name for table in Base.metadata.sorted_tables)
    with _engine(url).begin() as connection:
        connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))


@cache
def _engine(url: str) -> Engine:
    return create_engine(url)
