"""Bulk decisions, the blacklist and its end, automatic action on trial."""

from datetime import timedelta

import pytest
from outbox_town import GRACE, act, verdict
from sqlalchemy import select

from models import Comment, Judgement, OutboxEntry, ReviewItem, Trial
from moderation import automatic, journal
from moderation.automatic import Agreement, Automatic, agreement
from moderation.blacklist import blacklist, expire
from moderation.bulk import alike, by_author, decide_all
from moderation.deciding import Order
from moderation.policy import House
from moderation.undo import ActionError, lift, undo

DAY = timedelta(days=1)


def bulk(town, comments, action="delete", **given):
    order = Order(action, "Иванова", **given)
    with town.store.writing() as session:
        return decide_all(session, town.house, comments, order, town.now, GRACE)


def test_near_identical_comments_are_decided_at_once(quick_town):
    first = quick_town.flag(1, "spam", text="Дёшево! Ремонт ванных, звоните 8-900-000-00-01")
    quick_town.flag(2, "spam", text="дешево, ремонт ванных. Звоните: 8-900-000-00-02")
    quick_town.flag(3, "spam", text="Куплю волосы, дорого и сразу")
    with quick_town.store.reading() as session:
        chosen = alike(session, first, "Иванова", quick_town.now)
    assert [comment.external_id[-1] for comment in chosen] == ["1", "2"]
    assert len(bulk(quick_town, chosen)) == 2
    assert quick_town.work() == {"done": 2}


def test_all_of_an_author_in_a_period_with_one_ban(quick_town):
    card = quick_town.flag(1)
    quick_town.flag(2)
    quick_town.flag(3, author="777")
    with quick_town.store.reading() as session:
        chosen = by_author(session, card, quick_town.now - DAY, quick_town.now + DAY)
        assert by_author(session, card, quick_town.now + DAY, quick_town.now + DAY) == []
    acts = [action.act for action in bulk(quick_town, chosen, "delete_and_ban")]
    assert acts == ["ban", "delete", "delete"]


def test_a_comment_without_a_flag_needs_a_ground_of_its_own(quick_town):
    card = quick_town.flag(1, "spam")
    quick_town.flag(2, "vulgar")
    with quick_town.store.reading() as session:
        chosen = by_author(session, card, quick_town.now - DAY, quick_town.now + DAY)
    with pytest.raises(Exception, match="--ground"):
        bulk(quick_town, chosen)
    assert quick_town.states() == {}  # all or none
    assert len(bulk(quick_town, chosen, ground="spam")) == 2


def test_a_ban_is_registered_and_ends_with_its_term(quick_town):
    quick_town.decide(quick_town.flag(1), "delete_and_ban")
    quick_town.work()
    with quick_town.store.reading() as session:
        (banned,) = blacklist(session)
        assert (banned.author.external_id, banned.action.ground) == ("555", "obscene")
        assert banned.action.until - banned.action.made_at == 7 * DAY
    quick_town.now += 8 * DAY
    for expected in (1, 1):  # asked twice, made once
        with quick_town.store.writing() as session:
            assert expire(session, quick_town.now) == expected
    assert quick_town.work() == {"done": 1}
    assert quick_town.hands.bans == set()
    with quick_town.store.reading() as session:
        assert blacklist(session) == []


@pytest.mark.parametrize("decision", ["keep", "delete_and_ban"])
def test_the_end_of_a_term_is_stopped_by_no_decision(quick_town, decision):
    card = quick_town.flag(1)
    quick_town.decide(card, "delete_and_ban")
    quick_town.work()
    quick_town.now += 8 * DAY
    with quick_town.store.writing() as session:
        expire(session, quick_town.now)
    quick_town.flag(1, text="Правка")
    quick_town.decide(card, decision)
    assert "stopped" not in quick_town.states().values()


def test_the_end_of_a_term_that_came_to_nothing_is_tried_again(quick_town):
    quick_town.decide(quick_town.flag(1), "delete_and_ban")
    quick_town.work()
    quick_town.now += 8 * DAY
    for left in ("undone", "stopped", "done"):
        with quick_town.store.writing() as session:
            assert expire(session, quick_town.now) == 1
            if left != "done":
                last = session.scalars(select(OutboxEntry).filter_by(state="waiting")).one()
                journal.move(session, last, left, quick_town.now, "Петрова")
    assert quick_town.work() == {"done": 1}
    with quick_town.store.writing() as session:
        assert (blacklist(session), expire(session, quick_town.now)) == ([], 0)


def test_a_ban_is_lifted_early_and_the_comment_stays_deleted(quick_town):
    (ban, deletion) = quick_town.decide(quick_town.flag(1), "delete_and_ban")
    quick_town.work()
    with quick_town.store.writing() as session:
        lift(session, ban, "Петрова", quick_town.now)
        with pytest.raises(ActionError, match="никого"):
            lift(session, deletion, "Петрова", quick_town.now)
    assert quick_town.work() == {"done": 1}
    assert (quick_town.hands.bans, len(quick_town.hands.deleted)) == (set(), 1)
    with quick_town.store.writing() as session, pytest.raises(ActionError, match="никого"):
        lift(session, ban, "Петрова", quick_town.now)


def test_a_later_ban_outlives_the_end_of_an_earlier_one(quick_town):
    quick_town.decide(quick_town.flag(1), "delete_and_ban")
    quick_town.work()
    quick_town.now += 3 * DAY
    (second, _) = quick_town.decide(quick_town.flag(2), "delete_and_ban")
    quick_town.work()
    for after, expected in ((5 * DAY, 0), (30 * DAY, 1)):  # 7 days of the first, 30 of the second
        with quick_town.store.reading() as session:
            assert [banned.action.id for banned in blacklist(session)] == [second]
        quick_town.now += after
        with quick_town.store.writing() as session:
            assert expire(session, quick_town.now) == expected
        quick_town.work()
    assert quick_town.hands.bans == set()
    with quick_town.store.reading() as session:
        assert blacklist(session) == []


def test_undoing_an_earlier_ban_lifts_no_later_one(quick_town):
    (first, _) = quick_town.decide(quick_town.flag(1), "delete_and_ban")
    quick_town.work()
    (second, _) = quick_town.decide(quick_town.flag(2), "delete_and_ban")
    quick_town.work()
    with quick_town.store.writing() as session:
        ban, deletion = undo(session, first, "Петрова", quick_town.now)
    assert (ban.action, "не действует" in ban.sentence) == (None, True)
    assert deletion.action.act == "restore"
    quick_town.work()
    assert quick_town.hands.bans == {"555"}
    with quick_town.store.writing() as session:
        assert [banned.action.id for banned in blacklist(session)] == [second]
        undo(session, second, "Петрова", quick_town.now)
    quick_town.work()
    assert (quick_town.hands.bans, quick_town.hands.deleted) == (set(), set())


def test_what_somebody_has_decided_is_left_out_of_all_of_an_author(quick_town):
    kept, card = quick_town.flag(1), quick_town.flag(2)
    quick_town.decide(kept, "keep")
    with quick_town.store.reading() as session:
        chosen = by_author(session, card, quick_town.now - DAY, quick_town.now + DAY)
    assert [comment.external_id[-1] for comment in chosen] == ["2"]


def test_an_author_is_banned_on_every_page_of_his(quick_town):
    card = quick_town.flag(1)
    quick_town.flag(2, page="200")
    with quick_town.store.reading() as session:
        chosen = by_author(session, card, quick_town.now - DAY, quick_town.now + DAY)
    acts = [action.act for action in bulk(quick_town, chosen, "delete_and_ban")]
    assert acts == ["ban", "delete", "ban", "delete"]


def test_a_threat_is_never_deleted_silently(quick_town):
    quick_town.flag(1, "spam", "threat")
    with quick_town.store.reading() as session:
        chosen = session.scalars(select(Comment)).all()
    made = bulk(quick_town, chosen, ground="spam")
    assert [action.act for action in made] == ["preserve", "delete"]
    assert quick_town.work() == {"done": 1}


def consider(town, card: int, mode: str, category="spam", daily=20, threshold=0.8):
    settings = Automatic({category: mode}, {category: threshold}, daily)
    with town.store.writing() as session:
        item = session.get_one(ReviewItem, card)
        judged = Judgement(item.comment_id, 1, item.verdict_id, verdict(*item.categories))
        return automatic.consider(session, town.house, settings, [judged], town.now, GRACE)


def test_nothing_acts_by_itself_unasked(quick_town):
    card = quick_town.flag(1, "spam")
    with quick_town.store.writing() as session:
        found = automatic.consider(
            session, quick_town.house, Automatic(), [], quick_town.now, GRACE
        )
    assert (found, quick_town.card(card)) == (0, "open")


def test_on_trial_it_only_notes_and_is_measured_against_people(quick_town):
    cards = [quick_town.flag(n, "spam") for n in range(1, 4)]
    assert [consider(quick_town, card, "shadow") for card in cards] == [0, 0, 0]
    quick_town.decide(cards[0])
    quick_town.decide(cards[1], "keep")
    with quick_town.store.reading() as session:
        (found,) = agreement(session)
    assert found == Agreement("spam", noted=3, decided=2, agreed=1)
    assert found.precision == 0.5
    assert 0.0 < found.at_least < 0.5


def test_switched_on_it_deletes_up_to_the_daily_limit(quick_town):
    cards = [quick_town.flag(n, "spam") for n in range(1, 4)]
    assert [consider(quick_town, card, "on", daily=2) for card in cards] == [1, 1, 0]
    with quick_town.store.reading() as session:
        assert session.scalars(select(Trial.acted).order_by(Trial.id)).all() == [True, True, False]
    assert quick_town.work() == {"done": 2}


@pytest.mark.parametrize(
    ("regulation", "flags", "category", "threshold"),
    [
        ("novokubansk-1740", ["spam"], "spam", 0.95),  # the score does not reach it
        ("novokubansk-1740", ["threat"], "threat", 0.1),
        ("novokubansk-1740", ["spam", "threat"], "spam", 0.1),
        ("rubtsovsk-63", ["insult"], "insult", 0.1),  # only as harm to honour
        ("rubtsovsk-63", ["vulgar"], "vulgar", 0.1),  # may, not must
        ("gulkevichi-draft", ["obscene"], "obscene", 0.1),
    ],
)
def test_only_a_plain_must_above_the_threshold_acts_by_itself(
    quick_town, regulation, flags, category, threshold
):
    quick_town.house = House(act(regulation))
    card = quick_town.flag(1, *flags)
    assert consider(quick_town, card, "on", category, threshold=threshold) == 0
    assert_untouched(quick_town)


def test_where_a_page_has_deletion_switched_off_nothing_acts_by_itself(quick_town):
    quick_town.house = House(act("novokubansk-1740"), acting={"vk:100": ("answer",)})
    assert consider(quick_town, quick_town.flag(1, "spam"), "on") == 0
    assert_untouched(quick_town)


def assert_untouched(quick_town):
    with quick_town.store.reading() as session:
        assert session.scalars(select(Comment.deleted_at)).one() is None
    assert quick_town.states() == {}
