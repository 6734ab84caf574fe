"""Z: the last decision is taken back while it costs nothing."""

from datetime import timedelta

import pytest
from outbox_town import GRACE
from sqlalchemy import select

from models import Decision, ReviewItem
from moderation import takeback
from moderation.bulk import alike, decide_all
from moderation.deciding import Order
from moderation.undo import ActionError

SECOND = timedelta(seconds=1)


def take_back(town, by="Иванова"):
    with town.store.writing() as session:
        return [made.item_id for made in takeback.take_back(session, by, town.now, GRACE)]


@pytest.mark.parametrize(
    "action", ["delete", "delete_and_ban", "keep", "incident", "escalate", "skip"]
)
def test_whatever_was_decided_the_card_is_back_and_ones_own(town, action):
    card = town.flag(1)
    town.decide(card, action)
    assert take_back(town) == [card]
    with town.store.reading() as session:
        item = session.get_one(ReviewItem, card)
        assert (item.state, item.held_by) == ("open", "Иванова")
        assert session.scalars(select(Decision.action)).all() == [action, "undo"]
    town.work()
    assert town.hands.deleted == set()
    assert "done" not in town.states().values()


def test_one_decision_after_the_other(town):
    cards = [town.flag(number) for number in range(3)]
    for card in cards:
        town.decide(card, "keep")
        town.now += SECOND
    assert [take_back(town), take_back(town)] == [[cards[2]], [cards[1]]]
    town.decide(cards[2])
    assert take_back(town) == [cards[2]]


def test_a_cluster_goes_back_as_one(town):
    cards = [town.flag(number, "spam", text="Ремонт ванных недорого и быстро") for number in (1, 2)]
    order = Order("delete", "Иванова")
    with town.store.writing() as session:
        chosen = alike(session, cards[0], "Иванова", town.now)
        decide_all(session, town.house, chosen, order, town.now, GRACE)
    assert sorted(take_back(town)) == cards
    assert set(town.states().values()) == {"undone"}


def test_only_ones_own_and_only_in_time(town):
    card = town.flag(1)
    town.decide(card)
    with pytest.raises(ActionError, match="Отменять нечего"):
        take_back(town, "Петрова")
    with town.store.reading() as session:
        found = takeback.last(session, "Иванова", town.now + 10 * SECOND, GRACE)
        assert found.until - town.now == GRACE
    town.now += GRACE
    with pytest.raises(ActionError, match="Отменять нечего"):
        take_back(town)


def test_what_has_gone_out_is_not_called_back_this_way(town):
    card = town.flag(1)
    town.decide(card)
    town.work()
    town.now -= GRACE  # a worker's clock that runs ahead
    with pytest.raises(ActionError, match="Отменить нельзя"):
        take_back(town)
    assert town.card(card) == "decided"
