"""From a decision to the simulated networks and back, over real HTTP."""

from datetime import timedelta

import pytest
from given import NOW
from sqlalchemy import select
from towns import read_week, shift

import sources
from aftermath import carry_out
from config import regulation_of
from models import Action, Comment, OutboxEntry, Page, ReviewItem, StoredVerdict
from moderation.automatic import Automatic
from moderation.deciding import Order, decide
from moderation.policy import House, PolicyError
from moderation.undo import undo
from office import Moderating


@pytest.fixture
def at_work(tmp_path):
    """The demo town after a pass, with hands."""
    with shift(NOW, read_week(tmp_path / "otklik.db")) as made:
        accounts = sources.Accounts(made.config, made.stage.environ)
        actors = sources.actors(made.config, accounts, lambda: NOW)
        hands = {str(ref): actor for ref, actor in actors.items()}
        house = House(regulation_of(made.config))
        none = timedelta(0)
        made.office.moderating = Moderating(house, hands, Automatic(), none, timedelta(hours=24))
        yield made


def decided(at_work, network: str) -> list[int]:
    """Delete the first deletable comment of a network."""
    with at_work.office.store.writing() as session:
        cards = session.scalars(
            select(ReviewItem.id)
            .join(Comment, Comment.id == ReviewItem.comment_id)
            .join(Page, Page.id == Comment.page_id)
            .where(Page.network == network, Comment.kind == "comment", ReviewItem.state == "open")
            .order_by(ReviewItem.id)
        ).all()
        for card in cards:
            try:
                house = at_work.office.moderating.house
                order = Order("delete", "Иванова")
                _, actions = decide(session, house, card, order, NOW, timedelta(0))
                return [action.id for action in actions]
            except PolicyError:
                continue
    raise AssertionError(f"nothing to delete on {network}")


def states(at_work) -> list[str]:
    with at_work.office.store.reading() as session:
        return list(session.scalars(select(OutboxEntry.state).order_by(OutboxEntry.action_id)))


def test_a_deletion_on_vk_holds_and_is_taken_back(at_work):
    (action,) = decided(at_work, "vk")
    assert carry_out(at_work.office) == {"done": 1}
    with at_work.office.store.writing() as session:
        undo(session, action, "Петрова", NOW)
    assert carry_out(at_work.office) == {"done": 1}
    assert at_work.run().failed == 0
    with at_work.office.store.reading() as session:
        comment = session.get_one(Action, action).comment_id
        assert session.get_one(Comment, comment).deleted_at is None
    assert states(at_work) == ["done", "done"]


def test_an_edit_that_no_pass_has_read_is_kept_judged_and_no_more_deleted(at_work):
    (action,) = decided(at_work, "vk")
    with at_work.office.store.reading() as session:
        comment = session.get_one(Comment, session.get_one(Action, action).comment_id)
        page, number = comment.external_id.split("_")[0], int(comment.external_id.split("_")[2])
    world = at_work.town.world("vk")
    there = world.pages[int(page.removeprefix("wall-"))]
    world.edit(there, world.find(there, number), "Сами вы уроды, убью всех")
    assert carry_out(at_work.office) == {"stopped": 1}
    with at_work.office.store.reading() as session:
        comment = session.get_one(Comment, comment.id)
        card = session.scalars(select(ReviewItem).filter_by(comment_id=comment.id)).one()
        verdict = session.get_one(StoredVerdict, card.verdict_id)
        assert (comment.text, comment.deleted_at) == ("Сами вы уроды, убью всех", None)
        assert (card.state, verdict.version) == ("open", comment.version)
    assert carry_out(at_work.office) == {}


def test_ok_offers_no_deletion_so_a_person_does_it(at_work):
    decided(at_work, "ok")
    assert set(carry_out(at_work.office)) <= {"by_hand", "done"}
    assert len(states(at_work)) == 1
