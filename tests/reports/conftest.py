"""The month in a database of its own, filled once: nobody changes it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from databases import migrate, new_postgres, new_sqlite
from sqlalchemy.orm import Session
from town_month import Keys, fill

from store import open_store


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def month(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Session, Keys]]:
    """On both databases, with the keys of its rows."""
    if request.param == "sqlite":
        yield from _filled(new_sqlite(tmp_path_factory.mktemp("month") / "month.db"))
        return
    url = new_postgres(str(request.getfixturevalue("postgres_server")))
    migrate(url)
    yield from _filled(url)


@pytest.fixture(scope="session")
def quick_month(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """On the quicker one, for laws tried many times."""
    for session, _ in _filled(new_sqlite(tmp_path_factory.mktemp("month") / "month.db")):
        yield session


def _filled(url: str) -> Iterator[tuple[Session, Keys]]:
    opened = open_store(url, Path("/"))
    with opened.writing() as session:
        keys = fill(session)
    with opened.reading() as session:
        yield session, keys
    opened.close()
