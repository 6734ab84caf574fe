"""Lives of an outbox: kills, lost replies, refusals, edits, undoing, two workers."""

import os
import random
from datetime import timedelta

from hands import Killed, fault
from outbox_town import Town
from sqlalchemy import event, select

from errors import Outcome
from models import Action, Comment, OutboxEntry
from moderation import journal
from moderation.intents import Cause, intend
from moderation.undo import undo

LIVES = int(os.environ.get("OTKLIK_LIVES", "40"))  # benchmarks and nightly runs: 1000 and more
CLOSED = ("done", "failed", "stopped", "undone", "by_hand")


def quick_disk(town: Town) -> None:
    """No life of these survives the test: the disk need not be waited for."""
    listen = event.listens_for(town.store.engine, "connect")
    listen(lambda connection, _: connection.execute("PRAGMA synchronous=OFF"))
    town.store.engine.dispose()


class Fate:
    """What happens at the moments of a call: mostly nothing."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self.calm = False

    def __call__(self, moment: str) -> None:
        roll = self.dice.random()
        if self.calm or roll > 0.25:
            return
        if roll < 0.08:
            raise Killed
        if moment.startswith("after"):
            raise fault(Outcome.RETRY)  # the reply is lost, the effect has happened
        if roll < 0.10:
            raise fault(Outcome.OPERATOR)
        raise fault(self.dice.choice([Outcome.RETRY, Outcome.WAIT, Outcome.STOP_METHOD]))


def live(town: Town, dice: random.Random, number: int) -> None:
    """One comment, one decision, and whatever comes in between."""
    fate = town.hands.trouble
    fate.calm = False
    card = town.flag(number, author=f"author {number}")
    actions = town.decide(card, dice.choice(["delete", "delete", "delete_and_ban"]))
    if dice.random() < 0.3:
        actions.append(answer(town, number))
    for _ in range(dice.randint(1, 5)):
        disturb(town, dice, number, actions)
        try:
            town.work(after=timedelta(hours=1))
        except Killed:
            continue
    fate.calm = True
    for _ in range(3):
        town.work(after=timedelta(hours=2))


def answer(town: Town, number: int) -> int:
    with town.store.writing() as session:
        found = Comment.external_id == f"wall-100_50_{number}"
        comment = session.scalars(select(Comment).where(found)).one()
        cause = Cause(f"incident:{number}", "incident", "Иванова", answer="Починим.")
        return intend(session, "answer", comment, cause, town.now, timedelta(0)).id


def disturb(town: Town, dice: random.Random, number: int, actions: list[int]) -> None:
    roll = dice.random()
    if roll < 0.1:
        town.flag(number, author=f"author {number}", text=f"Правка {roll}")
    elif roll < 0.13:
        town.hands.texts[f"wall-100_50_{number}"] = f"Правка {roll}, которой никто не читал"
    elif roll < 0.2:
        with town.store.writing() as session:
            undo(session, dice.choice(actions), "Петрова", town.now)
    elif roll < 0.25:
        with town.store.writing() as session:
            journal.pause(session, True, "Петрова", town.now)
        assert town.work() == {}
        with town.store.writing() as session:
            journal.pause(session, False, "Петрова", town.now)


def test_many_lives_without_a_double_effect_or_a_lost_intent(quick_town):
    dice = random.Random(6)
    quick_disk(quick_town)
    quick_town.hands.trouble = Fate(dice)
    for number in range(1, LIVES + 1):
        live(quick_town, dice, number)
    assert_true(quick_town)


def assert_true(town: Town) -> None:
    """Every intent is closed, and the record says what the network shows."""
    world = town.hands
    with town.store.reading() as session:
        rows = session.execute(
            select(Action, OutboxEntry.state, Comment.external_id, OutboxEntry.doubtful)
            .join(OutboxEntry, OutboxEntry.action_id == Action.id)
            .join(Comment, Comment.id == Action.comment_id)
        ).all()
    assert {row.state for row in rows} <= set(CLOSED)
    said = [(comment, text) for comment, text in world.answers]
    assert len(said) == len(set(said)), "an answer was published twice"
    taken_back = {action.undoes for action, state, *_ in rows if state == "done"}
    for action, state, comment, doubtful in rows:
        changes = world.effects.count((action.act, comment))
        if action.act == "delete" and state in ("stopped", "undone") and not doubtful:
            assert changes == 0 or others_deleted(rows, action, comment)
        if action.act == "delete" and state == "done":
            assert (comment in world.deleted) == (action.id not in taken_back)
            assert changes == 1
        if action.act == "answer" and state == "done":
            assert changes == 1


def others_deleted(rows: list, action: Action, comment: str) -> bool:
    return any(
        other.act == "delete" and other.id != action.id and found == comment and state == "done"
        for other, state, found, _ in rows
    )
