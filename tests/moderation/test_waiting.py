"""The queue in order and by filter, a page at a time, each question answered by an index."""

from datetime import timedelta

import pytest
from given import NOW, verdict
from sqlalchemy import event

from collectors import journal
from collectors.intake import save_batch
from models import Batch, PageRef
from moderation import cards, queue, verdicts
from moderation.waiting import Counts, Place, Wanted, by_category, counts, listing

MINUTE = timedelta(minutes=1)


@pytest.fixture
def ten(store, page, comment, judge):
    """Ten cards, a minute apart; the third and the eighth are threats, the last is on OK."""
    for number in range(9):
        flags = ("threat", "insult") if number in (2, 7) else ("spam",)
        judge(number, verdict(*flags), at=NOW + number * MINUTE)
    with store.writing() as session:
        ref = PageRef("ok", "7")
        other = journal.register(session, ref, "Посёлок", NOW, timedelta(days=7))
        intake = save_batch(session, other, Batch(ref, comments=(comment(9),)), NOW)
        judged = verdicts.record(session, intake.unjudged, [verdict("insult")], "test", NOW)
        queue.enqueue(session, judged, NOW + 9 * MINUTE)
    return store


ALL = [3, 8, 1, 2, 4, 5, 6, 7, 9, 10]


FILTERS = [
    (Wanted(), ALL),
    (Wanted(network="ok"), [10]),
    (Wanted(page=1), ALL[:-1]),
    (Wanted(category="threat"), [3, 8]),
    (Wanted(category="insult"), [3, 8, 10]),
    (Wanted(category="insult", network="vk"), [3, 8]),
    (Wanted(before=NOW + 3 * MINUTE), [3, 1, 2]),
    (Wanted(since=NOW + 7 * MINUTE), [8, 9, 10]),
    (Wanted(category="hate"), []),
]


def test_filters_keep_the_order_and_pages_together_are_the_whole(ten):
    with ten.reading() as session:
        for wanted, cards in FILTERS:
            for size in (1, 3, 20):
                found, after = [], None
                while part := listing(session, size, wanted, after):
                    found += [card.item.id for card in part]
                    after = Place.of(part[-1].item)
                assert found == cards, (wanted, size)


def test_an_unknown_category_is_refused(ten):
    with ten.reading() as session, pytest.raises(ValueError, match="category"):
        listing(session, 1, Wanted(category="'; DROP TABLE review_items"))


def test_what_is_left_and_how_long_a_card_waits(ten):
    with ten.writing() as session:
        assert counts(session) == Counts(10, 2, None)
        queue.decide(session, cards.locked(session, 1).item, "keep", "Иванова", NOW + 10 * MINUTE)
        queue.decide(session, cards.locked(session, 4).item, "keep", "Иванова", NOW + 9 * MINUTE)
        queue.decide(session, cards.locked(session, 2).item, "skip", "Иванова", NOW + 500 * MINUTE)
        assert counts(session) == Counts(8, 2, 8.0)
        assert by_category(session) == {"insult": 3, "spam": 5, "threat": 2}


INDEXES = [
    (Wanted(), "ix_review_items_state_urgency_opened_at_id"),
    (Wanted(network="vk"), "ix_review_items_network_state_urgency_opened_at_id"),
    (Wanted(page=1), "ix_review_items_page_id_state_urgency_opened_at_id"),
    (Wanted(category="hate"), "ix_review_items_hate"),
]


def test_every_filter_has_its_index(ten):
    asked = []
    event.listen(ten.engine, "before_cursor_execute", lambda *given: asked.append(given[2:4]))
    for wanted, index in INDEXES:
        with ten.reading() as session:
            listing(session, 5, wanted, Place(1, NOW, 1))
            query, values = next(one for one in asked if one[0].startswith("SELECT"))
            asked.clear()
            plan = _plan(session, query, values)
        assert index in plan, plan
        assert "temp b-tree" not in plan.lower()
        assert "Sort" not in plan


def _plan(session, query, values):
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        return str(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", values).all())
    connection.exec_driver_sql("SET LOCAL enable_seqscan = off")  # ten rows need no index
    connection.exec_driver_sql("SET LOCAL enable_bitmapscan = off")
    return str(connection.exec_driver_sql(f"EXPLAIN {query}", values).all())


def test_the_page_of_a_card_is_that_of_its_comment(ten):
    with ten.reading() as session:
        for card in listing(session, 20):
            assert (card.item.page_id, card.item.network) == (card.page.id, card.page.network)
