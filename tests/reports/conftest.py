"""The month in a database."""

from collections.abc import Iterator

import pytest
from given import NOW
from sqlalchemy.orm import Session
from town_month import Keys, fill

from store import Store, open_store, upgrade


@pytest.fixture
def month(store: Store) -> Iterator[tuple[Session, Keys]]:
    """On both databases."""
    with store.writing() as session:
        keys = fill(session)
    with store.reading() as session:
        yield session, keys


@pytest.fixture(scope="session")
def quick_month(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """The month once for all, for laws tried many times."""
    folder = tmp_path_factory.mktemp("month")
    opened = open_store(f"sqlite:///{folder}/otklik.db", folder)
    upgrade(opened, folder, NOW)
    with opened.writing() as session:
        fill(session)
    with opened.reading() as session:
        yield session
    opened.close()
