"""The queue, the outbox and a network in memory."""

from datetime import timedelta

import pytest
from given import NOW, PAGE
from outbox_town import Town

from collectors import journal
from models import Page
from store import Store, open_store, upgrade


@pytest.fixture
def town(store: Store, page: Page) -> Town:
    """Cards, decisions and the outbox, on both databases."""
    return Town(store, page)


@pytest.fixture
def quick_town(tmp_path) -> Town:
    """A town of its own on SQLite, for tests that need many lives."""
    opened = open_store(f"sqlite:///{tmp_path}/own.db", tmp_path)
    upgrade(opened, tmp_path / "copies", NOW)
    with opened.writing() as session:
        page = journal.register(session, PAGE, "Администрация", NOW, timedelta(days=7))
    return Town(opened, page)
