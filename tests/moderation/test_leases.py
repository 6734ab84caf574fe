"""One card, one moderator."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from given import NOW

from errors import OtklikError
from models import ReviewItem
from moderation import leases, queue
from moderation.cards import locked
from moderation.waiting import Place, Wanted

PEOPLE = 30


def take_next(town, by, at=NOW, **given):
    with town.store.writing() as session:
        return leases.take_next(session, by, at, **given)


def take(town, card, by, at=NOW):
    with town.store.writing() as session:
        return leases.take(session, card, by, at)


def decide(town, card, by, at=NOW, action="keep", **given):
    with town.store.writing() as session:
        queue.decide(session, locked(session, card).item, action, by, at, **given)


def place(town, card):
    with town.store.reading() as session:
        return Place.of(session.get_one(ReviewItem, card))


def test_thirty_people_at_once_get_thirty_cards(town):
    for number in range(PEOPLE):
        town.flag(number)
    with ThreadPoolExecutor(PEOPLE) as crowd:
        taken = list(crowd.map(lambda who: take_next(town, f"М{who}"), range(PEOPLE)))
    assert sorted(taken) == list(range(1, PEOPLE + 1))
    assert take_next(town, "Опоздавший") is None


def test_a_lease_is_renewed_released_and_runs_out(town):
    card = town.flag(1)
    assert take(town, card, "Иванова")
    assert not take(town, card, "Петрова")
    assert take(town, card, "Иванова", NOW + leases.LEASE / 2)
    assert not take(town, card, "Петрова", NOW + leases.LEASE)
    with town.store.writing() as session:
        leases.release(session, card, "Петрова")  # not hers
    assert not take(town, card, "Петрова", NOW + leases.LEASE)
    assert take(town, card, "Петрова", NOW + 2 * leases.LEASE)
    with town.store.writing() as session:
        leases.release(session, card, "Петрова")
    assert take(town, card, "Иванова", NOW + 2 * leases.LEASE)


def test_only_what_is_his_is_prolonged(town):
    card = town.flag(1)

    def prolong(by, at):
        with town.store.writing() as session:
            return leases.prolong(session, card, by, at)

    assert not prolong("Иванова", NOW)  # nobody has it
    assert take(town, card, "Иванова")
    assert not prolong("Петрова", NOW + leases.LEASE)  # hers has run out, it is hers all the same
    assert prolong("Иванова", NOW + leases.LEASE)
    assert not take(town, card, "Петрова", NOW + leases.LEASE)
    decide(town, card, "Иванова")
    assert not prolong("Иванова", NOW)


def test_who_decides_without_a_lease_is_refused_only_where_another_holds_it(town):
    cards = [town.flag(number) for number in range(3)]
    decide(town, cards[0], "Петрова")  # nobody had it
    assert take(town, cards[1], "Иванова")
    with pytest.raises(OtklikError, match="сейчас решает Иванова"):
        decide(town, cards[1], "Петрова")
    decide(town, cards[1], "Петрова", NOW + leases.LEASE)  # hers has run out
    assert take(town, cards[2], "Иванова")
    decide(town, cards[2], "Иванова", NOW + 9 * leases.LEASE)  # run out, but nobody took it


def test_who_saw_another_text_looks_again(town):
    card = town.flag(1)
    with town.store.reading() as session:
        seen = session.get_one(ReviewItem, card).verdict_id
    town.flag(1, text="Теперь совсем другое")
    with pytest.raises(OtklikError, match="посмотрите новый текст"):
        decide(town, card, "Иванова", seen=seen)
    decide(town, card, "Иванова", seen=seen + 1)


def test_what_somebody_skips_rests_for_him_alone(town):
    first, second = town.flag(1), town.flag(2)
    assert take_next(town, "Иванова") == first
    decide(town, first, "Иванова", action="skip")
    assert take_next(town, "Иванова") == second
    assert take_next(town, "Петрова") == first
    with town.store.writing() as session:
        leases.release(session, first, "Петрова")
    assert take_next(town, "Иванова", NOW + leases.RESTED + timedelta(seconds=1)) == first


def test_the_list_is_walked_both_ways_past_what_others_hold(town):
    cards = [town.flag(number, "threat" if number == 3 else "spam") for number in range(4)]
    order = [cards[3], *cards[:3]]
    assert take(town, order[1], "Петрова")
    here = place(town, order[0])
    assert take_next(town, "Иванова", after=here) == order[2]
    here = place(town, order[2])
    assert take_next(town, "Иванова", after=here) == order[3]
    assert take_next(town, "Иванова", after=here, backwards=True) == order[0]
    assert take_next(town, "Иванова", after=place(town, order[0]), backwards=True) is None
    assert take_next(town, "Иванова", wanted=Wanted(category="threat")) == order[0]
