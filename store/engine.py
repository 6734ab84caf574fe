"""Opening the database, its transactions, and a lock that dies with its process."""

import fcntl
import os
import select
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DisconnectionError, OperationalError
from sqlalchemy.orm import Session

from errors import Busy, StoreError

BUSY_SECONDS = 30
BUSY = {  # a lock: what the process that holds it does
    "pass": "Другой проход (run, watch или replay) ещё идёт: этот не начат.",
    "reports": "Отчёты уже делает другой процесс (watch или report send): повторите позже.",
}
CONNECTIONS = 15  # of one process to PostgreSQL, opened as they are needed


class Store:
    """One database: reading and writing transactions, and named locks."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._writer = engine.execution_options(otklik_writes=True)
        self._turn = threading.Lock()

    @property
    def file(self) -> Path | None:
        """The database file, where the database is one."""
        name = self.engine.url.database
        return Path(name) if self.engine.dialect.name == "sqlite" and name else None

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one state of the database and changes nothing."""
        with Session(self.engine) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction: all of it is saved, or none of it. Raises StoreError (a full disk)."""
        try:
            with (
                self._writers_turn(),
                Session(self._writer, expire_on_commit=False) as session,
                session.begin(),
            ):
                yield session
        except OperationalError as error:
            raise StoreError(f"База данных: {str(error.orig).splitlines()[0]}") from error

    @contextmanager
    def _writers_turn(self) -> Iterator[None]:
        """SQLite has one writer, and sleeps up to 0.1 s between two looks whether it is free.

        Within a process the next one is woken at once; other processes still wait that way.
        """
        if self.file is None:
            yield
            return
        if not self._turn.acquire(timeout=BUSY_SECONDS):
            raise StoreError(f"База данных: другая запись идёт дольше {BUSY_SECONDS} с")
        try:
            yield
        finally:
            self._turn.release()

    @contextmanager
    def lock(self, name: str, wait: bool = False) -> Iterator[None]:
        """Hold the named lock of this database. Raises Busy where another process has it."""
        held = _file_lock(self.file, name, wait) if self.file else self._advisory(name, wait)
        with held:
            yield

    @contextmanager
    def _advisory(self, name: str, wait: bool) -> Iterator[None]:
        key = {"key": zlib.crc32(f"otklik:{name}".encode())}
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            if wait:
                connection.execute(text("SELECT pg_advisory_lock(:key)"), key)
            elif not connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), key):
                raise busy(name)
            try:
                yield
            finally:
                connection.execute(text("SELECT pg_advisory_unlock(:key)"), key)

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def busy(name: str) -> Busy:
    """In words, where a person waits for this lock."""
    return Busy(BUSY.get(name, f"lock {name} is held by another process"))


@contextmanager
def _file_lock(file: Path, name: str, wait: bool) -> Iterator[None]:
    handle = os.open(file.with_name(f"{file.name}.{name}.lock"), os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        yield
    except BlockingIOError:
        raise busy(name) from None
    finally:
        os.close(handle)


def open_store(database_url: str, home: Path, make: bool = True) -> Store:
    """Connect; relative SQLite paths start at `home`. Raises StoreError naming the way out.

    Without `make` a file that is not there is refused, not made.
    """
    try:
        url = _placed(make_url(database_url), home, make)
        engine = create_engine(url, **_options(url))
    except (ArgumentError, ModuleNotFoundError):
        raise StoreError(
            "database_url не читается: нужно sqlite:///путь или postgresql+psycopg://…"
        ) from None
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "checkout", _refuse_hung_up)
    _reach(engine)
    return Store(engine)


def _options(url: URL) -> dict[str, Any]:
    if url.get_backend_name() == "sqlite":
        return {"connect_args": {"timeout": BUSY_SECONDS}}
    # None beyond those kept: to open one for a rush and close it again costs more than the rush.
    return {
        "pool_size": CONNECTIONS,
        "max_overflow": 0,
        "connect_args": {"connect_timeout": BUSY_SECONDS},
    }


def nothing_there(url: URL) -> StoreError:
    """There is no database of ours at this address."""
    where = url.render_as_string(hide_password=True)
    return StoreError(
        f"Базы {where} нет. Если адрес вашей записан в otklik.env (OTKLIK_DATABASE_URL), "
        "укажите этот файл: --env-file otklik.env"
    )


def _placed(url: URL, home: Path, make: bool) -> URL:
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        return url
    file = home / url.database
    placed = url.set(database=str(file))
    if not make and not file.exists():
        raise nothing_there(placed)
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise StoreError(f"Папку {file.parent} создать нельзя: {error.strerror}") from None
    return placed


def _prepare_sqlite(connection: Any, _: Any) -> None:
    # We say BEGIN ourselves: the driver's own habit starts transactions too late.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A reader that becomes a writer halfway fails at once when another has written in between.
    writes = connection.get_execution_options().get("otklik_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _refuse_hung_up(connection: Any, *_: Any) -> None:
    # A server that has gone away has said so by now; asking it each time (pre-ping) costs more
    # than what is asked afterwards.
    heard = select.poll()
    heard.register(connection.fileno(), select.POLLIN)
    if heard.poll(0):
        raise DisconnectionError("the server has closed the connection")


def _reach(engine: Engine) -> None:
    try:
        with engine.connect():
            pass
    except OperationalError as error:
        where = engine.url.render_as_string(hide_password=True)
        reason = " ".join(str(error.orig).split())
        raise StoreError(f"База {where} недоступна: {reason}") from None
    if engine.dialect.name == "sqlite" and engine.url.database:
        _close_to_others(Path(engine.url.database))


def _close_to_others(file: Path) -> None:
    if file.exists():
        file.chmod(0o600)
