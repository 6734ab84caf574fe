"""Approved answers: what their incident waits for goes out, and nothing else."""

from datetime import timedelta

import pytest
from hands import fault
from outbox_town import GRACE, Town
from sqlalchemy import select

from errors import Outcome
from models import Comment, Incident, OutboxEntry, Step
from moderation import answers
from moderation.answers import Approved, published
from networks.acting import Act

HOUR = timedelta(hours=1)


def approve(town: Town, step: int = 1) -> None:
    """Entry `step` of the journal is the draft, the next one its approval."""
    with town.store.writing() as session:
        incident = session.get(Incident, 1)
        if incident is None:
            comment = session.scalars(select(Comment.id)).one()
            incident = Incident("approved", town.now, comment_id=comment)
            session.add(incident)
            session.flush()
        for number, act, state in ((step, "draft", "review"), (step + 1, "approve", "approved")):
            session.add(Step(incident.id, number, act, state, "Кузнецова", "curator", town.now))
        incident.state = "approved"


@pytest.fixture
def sent(town) -> int:
    """The answer to incident 1 is on its way; the action's id."""
    town.flag(1)
    approve(town)
    return send(town)


def send(town: Town, step: int = 1) -> int:
    approved = Approved(1, step, 1, "Починим.", "Кузнецова")
    with town.store.writing() as session:
        return answers.send(session, approved, town.now, GRACE).id


def close(town: Town, state: str = "appeal") -> None:
    with town.store.writing() as session:
        session.get_one(Incident, 1).state = state


def test_an_answer_goes_out_and_its_incident_is_to_hear_of_it(town, sent):
    assert town.work() == {"done": 1}
    with town.store.reading() as session:
        (found,) = published(session)
    assert (found.incident, found.step, found.answer) == (1, 1, "answer-1")


@pytest.mark.parametrize("state", ["appeal", "unanswered", "answered", "new"])
def test_an_answer_that_its_incident_waits_for_no_more_stays_here(town, sent, state):
    close(town, state)
    assert town.work() == {}
    assert (town.states(), town.hands.answers) == ({"answer 1": "stopped"}, [])
    assert "больше не ждёт" in town.reason(sent)


def test_of_two_drafts_only_the_newest_goes_out(town, sent):
    approve(town, step=5)
    newest = send(town, step=5)
    assert town.work() == {"done": 1}
    assert [town.events(action)[-1] for action in (sent, newest)] == ["stopped", "done"]


def test_what_was_stopped_can_be_sent_again(town, sent):
    close(town)
    town.work()
    approve(town, step=5)
    send(town, step=5)
    assert town.work() == {"done": 1}


@pytest.mark.parametrize(
    ("moment", "state", "said"), [("after answer", "done", 1), ("before answer", "stopped", 0)]
)
def test_what_may_have_gone_out_is_read_back_before_it_is_stopped(town, sent, moment, state, said):
    def trouble(now: str) -> None:
        if now == moment:
            raise fault(Outcome.RETRY)

    town.hands.trouble = trouble
    assert town.work() == {"waiting": 1}
    close(town)
    assert town.work(after=HOUR) == {state: 1}
    assert len(town.hands.answers) == said


def test_a_task_to_answer_by_hand_ends_with_its_incident(town, sent):
    town.hands.missing = {Act.ANSWER: "нет ключа"}
    assert town.work() == {"by_hand": 1}
    close(town, "answered")
    with town.store.writing() as session:
        assert answers.drop_tasks(session, town.now) == 1
        assert session.get_one(OutboxEntry, sent).state == "stopped"
