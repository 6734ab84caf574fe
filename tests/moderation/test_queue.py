"""Cards open by themselves, people close them, edits and deletions move them."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from given import NOW, PAGE, verdict
from sqlalchemy import select

from collectors.intake import save_batch
from incidents import candidates
from models import Batch, Comment, Incident, ReviewItem
from moderation import cards, queue, verdicts
from moderation.cards import QueueError
from moderation.waiting import Wanted, counts, listing, waiting
from reports.document import Period
from reports.figures import moderation, urgent
from reports.figures.scope import Scope


def states(store, table=ReviewItem) -> list[str]:
    with store.reading() as session:
        return list(session.scalars(select(table.state).order_by(table.id)))


def test_only_flagged_comments_become_cards(store, judge):
    judge(1, verdict("insult"))
    judge(2, verdict(needs_answer=True))
    judge(3, verdict())
    assert states(store) == ["open"]
    assert states(store, Incident) == ["candidate"]


def test_a_rude_matter_is_both_a_card_and_a_candidate(store, judge):
    judge(1, verdict("obscene", needs_answer=True))
    assert (states(store), states(store, Incident)) == (["open"], ["candidate"])


def test_threats_come_first_then_the_oldest(store, judge):
    judge(1, verdict("spam"))
    judge(2, verdict("insult"))
    judge(3, verdict("threat", "insult"))
    with store.reading() as session:
        order = [card.comment.external_id for card in listing(session, 10)]
        assert order == ["wall-100_50_3", "wall-100_50_1", "wall-100_50_2"]
        only = listing(session, 10, Wanted(category="insult"))
        assert [card.item.categories for card in only] == [["threat", "insult"], ["insult"]]
        assert waiting(session) == 3


@pytest.mark.parametrize(
    ("first", "second", "card", "incident"),
    [
        (verdict("insult"), verdict(), ["cleared"], []),
        (verdict(), verdict("insult"), ["open"], []),
        (verdict("insult"), verdict("threat"), ["open"], []),
        (verdict(needs_answer=True), verdict(), [], ["cleared"]),
        (verdict(), verdict(needs_answer=True), [], ["candidate"]),
    ],
)
def test_an_edit_moves_card_and_candidate(store, judge, first, second, card, incident):
    judge(1, first)
    judge(1, second, text="Совсем другие слова")
    assert (states(store), states(store, Incident)) == (card, incident)


def test_a_deleted_comment_leaves_the_queue_and_comes_back_with_it(store, judge):
    id = judge(1, verdict("insult", needs_answer=True))
    for stage in (queue, candidates):
        with store.writing() as session:
            stage.withdraw(session, [id])
    assert (states(store), states(store, Incident)) == (["withdrawn"], ["withdrawn"])
    for stage in (queue, candidates):
        with store.writing() as session:
            stage.bring_back(session, [id])
    assert (states(store), states(store, Incident)) == (["open"], ["candidate"])


def test_a_restored_comment_that_was_cleared_stays_cleared(store, judge):
    judge(1, verdict("insult"))
    id = judge(1, verdict(), text="Извините")
    with store.writing() as session:
        queue.withdraw(session, [id])
        queue.bring_back(session, [id])
    assert states(store) == ["cleared"]


def test_a_decision_names_who_and_stays_in_the_journal(store, judge):
    judge(1, verdict("insult"))
    with store.writing() as session:
        queue.decide(session, cards.locked(session, 1).item, "skip", "Иванова", NOW)
        queue.decide(
            session, cards.locked(session, 1).item, "delete", "Петрова", NOW, note="повтор"
        )
    with store.reading() as session:
        opened = cards.show(session, 1)
        made = [(decision.action, decision.by, decision.note) for decision in opened.decisions]
        assert made == [("skip", "Иванова", ""), ("delete", "Петрова", "повтор")]
        assert opened.card.item.state == "decided"
        assert waiting(session) == 0


@pytest.mark.parametrize(
    ("card", "action", "words"),
    [(1, "burn", "нет. Есть: delete"), (99, "keep", "Карточки 99 нет")],
)
def test_an_impossible_decision_is_refused(store, judge, card, action, words):
    judge(1, verdict("insult"))
    with pytest.raises(QueueError, match=words), store.writing() as session:
        queue.decide(session, cards.locked(session, card).item, action, "Иванова", NOW)


def test_nobody_decides_twice(store, judge):
    judge(1, verdict("insult"))
    with store.writing() as session:
        queue.decide(session, cards.locked(session, 1).item, "keep", "Иванова", NOW)
    with pytest.raises(QueueError, match="уже закрыта"), store.writing() as session:
        queue.decide(session, cards.locked(session, 1).item, "delete", "Петрова", NOW)


def test_a_decided_comment_that_is_edited_into_abuse_is_a_card_again(store, judge):
    judge(1, verdict("vulgar"))
    with store.writing() as session:
        queue.decide(session, cards.locked(session, 1).item, "keep", "Иванова", NOW)
    judge(1, verdict("obscene"), text="Хуже прежнего")
    assert states(store) == ["open"]


def decide(store, action, at) -> None:
    with store.writing() as session:
        queue.decide(session, cards.locked(session, 1).item, action, "Иванова", at)


LATER = NOW + timedelta(days=5)
EDITS = [  # of which card, into what, and since when it waits
    ("open", "threat", "threat", NOW),
    ("open", "vulgar", "threat", LATER),
    ("open", "vulgar", "insult", NOW),
    ("decided", "vulgar", "threat", LATER),
    ("decided", "vulgar", "insult", LATER),
    ("cleared", "vulgar", "threat", LATER),
]


@pytest.mark.parametrize(("state", "first", "second", "since"), EDITS)
def test_an_edit_that_opens_a_card_or_makes_it_urgent_begins_its_wait_anew(
    store, judge, state, first, second, since
):
    judge(1, verdict(first))
    if state == "decided":
        decide(store, "keep", NOW)
    elif state == "cleared":
        judge(1, verdict(), text="Извините")
    judge(1, verdict(second), text="Хуже прежнего", at=LATER)
    with store.reading() as session:
        assert session.scalar(select(ReviewItem.opened_at)) == since
        told = urgent.threats(session, since, since + timedelta(minutes=1))
        assert [threat.at for threat in told] == [since] * (second == "threat")


def test_every_decision_counts_the_wait_that_it_ended(store, judge):
    judge(1, verdict("vulgar"))
    decide(store, "keep", NOW + timedelta(minutes=10))
    judge(1, verdict("threat"), text="Хуже прежнего", at=LATER)
    decide(store, "delete", LATER + timedelta(minutes=20))
    with store.reading() as session:
        assert counts(session).minutes == 15
        scope = Scope(Period(NOW.date(), LATER.date(), ZoneInfo("UTC")))
        made = moderation.decisions(session, scope)
        assert [one.waited_since for one in made] == [NOW, LATER]


def test_the_card_shows_what_was_answered(store, judge, page, comment):
    judge(1, verdict())
    with store.writing() as session:
        reply = comment(2, "Сам такой", parent="wall-100_50_1")
        intake = save_batch(session, page, Batch(PAGE, comments=(reply,)), NOW)
        judged = verdicts.record(session, intake.unjudged, [verdict("insult")], "test", NOW)
        queue.enqueue(session, judged, NOW)
    with store.reading() as session:
        parent = cards.show(session, 1).parent
        assert isinstance(parent, Comment)
        assert parent.text == "Вы там совсем?"
