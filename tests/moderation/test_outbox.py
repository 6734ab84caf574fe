"""The outbox: grace, call, reading back; what is refused; what is taken back."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from hands import Hands, fault
from outbox_town import GRACE, Town
from outbox_town import act as regulation
from sqlalchemy import delete, select, update
from test_outbox_lives import answer

from errors import Outcome
from models import (
    Action,
    ActionEvent,
    Comment,
    CommentVersion,
    Decision,
    Evidence,
    OutboxEntry,
    Page,
    Pause,
    Trial,
)
from moderation import alarms, journal
from moderation.attempts import MOST, Next
from moderation.deciding import DecidingError
from moderation.edits import unjudged
from moderation.evidence import fingerprint
from moderation.outbox import recover
from moderation.policy import House, PolicyError
from moderation.undo import undo
from moderation.worker import ENOUGH, side_by_side
from networks.acting import Act
from store import backup, open_store, restore, retention


def test_a_deletion_goes_out_after_the_grace_period(town):
    card = town.flag(1)
    (action,) = town.decide(card)
    assert town.work(after=GRACE / 2) == {}
    assert town.work() == {"done": 1}
    assert town.hands.deleted == {"wall-100_50_1"}
    assert town.events(action) == ["intended", "calling", "called", "done"]
    with town.store.reading() as session:
        assert session.scalars(select(Comment)).one().deleted_at == town.now


def test_a_ban_goes_before_the_deletion(town):
    town.decide(town.flag(1), "delete_and_ban")
    assert town.work() == {"done": 2}
    assert [what for what, _ in town.hands.effects] == ["ban", "delete"]


def test_a_ban_that_must_wait_does_not_hold_the_deletion(town):
    town.hands.trouble = refusing("before ban", Outcome.WAIT)
    town.decide(town.flag(1), "delete_and_ban")
    assert town.work() == {"waiting": 1, "done": 1}


def refusing(moment: str, outcome: Outcome, times: int = 1000):
    left = [times]

    def trouble(now: str) -> None:
        if now == moment and left[0]:
            left[0] -= 1
            raise fault(outcome)

    return trouble


@pytest.mark.parametrize(
    ("outcome", "state", "card"),
    [
        (Outcome.RETRY, "waiting", "decided"),
        (Outcome.WAIT, "waiting", "decided"),
        (Outcome.STOP_METHOD, "waiting", "decided"),
        (Outcome.GONE, "done", "decided"),
        (Outcome.SKIP, "failed", "open"),
        (Outcome.STOP_TOKEN, "by_hand", "decided"),
        (Outcome.OPERATOR, "by_hand", "decided"),
    ],
)
def test_every_refusal_has_its_consequence(town, outcome, state, card):
    town.hands.trouble = refusing("before delete", outcome)
    item = town.flag(1)
    town.decide(item)
    assert town.work() == {state: 1}
    assert town.card(item) == card


def test_a_passing_fault_is_tried_again_and_in_the_end_given_up(town):
    town.hands.trouble = refusing("before delete", Outcome.RETRY)
    card = town.flag(1)
    (action,) = town.decide(card)
    tries = [town.work(after=timedelta(hours=2)) for _ in range(MOST)]
    assert tries == [{"waiting": 1}] * (MOST - 1) + [{"failed": 1}]
    assert town.card(card) == "open"
    assert "попыток: 8" in town.reason(action)


def test_what_has_no_card_to_bring_back_ends_with_a_person(town):
    town.flag(1)
    action = answer(town, 1)
    town.hands.trouble = refusing("before answer", Outcome.SKIP)
    assert town.work() == {"by_hand": 1}
    with town.store.reading() as session:
        assert session.get_one(OutboxEntry, action).due_at is not None


def test_a_page_in_trouble_rests_and_the_others_go_on(town):
    def trouble(moment: str) -> None:
        raise fault(Outcome.RETRY)

    calm = Hands(page="vk:200")
    town.hands.trouble = trouble
    for number in range(1, 7):
        town.decide(town.flag(number))
        town.decide(town.flag(number, page="200"))
    worker = town.worker()
    worker.actors["vk:200"] = calm
    town.now += GRACE
    assert worker.run() == {"waiting": ENOUGH, "done": 6}
    assert len(calm.deleted) == 6
    assert worker.run() == {"waiting": 3}  # the rest of them, the first are put off


def test_networks_are_worked_side_by_side(town):
    both = threading.Barrier(2)

    def meet(moment: str) -> None:
        if moment == "before delete":
            both.wait(20)  # in turns, neither would ever come through

    worker = town.worker()
    for network, page in (("vk", "100"), ("ok", "200")):
        town.decide(town.flag(1, network=network, page=page))
        worker.actors[f"{network}:{page}"] = Hands(trouble=meet)
    town.now += GRACE
    assert side_by_side(worker) == {"done": 2}


def test_a_network_without_any_key_is_left_to_a_process_that_has_one(town):
    town.decide(town.flag(1))
    town.now += GRACE
    before = town.states()
    assert side_by_side(town.worker(), frozenset({"vk"})) == {}
    assert town.states() == before
    assert side_by_side(town.worker(), frozenset({"ok"})) == {"done": 1}


def test_what_a_dead_worker_left_is_found_though_nothing_else_is_due(town):
    (action,) = town.decide(town.flag(1))
    with town.store.writing() as session:
        entry = session.get_one(OutboxEntry, action)
        entry.state, entry.worker, entry.attempts, entry.doubtful = "calling", 3, 1, True
    assert side_by_side(town.worker()) == {"done": 1}


def test_an_answer_that_stands_is_linked(town):
    town.flag(1)
    action = answer(town, 1)
    assert town.work() == {"done": 1}
    with town.store.reading() as session:
        last = session.scalars(select(ActionEvent).filter_by(action_id=action)).all()[-1]
        assert (last.details["answer"], last.details["link"]) == (
            "answer-1",
            "https://vk.com/answer-1",
        )


def test_a_lost_reply_is_no_second_effect(town):
    town.hands.trouble = refusing("after delete", Outcome.RETRY, times=1)
    (action,) = town.decide(town.flag(1))
    assert town.work() == {"waiting": 1}
    assert town.work(after=timedelta(hours=1)) == {"done": 1}
    assert town.hands.effects == [("delete", "wall-100_50_1")]
    assert town.events(action) == ["intended", "calling", "waiting", "calling", "done"]


def test_an_edit_stops_the_deletion_and_brings_the_card_back(town):
    card = town.flag(1, text="Дурак ты")
    (action,) = town.decide(card)
    town.flag(1, text="Извините меня")
    assert town.work() == {}
    assert town.states() == {"delete 1": "stopped"}
    assert town.card(card) == "open"
    assert "изменил" in town.reason(action)
    assert town.hands.effects == []


def test_an_edit_after_a_lost_reply_is_seen_too(town):
    town.hands.trouble = refusing("before delete", Outcome.RETRY, times=1)
    card = town.flag(1)
    town.decide(card)
    town.work()
    town.flag(1, text="Совсем другое")
    assert town.work(after=timedelta(hours=1)) == {"stopped": 1}
    assert town.card(card) == "open"


@pytest.mark.parametrize("action", ["delete", "delete_and_ban"])
def test_an_edit_that_no_pass_has_read_stops_all_and_both_texts_are_kept(town, action):
    card = town.flag(1, text="Дурак ты")
    actions = town.decide(card, action)
    town.hands.texts["wall-100_50_1"] = "Извините меня"
    assert town.work() == {"stopped": 1}
    assert set(town.states().values()) == {"stopped"}
    assert all("изменил" in town.reason(made) for made in actions)
    assert (town.card(card), town.hands.effects) == ("open", [])
    with town.store.reading() as session:
        comment, before = (
            session.scalars(select(kind)).one() for kind in (Comment, CommentVersion)
        )
        assert (comment.text, comment.version, before.text) == ("Извините меня", 2, "Дурак ты")
        assert [edit.text for edit in unjudged(session)] == ["Извините меня"]


def test_a_decision_about_the_edited_text_goes_out(town):
    card = town.flag(1, text="Дурак ты")
    town.decide(card)
    town.hands.texts["wall-100_50_1"] = "Сам дурак"
    town.work()
    town.decide(card)
    assert town.work() == {"done": 1}
    assert town.hands.deleted == {"wall-100_50_1"}


def test_white_space_is_no_edit(town):
    town.decide(town.flag(1, text="Дурак ты"))
    town.hands.texts["wall-100_50_1"] = " Дурак\n ты"
    assert town.work() == {"done": 1}


@pytest.mark.parametrize(
    ("outcome", "state"),
    [(Outcome.OPERATOR, "done"), (Outcome.GONE, "done"), (Outcome.WAIT, "waiting")],
)
def test_a_text_that_cannot_be_read_holds_nothing_but_a_passing_fault_waits(town, outcome, state):
    town.hands.trouble = refusing("before text", outcome)
    town.decide(town.flag(1))
    assert town.work() == {state: 1}


def test_a_new_decision_takes_the_place_of_the_old(town):
    card = town.flag(1)
    town.decide(card)
    town.flag(1, text="И снова мат")
    assert town.card(card) == "open"
    town.decide(card)
    assert town.work() == {"done": 1}
    with town.store.reading() as session:
        states = session.scalars(select(OutboxEntry.state).order_by(OutboxEntry.action_id)).all()
        assert states == ["stopped", "done"]
    assert town.card(card) == "decided"


@pytest.mark.parametrize(
    ("decision", "deleted", "banned"),
    [
        ("keep", False, False),
        ("incident", False, False),
        ("delete", True, False),
        ("delete_and_ban", True, True),
    ],
)
def test_what_is_being_taken_back_stops_only_for_a_decision_that_removes_again(
    town, decision, deleted, banned
):
    card = town.flag(1)
    actions = town.decide(card, "delete_and_ban")
    town.work()
    with town.store.writing() as session:
        undo(session, actions[0], "Петрова", town.now)
    town.decide(card, decision)
    town.work()
    assert (bool(town.hands.deleted), bool(town.hands.bans)) == (deleted, banned)
    with town.store.reading() as session:
        assert (session.scalars(select(Comment)).one().deleted_at is not None) == deleted


def test_what_its_author_deleted_is_not_called(town):
    town.decide(town.flag(1))
    with town.store.writing() as session:
        session.execute(update(Comment).values(deleted_at=town.now))
    assert town.work() == {}
    assert town.states() == {"delete 1": "done"}
    assert town.hands.effects == []


def test_undo_before_the_call_costs_nothing(town):
    card = town.flag(1)
    actions = town.decide(card, "delete_and_ban")
    with town.store.writing() as session:
        told = undo(session, actions[0], "Петрова", town.now)
    assert len(told) == 2
    assert town.work() == {}
    assert (town.hands.effects, town.card(card)) == ([], "open")


def test_a_task_in_doubt_can_be_given_up_and_says_so(town):
    town.hands.blind = True
    town.hands.trouble = refusing("after answer", Outcome.RETRY, times=1)
    town.flag(1)
    action = answer(town, 1)
    town.work()
    assert town.work(after=timedelta(hours=1)) == {"by_hand": 1}
    with town.store.writing() as session:
        (told,) = undo(session, action, "Петрова", town.now)
    assert "мог дойти" in told.sentence
    assert "мог дойти" in town.reason(action)


@pytest.mark.parametrize(("blind", "state"), [(False, "done"), (True, "by_hand")])
def test_what_went_out_after_a_copy_was_made_does_not_go_out_again(
    quick_town, tmp_path, blind, state
):
    quick_town.hands.blind = blind
    quick_town.flag(1)
    answer(quick_town, 1)
    copy = backup(quick_town.store, tmp_path / "copy.jsonl.gz")
    assert quick_town.work() == {"done": 1}
    second = open_store(f"sqlite:///{tmp_path}/second.db", tmp_path)
    restore(second, copy)
    assert replace(quick_town, store=second).work() == {state: 1}
    assert len(quick_town.hands.answers) == 1
    second.close()


def test_what_is_in_doubt_can_be_taken_back_while_all_is_paused(town):
    town.hands.trouble = refusing("after answer", Outcome.RETRY)
    town.flag(1)
    action = answer(town, 1)
    assert town.work() == {"waiting": 1}
    with town.store.writing() as session:
        (told,) = undo(session, action, "Петрова", town.now)
        assert "через минуту" in told.sentence
        journal.pause(session, True, "Иванова", town.now)
        (told,) = undo(session, action, "Петрова", town.now)
    assert "мог дойти" in told.sentence


def test_undo_after_the_call_restores_and_unbans(town):
    card = town.flag(1)
    actions = town.decide(card, "delete_and_ban")
    town.work()
    with town.store.writing() as session:
        undo(session, actions[0], "Петрова", town.now)
        undo(session, actions[0], "Петрова", town.now)  # the same cause makes it once
    assert town.work() == {"done": 2}
    assert (town.hands.deleted, town.hands.bans, town.card(card)) == (set(), set(), "open")
    with town.store.reading() as session:
        assert session.scalars(select(Comment)).one().deleted_at is None


@pytest.mark.parametrize("network", ["ok", "telegram"])
def test_undo_says_where_a_deletion_is_final(quick_town, network):
    card = quick_town.flag(1)
    (action,) = quick_town.decide(card)
    quick_town.work()
    with quick_town.store.writing() as session:
        session.execute(update(Page).values(network=network))
        (told,) = undo(session, action, "Петрова", quick_town.now)
    assert (told.action, "копия осталась" in told.sentence) == (None, True)
    assert quick_town.card(card) == "decided"


def test_undo_is_honest_about_what_cannot_be_taken_back(town):
    (action,) = town.decide(town.flag(1, "threat"), "escalate")
    alarms.sound(town.store, lambda _: Next("done"), town.now + GRACE, GRACE)
    with town.store.writing() as session:
        (told,) = undo(session, action, "Петрова", town.now)
    assert told.action is None
    assert told.sentence == "главе уже сообщено; доказательства сохранены и остаются"


def test_a_missing_right_becomes_a_task_with_link_and_deadline(town):
    town.hands.missing = {Act.DELETE: "нет ключа user: добавьте его"}
    (action,) = town.decide(town.flag(1))
    assert town.work() == {"by_hand": 1}
    with town.store.reading() as session:
        entry = session.get_one(OutboxEntry, action)
        assert entry.due_at == town.now + timedelta(hours=24)
        last = session.scalars(select(ActionEvent).order_by(ActionEvent.id.desc())).first()
        assert last.details["link"] == "https://vk.com/wall-100_50_1"
        assert "нет ключа user" in last.details["reason"]


def test_a_page_that_is_not_ours_any_more_is_a_task(town):
    town.hands = Hands(page="vk:200")
    town.decide(town.flag(1))
    worker = town.worker()
    worker.actors.clear()
    town.now += GRACE
    assert worker.run() == {"by_hand": 1}


def test_a_pause_stops_everything_at_once(town):
    town.decide(town.flag(1))
    with town.store.writing() as session:
        journal.pause(session, True, "Иванова", town.now)
    assert town.work() == {}
    with town.store.writing() as session:
        journal.pause(session, False, "Иванова", town.now)
    assert town.work() == {"done": 1}


def test_what_a_dead_worker_left_is_read_back_first(town):
    (action,) = town.decide(town.flag(1))
    with town.store.writing() as session:
        entry = session.get_one(OutboxEntry, action)
        entry.state, entry.worker, entry.attempts, entry.doubtful = "calling", 3, 1, True
    town.hands.deleted.add("wall-100_50_1")
    assert town.work() == {"done": 1}
    assert town.hands.effects == []
    assert "recovered" in town.events(action)


def test_a_living_workers_call_is_left_alone(town):
    (action,) = town.decide(town.flag(1))
    with town.store.writing() as session:
        entry = session.get_one(OutboxEntry, action)
        entry.state, entry.worker = "calling", 3
    with town.store.lock("outbox-3"):
        assert recover(town.store, 1, town.now) == 0
        assert town.work() == {}


def test_a_network_that_cannot_look_is_believed_once_and_asked_of_a_person(town):
    town.hands.blind = True
    town.decide(town.flag(1))
    assert town.work() == {"done": 1}


def test_evidence_is_kept_first_and_its_hash_holds(town):
    (action,) = town.decide(town.flag(1, text="Дурак ты"))
    with town.store.reading() as session:
        kept = session.get_one(Evidence, action)
        assert kept.data["text"] == "Дурак ты"
        assert kept.data["author"] == {"id": "555", "name": "П."}
        assert kept.sha256 == fingerprint(kept.data)


@pytest.mark.parametrize("journal_table", [Action, ActionEvent, Decision, Pause, Trial])
@pytest.mark.parametrize("change", [update, delete])
def test_the_journal_cannot_be_changed_through_the_application(town, journal_table, change):
    town.decide(town.flag(1))
    with town.store.writing() as session:
        journal.pause(session, True, "Иванова", town.now)
        session.add(Trial(1, "obscene", 0.9, 0.8, acted=False, at=town.now))
    statement = change(journal_table)
    if change is update:
        statement = statement.values(id=99)
    with pytest.raises(Exception, match="rows are only added"), town.store.writing() as session:
        session.execute(statement)


@pytest.mark.parametrize(
    ("act", "flag", "action", "words"),
    [
        ("gulkevichi-draft", "obscene", "delete", "не знает удаления"),
        ("amurzet-98", "obscene", "delete_and_ban", "не знает чёрного списка"),
        ("novokubansk-1740", "vulgar", "delete", "--ground"),
    ],
)
def test_a_decision_needs_a_ground_in_the_regulation(quick_town, act, flag, action, words):
    town: Town = quick_town
    town.house = House(regulation(act))
    card = town.flag(1, flag)
    with pytest.raises(PolicyError, match=words):
        town.decide(card, action)
    assert town.card(card) == "open"


def test_a_manual_ground_is_kept_with_the_decision(quick_town):
    quick_town.house = House(regulation("rubtsovsk-63"))
    (action,) = quick_town.decide(quick_town.flag(1, "vulgar"), "delete", ground="off_topic")
    with quick_town.store.reading() as session:
        assert session.scalars(select(Decision)).one().ground == "off_topic"
        made = session.get_one(Action, action)
        assert (made.ground, made.paragraph) == ("off_topic", "2.5(2)")


def test_a_trusted_author_is_never_deleted(quick_town):
    quick_town.house = House(quick_town.house.regulation, trusted=frozenset({"vk:555"}))
    with pytest.raises(DecidingError, match="trusted"):
        quick_town.decide(quick_town.flag(1))


def test_retention_empties_evidence_but_not_that_of_a_standing_ban(quick_town):
    quick_town.decide(quick_town.flag(1), "delete_and_ban")
    quick_town.work()
    with quick_town.store.writing() as session:
        assert retention.purge_evidence(session, quick_town.now + timedelta(days=1)) == 1
    with quick_town.store.reading() as session:
        ban, deletion = session.scalars(select(Evidence).order_by(Evidence.action_id))
        assert (deletion.data, len(deletion.sha256)) == ({}, 64)
        assert ban.data["author"]["id"] == "555"
