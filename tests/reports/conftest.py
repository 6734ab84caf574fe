"""The month in a database of its own, filled once: nobody changes it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from given import NOW
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.orm import Session
from town_month import Keys, fill

from store import open_store, upgrade


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def month(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Session, Keys]]:
    """On both databases, with the keys of its rows."""
    if request.param == "sqlite":
        yield from _filled("sqlite:///month.db", tmp_path_factory.mktemp("month"))
        return
    server = str(request.getfixturevalue("postgres_server"))
    name = f"month{os.getpid()}"
    with create_engine(server, isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    url = make_url(server).set(database=name).render_as_string(hide_password=False)
    yield from _filled(url, tmp_path_factory.mktemp("month"))


@pytest.fixture(scope="session")
def quick_month(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """On the quicker one, for laws tried many times."""
    for session, _ in _filled("sqlite:///month.db", tmp_path_factory.mktemp("month")):
        yield session


def _filled(url: str, folder: Path) -> Iterator[tuple[Session, Keys]]:
    opened = open_store(url, folder)
    upgrade(opened, folder, NOW)
    with opened.writing() as session:
        keys = fill(session)
    with opened.reading() as session:
        yield session, keys
    opened.close()
