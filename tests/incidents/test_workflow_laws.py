"""Laws of the workflow, whatever the decree."""

import random
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from regulations import act, town

from config.settings import REGULATIONS
from incidents.case import Case, after, case_of
from incidents.checks import CHECKS
from incidents.clocks import Message
from incidents.running import Turn, advance
from incidents.words import ACT, FORM, ROLE, STATE, STEP
from incidents.workflow import ACTS, CANDIDATES, CLOSED, FORMS, MOVES, OPEN, STATES, TASKS, moves
from models import Deadline, Incident, Step
from models.rules import STEPS, CheckName

SEEN = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
BODIES = ("Дороги", "Водоканал", "Свет")


def ways(state: str, id: str) -> set[str]:
    """Where an incident in this state can go under this regulation, whatever its draft is."""
    found = set()
    for channel, form, at, bodies in product(("own", "incident"), FORMS, (None, SEEN), (1, 2)):
        case = Case(state, SEEN, message=Message(channel), interim_at=at,
                    parts=dict.fromkeys(BODIES[:bodies], True))  # fmt: skip
        found |= {m.to for name in ACTS for m in moves(case, name, form, act(id)) if m.to}
    return found


@pytest.mark.parametrize(("id", "state"), list(product(REGULATIONS, STATES)))
def test_no_state_is_without_a_way_out(id, state):
    assert ways(state, id) - {state}


@pytest.mark.parametrize("id", REGULATIONS)
def test_every_message_can_be_closed_and_every_state_can_be_reached(id):
    reached, fresh = set(), {"candidate"}
    while fresh:
        reached |= fresh
        fresh = set().union(*(ways(state, id) for state in fresh)) - reached
    by_the_act = {"resolution": act(id).resolution, "head": act(id).approved_by_head("own")}
    by_the_act["handed_over"] = act(id).hand_over
    left_out = {state for state, rule in by_the_act.items() if not rule}
    assert reached == set(STATES) - {"cleared", "withdrawn"} - left_out


def test_no_clock_is_without_an_owner_and_none_without_an_end():
    assert set(TASKS) == set(STEPS)
    acting = {role for move in MOVES for role in move.roles}
    happens = {event for move in MOVES for event in move.events}
    for task in TASKS.values():
        assert task.owner in acting
        assert happens >= set(task.ends + task.lapses)


@pytest.mark.parametrize("id", REGULATIONS)
def test_every_clock_of_an_act_begins_and_ends_with_something_that_happens(id):
    happens = {event for move in MOVES for event in move.events}
    for clock in act(id).clocks:
        assert {clock.since, *clock.until} <= happens


def test_everything_has_a_word_for_the_screen():
    assert set(STATE) == set(STATES)
    assert set(ACT) == {*ACTS, "kept"}
    assert (set(FORM), set(STEP)) == (set(FORMS), set(STEPS))
    roles = {role for move in MOVES for role in move.roles}
    assert set(ROLE) == roles | {"administrator"}  # who acts on no incident


def details(name: str, dice: random.Random) -> dict[str, object]:
    match name:
        case "route":
            return {"bodies": dice.sample(BODIES, dice.randint(1, 3))}
        case "draft":
            return {"form": dice.choice(FORMS)}
        case "importance":
            return {"importance": dice.choice(("ordinary", "high"))}
        case "term":
            return {"step": "approve", "due": (SEEN + timedelta(days=9)).isoformat()}
    return {}


def lived(id: str, channel: str, dice: random.Random, length: int):
    """A random life: its journal, and every term that ever ran."""
    incident = Incident("candidate", SEEN, channel=channel)
    incident.id = 1
    case, steps, terms, at = case_of(incident, []), [], [], SEEN
    for _ in range(length):
        name = dice.choice(ACTS)
        more = details(name, dice)
        fitting = moves(case, name, str(more.get("form", case.form)), act(id))
        if not fitting:
            continue
        move, at = fitting[0], at + timedelta(minutes=dice.randint(1, 700))
        body = dice.choice([*case.parts, ""]) if name in ("inform", "not_ours") else ""
        step = Step(1, len(steps) + 1, name, move.to or case.state, "Кто-то", move.roles[0], at,
                    body=body, details=more)  # fmt: skip
        before, case = case, after(case, step)
        terms += advance(Turn(incident, step, move.events, before, case), terms, act(id), town())
        steps.append(step)
    return incident, steps, case, terms


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(REGULATIONS), st.sampled_from(["own", "incident"]), st.integers(0, 2**32))
def test_a_life_leaves_no_loose_end(id, channel, seed):
    dice = random.Random(seed)
    incident, steps, case, terms = lived(id, channel, dice, 60)

    shuffled = steps[:]
    dice.shuffle(shuffled)
    incident.number = len(steps)
    assert case_of(incident, shuffled) == case  # the order of reading does not matter

    running = [term for term in terms if term.outcome == "open"]
    assert len({(term.step, term.body) for term in running}) == len(running)
    if case.state in (*CLOSED, *CANDIDATES):
        assert not running
    for term in terms:
        assert term.calendar == town().version
        assert (term.outcome == "open") == (term.ended_at is None)
        if term.outcome in ("met", "late"):
            assert (term.outcome == "met") == (term.ended_at <= term.due_at)
        assert term.body == "" or TASKS[term.step].each


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 1500), st.integers(1, 20_000), st.booleans())
def test_a_pause_conserves_time(asked_after, waited, urgent):
    """What was left when the question went out is left when the author replies."""
    worktime, message = town(), Message("own", emergency=urgent)
    asked_at = SEEN + timedelta(minutes=asked_after)
    replied_at = asked_at + timedelta(minutes=waited)
    incident = Incident("candidate", SEEN, emergency=urgent)
    incident.id = 1
    answer = Deadline(1, "answer", "", "curator", False, 1, SEEN,
                      worktime.end_of_day(SEEN, 2), "3.1.5", "", False)  # fmt: skip
    question = Step(1, 1, "draft", "approved", "", "", SEEN, details={"form": "question"})
    case = Case("approved", SEEN, message=message, draft=question)
    asked = after(case, asking := Step(1, 2, "publish", "asked", "", "", asked_at))
    told = after(asked, replying := Step(1, 3, "replied", "executing", "", "", replied_at))
    ask = Turn(incident, asking, ("asked",), case, asked)
    reply = Turn(incident, replying, ("replied",), asked, told)
    regulation = act("gulkevichi-draft")
    assert advance(ask, [answer], regulation, worktime) == []
    (resumed,) = advance(reply, [answer], regulation, worktime)

    def left(since: datetime, until: datetime) -> int:
        if urgent:
            return int((until - since).total_seconds() // 60)
        return worktime.between(since, until)

    assert answer.outcome == "paused"
    before = left(asked_at, answer.due_at)
    assert left(replied_at, resumed.due_at) == before if before > 0 else True
    if before <= 0:
        assert resumed.due_at == answer.due_at


def test_open_and_closed_states_are_apart():
    assert not set(OPEN) & set(CLOSED) | set(OPEN) & set(CANDIDATES)


def test_a_regulation_can_ask_for_every_check_of_an_answer_and_no_other():
    assert set(get_args(CheckName)) == set(CHECKS)
