"""Candidates: sent here by a moderator, moved by the pass until a person takes them up."""

import pytest
from given import NOW, PAGE
from regulations import act, town

from collectors.intake import save_batch
from incidents import candidates
from incidents.case import case_of
from incidents.desk import Desk, Order, journal, perform
from models import Batch

DESK = Desk(act("novokubansk-1740"), town())


@pytest.fixture
def sent(store, page, comment) -> int:
    """A comment that a moderator sends to the incidents; the comment's id."""
    with store.writing() as session:
        intake = save_batch(session, page, Batch(PAGE, comments=(comment(1),)), NOW)
        candidates.take_up(session, intake.unjudged[0].comment_id, NOW)
        return intake.unjudged[0].comment_id


def state(store) -> str:
    with store.reading() as session:
        incident, steps = journal(session, 1)
        assert case_of(incident, steps).state == incident.state
        return incident.state


def test_sending_twice_makes_one_candidate(store, sent):
    with store.writing() as session:
        candidates.take_up(session, sent, NOW)
        total, (found,) = candidates.waiting(session, 10)
    assert (total, found.text, found.incident.score) == (1, "Когда починят дорогу?", None)


def test_a_note_does_not_take_a_candidate_from_the_pass(store, sent):
    perform(store.writing, DESK, 1, Order("note", "Иванова", text="Спросить ЖЭК"), NOW)
    with store.writing() as session:
        candidates.withdraw(session, [sent])
    assert state(store) == "withdrawn"
    with store.writing() as session:
        candidates.bring_back(session, [sent])
    assert state(store) == "candidate"


def test_what_a_person_took_up_the_pass_leaves_alone(store, sent):
    perform(store.writing, DESK, 1, Order("confirm", "Иванова"), NOW)
    with store.writing() as session:
        candidates.withdraw(session, [sent])
        candidates.take_up(session, sent, NOW)
    assert state(store) == "new"
    with store.reading() as session:
        incident, (step,) = journal(session, 1)
    assert (incident.confirmed_by, incident.confirmed_at, step.version) == ("Иванова", NOW, 1)
