"""The queue, the outbox and a network in memory."""

from datetime import timedelta

import pytest
from databases import new_sqlite
from given import NOW, PAGE
from outbox_town import Town

from collectors import journal
from collectors.intake import save_batch
from incidents import candidates
from models import Batch, Page, Verdict
from moderation import queue, verdicts
from store import Store, open_store


@pytest.fixture
def town(store: Store, page: Page) -> Town:
    """Cards, decisions and the outbox, on both databases."""
    return Town(store, page)


@pytest.fixture
def quick_town(tmp_path) -> Town:
    """A town of its own on SQLite, for tests that need many lives."""
    opened = open_store(new_sqlite(tmp_path / "own.db"), tmp_path)
    with opened.writing() as session:
        page = journal.register(session, PAGE, "Администрация", NOW, timedelta(days=7))
    return Town(opened, page)


@pytest.fixture
def judge(store, page, comment):
    """Save a comment, give it this verdict, let both stages act on it."""

    def judge_(number: int, given: Verdict, text: str = "Вы там совсем?", at=NOW) -> int:
        with store.writing() as session:
            batch = Batch(PAGE, comments=(comment(number, text),))
            intake = save_batch(session, page, batch, at)
            judged = verdicts.record(session, intake.unjudged, [given], "test", at)
            queue.enqueue(session, judged, at)
            candidates.propose(session, judged, at)
            return intake.unjudged[0].comment_id

    return judge_
