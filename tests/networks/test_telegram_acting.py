"""Telegram's actor: rights in the group, 48 hours, bans that wipe, what bots cannot see."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from acting_town import IVAN, PETR, START, Town, on_air

from demo.world import Banned
from errors import NetworkFault, Outcome
from networks.acting import Act

TEXT = "Здравствуйте! Яму закроют до пятницы."


@pytest.fixture
def tg() -> Iterator[Town]:
    with on_air("telegram") as town:
        yield town


@pytest.mark.parametrize(
    ("right", "act", "words"),
    [
        ("can_delete_messages", Act.DELETE, "удалять сообщения"),
        ("can_restrict_members", Act.BAN, "блокировать участников"),
        ("can_restrict_members", Act.UNBAN, "блокировать участников"),
    ],
)
def test_a_right_that_is_missing_is_named_and_enforced(tg, right, act, words):
    tg.write()
    target, actor = tg.target(), tg.actor()
    tg.sim.moderation.rights.discard(right)
    assert words in (actor.capability(act, target, tg.now()) or "")
    does = {
        Act.DELETE: lambda: actor.delete(target),
        Act.BAN: lambda: actor.ban(target, "spam", "", None),
        Act.UNBAN: lambda: actor.unban(target),
    }
    with pytest.raises(NetworkFault) as fault:
        does[act]()
    assert fault.value.outcome is Outcome.OPERATOR


@pytest.mark.parametrize(
    ("status", "can_read", "can_answer"),
    [("administrator", True, True), ("member", False, True), ("kicked", False, False)],
)
def test_the_bots_place_in_the_group(tg, status, can_read, can_answer):
    tg.write()
    target = tg.target()
    tg.sim.moderation.status = status
    actor = tg.actor()
    assert (actor.readable() is None) is can_read
    assert (actor.capability(Act.ANSWER, target, tg.now()) is None) is can_answer
    assert (actor.capability(Act.DELETE, target, tg.now()) is None) is can_read


def test_old_messages_are_tried_once_and_then_given_to_a_person(tg):
    tg.write()
    target, actor = tg.target(), tg.actor()
    tg.clock += 49 * 3600
    tg.sim.moderation.old_is_sacred = True
    assert actor.capability(Act.DELETE, target, tg.now()) is None
    with pytest.raises(NetworkFault, match="удалите вручную"):
        actor.delete(target)
    assert "48 часов" in (actor.capability(Act.DELETE, target, tg.now()) or "")


def test_old_messages_go_where_telegram_lets_them(tg):
    comment, target = tg.write(), tg.target()
    tg.clock += 49 * 3600
    tg.actor().delete(target)
    assert comment.deleted


def test_a_ban_wipes_what_the_author_wrote_and_says_so_before(tg):
    tg.write(), tg.write("И ещё"), tg.write("Вежливость", IVAN)
    target, actor = tg.target(), tg.actor()
    assert "все сообщения" in (actor.warning(Act.BAN, target) or "")
    actor.ban(target, "insult", "", tg.now() + timedelta(days=3))
    assert [comment.author for comment in tg.post.alive()] == [IVAN]
    assert tg.page.banned[PETR] == START + 3 * 24 * 3600
    actor.delete(target)  # which finds nothing, and that is well


def test_unban_never_throws_anybody_out(tg):
    tg.write()
    target, actor = tg.target(), tg.actor()
    actor.unban(target)
    actor.ban(target, "insult", "", None)
    actor.unban(target)
    assert actor.banned(target) is False
    assert not tg.sim.moderation.thrown_out
    tg.write("Снова здесь")


def test_who_writes_as_a_channel_is_banned_as_one(tg):
    tg.write(author=-900)
    target, actor = tg.target(), tg.actor()
    assert int(target.author) < 0
    actor.ban(target, "spam", "", tg.now() + timedelta(days=3))
    with pytest.raises(Banned):
        tg.write("Опять", author=-900)
    assert actor.banned(target) is None  # the Bot API does not tell
    actor.unban(target)
    tg.write("Снова здесь", author=-900)


def test_administrators_are_not_banned(tg):
    tg.write()
    tg.sim.moderation.admins.add(PETR)
    with pytest.raises(NetworkFault, match="снимите с него эту роль") as fault:
        tg.actor().ban(tg.target(), "insult", "", None)
    assert fault.value.outcome is Outcome.OPERATOR


@pytest.mark.parametrize(("count", "method"), [(1, "sendPhoto"), (3, "sendMediaGroup")])
def test_photos_come_with_the_answer(tg, tmp_path, count, method):
    tg.write()
    photos = [tmp_path / f"{n}.jpg" for n in range(count)]
    for photo in photos:
        photo.write_bytes(b"\xff\xd8\x00picture")
    tg.actor().answer(tg.target(), TEXT, photos)
    said = [c for c in tg.post.alive() if c.attachments]
    assert len(said) == count
    assert said[0].text == TEXT
    assert tg.sim.calls[method] == 1


@pytest.mark.parametrize(("text", "photos"), [("а" * 4097, 0), ("а" * 1025, 1), ("ответ", 11)])
def test_what_does_not_fit_is_refused_before_the_call(tg, tmp_path, text, photos):
    tg.write()
    photo = tmp_path / "1.jpg"
    photo.write_bytes(b"picture")
    with pytest.raises(NetworkFault) as fault:
        tg.actor().answer(tg.target(), text, [photo] * photos)
    assert fault.value.outcome is Outcome.OPERATOR
    assert len(tg.post.alive()) == 1


def test_a_limit_is_waited_for_even_by_what_is_sent_once(tg):
    tg.write()
    target, actor = tg.target(), tg.actor()
    tg.sim.retry_after = 0
    tg.fails("sendMessage", "error", 429)
    actor.answer(target, TEXT)
    assert [c.text for c in tg.post.alive()] == ["Грубость", TEXT]


@pytest.mark.parametrize("private", [f"700_{PETR}", str(PETR)])  # as of now, and as stored once
def test_a_private_message_is_answered_to_its_author_whatever_form_its_id_has(
    tg, private, monkeypatch
):
    sent = {}
    says = lambda params: sent.update(params) or {"message_id": 8}  # noqa: E731
    monkeypatch.setitem(tg.sim._methods, "sendMessage", says)
    target = replace(_message(), comment=f"{private}_7")
    assert tg.actor().answer(target, TEXT) == f"{private}_8"
    assert (sent["chat_id"], json.loads(sent["reply_parameters"])) == (str(PETR), {"message_id": 7})


def test_a_private_message_is_only_answered(tg):
    target = replace(_message(), author=str(PETR))
    actor = tg.actor()
    assert actor.capability(Act.ANSWER, target, tg.now()) is None
    assert actor.capability(Act.DELETE, target, tg.now())
    assert actor.link(target) == f"tg://user?id={PETR}"


def _message():
    with on_air("telegram") as town:
        town.write()
        return replace(town.target(), comment=f"700_{PETR}_7", kind="message")


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        (401, Outcome.STOP_TOKEN),
        (403, Outcome.SKIP),
        (404, Outcome.STOP_TOKEN),
        (409, Outcome.OPERATOR),
        (429, Outcome.WAIT),
        (500, Outcome.RETRY),
    ],
)
def test_a_refusal_has_an_outcome_and_changes_nothing(tg, code, outcome):
    comment = tg.write()
    target, actor = tg.target(), tg.actor()
    tg.sim.retry_after = 0
    tg.fails("deleteMessage", "error", code, times=9)
    with pytest.raises(NetworkFault) as fault:
        actor.delete(target)
    assert (fault.value.code, fault.value.outcome, comment.deleted) == (code, outcome, False)


def test_the_link_opens_in_the_group(tg):
    comment = tg.write()
    assert tg.actor().link(tg.target()) == f"https://t.me/c/2000000530/{comment.id}"
