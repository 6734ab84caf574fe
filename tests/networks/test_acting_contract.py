"""What every actor promises, over real HTTP, on networks that enforce rights, windows and bans."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from acting_town import IVAN, PETR, Town, on_air

from demo.world import Banned
from errors import NetworkFault, Outcome
from networks.acting import BLIND, Act

NETWORKS = ("vk", "ok", "telegram")
DELETE = {
    "vk": "wall.deleteComment",
    "ok": "discussions.deleteDiscussionComment",
    "telegram": "deleteMessage",
}
BAN = {"vk": "groups.ban", "ok": DELETE["ok"], "telegram": "banChatMember"}
ANSWER = {
    "vk": "wall.createComment",
    "ok": "discussions.addDiscussionComment",
    "telegram": "sendMessage",
}
LOST = ("lost", "cut")  # the effect happens, the reply does not arrive
TEXT = "Здравствуйте! Яму закроют до пятницы."


@pytest.fixture(params=NETWORKS)
def town(request) -> Iterator[Town]:
    with on_air(request.param) as made:
        yield made


def answers(town: Town) -> list[str]:
    return [c.text for c in town.post.alive() if c.text == TEXT]


def test_a_deleted_comment_vanishes_for_readers_and_a_second_time_does_no_harm(town):
    comment, target = town.write(), town.target()
    town.write("Вежливость", IVAN)
    actor = town.actor()
    actor.delete(target)
    actor.delete(target)
    assert comment.deleted
    assert actor.stands(target) in (False, None)
    if town.network != "telegram":  # whose queue of updates knows no deletions
        assert [seen.text for seen in town.read().values()] == ["Вежливость"]


def test_what_stands_is_said_to_stand(town):
    town.write()
    assert town.actor().stands(town.target()) in (True, None)


def test_what_it_says_now_is_told_where_the_network_shows_it(town):
    comment = town.write()
    target, actor = town.target(), town.actor()
    shows = town.network != "telegram"
    assert actor.text(target) == ("Грубость" if shows else None)
    town.world.edit(town.page, comment, "Извините")
    assert actor.text(target) == ("Извините" if shows else None)
    town.world.delete(town.page, comment)
    assert actor.text(target) is None


def test_a_ban_holds_and_can_be_repeated(town):
    town.write()
    target, actor = town.target(), town.actor()
    actor.ban(target, "insult", "п. 14", None)
    actor.ban(target, "insult", "п. 14", None) if town.network != "ok" else None
    assert actor.banned(target) is True
    with pytest.raises(Banned):
        town.write("Опять")
    town.write("Вежливость", IVAN)


def test_nobody_is_banned_unasked(town):
    town.write()
    assert town.actor().banned(town.target()) is False


def test_a_term_that_is_over_bans_nobody(town):
    town.write()
    target, actor = town.target(), town.actor()
    actor.ban(target, "spam", "", town.now() + timedelta(seconds=20))
    assert not actor.banned(target)
    town.write("Вежливость")


def test_an_answer_is_read_back_by_its_id(town):
    town.write()
    target, actor = town.target(), town.actor()
    answer = actor.answer(target, TEXT)
    assert answers(town) == [TEXT]
    (written,) = (c for c in town.post.alive() if c.text == TEXT)
    assert written.parent == next(c.id for c in town.post.alive() if c.text == "Грубость")
    if town.network != "telegram":  # bots do not see what bots say
        assert town.read()[answer].text == TEXT
        assert actor.find_answer(target, TEXT) == answer
        assert actor.find_answer(target, "Другое") is None


@pytest.mark.parametrize("kind", LOST)
def test_a_lost_reply_deletes_and_bans_once(town, kind):
    comment = town.write()
    target, actor = town.target(), town.actor()
    town.fails(BAN[town.network], kind)
    actor.ban(target, "spam", "", None)
    town.fails(DELETE[town.network], kind)
    actor.delete(target)
    assert comment.deleted
    assert town.world.is_banned(town.page, PETR)


@pytest.mark.parametrize("kind", LOST)
def test_a_lost_reply_never_answers_twice(town, kind):
    town.write()
    target, actor = town.target(), town.actor()
    town.fails(ANSWER[town.network], kind)
    if town.network == "vk":  # which writes once what comes twice under one key
        answer = actor.answer(target, TEXT)
        assert town.read()[answer].text == TEXT
    else:
        with pytest.raises(NetworkFault) as fault:
            actor.answer(target, TEXT)
        assert fault.value.outcome is Outcome.RETRY  # read back before anything is repeated
    assert answers(town) == [TEXT]


def test_after_a_lost_reply_the_answer_is_found_or_a_person_has_to_look(town):
    town.write()
    target, actor = town.target(), town.actor()
    actor.answer(target, TEXT)
    if town.network == "telegram":
        with pytest.raises(NetworkFault) as fault:
            town.actor().find_answer(target, TEXT)
        assert (fault.value.code, fault.value.outcome) == (BLIND, Outcome.OPERATOR)
    else:
        assert town.actor().find_answer(target, TEXT)


@pytest.mark.parametrize("kind", ["status", "hangup", "html"])
def test_a_passing_failure_is_survived(town, kind):
    comment = town.write()
    target = town.target()
    town.fails(DELETE[town.network], kind, 503, times=2)
    town.actor().delete(target)
    assert comment.deleted


def test_answering_what_is_gone_is_a_final_fault_and_writes_nothing(town):
    comment, target = town.write(), town.target()
    town.world.delete(town.page, comment)
    with pytest.raises(NetworkFault) as fault:
        town.actor().answer(target, TEXT)
    assert fault.value.outcome is Outcome.GONE
    assert not answers(town)


@pytest.mark.parametrize("act", list(Act))
def test_a_capability_is_told_before_and_true(town, act):
    town.write()
    target, actor = town.target(), town.actor()
    missing = actor.capability(act, target, town.now())
    impossible = {"ok": {Act.RESTORE, Act.UNBAN}, "telegram": {Act.RESTORE}, "vk": set()}
    assert (missing is not None) == (act in impossible[town.network])
    assert actor.capability(act, None, town.now()) == missing


@pytest.mark.parametrize("act", list(Act))
def test_without_keys_nothing_can_be_done_and_links_still_lead_there(town, act):
    town.write()
    target = town.target()
    town.environ = {}
    actor = town.actor()
    assert actor.capability(act, target, town.now())
    assert actor.readable()
    assert actor.link(target).startswith("https://")


def test_an_unreachable_network_is_a_passing_fault_and_no_lack(town):
    town.write()
    target = town.target()
    town.fails("*", "status", 503, times=1000)
    with pytest.raises(NetworkFault) as fault:
        town.actor().capability(Act.BAN, target, town.now())
    assert fault.value.outcome is Outcome.RETRY


def test_no_word_of_an_actor_holds_a_key(town):
    town.write()
    target = town.target()
    secrets = set(town.environ.values())
    town.fails("*", "error", 401 if town.network == "telegram" else 5, times=1000)
    words = [town.actor().readable() or ""]
    for act in Act:
        try:
            words.append(town.actor().capability(act, target, town.now()) or "")
        except NetworkFault as fault:
            words.append(str(fault))
    assert any(words)
    assert not any(secret in word for secret in secrets for word in words)


def test_a_hidden_author_cannot_be_banned_but_the_comment_can_go(town):
    town.write()
    target = replace(town.target(), author=None)
    lack = town.actor().capability(Act.BAN, target, town.now())
    assert (lack is None) == (town.network == "ok")  # which bans by the comment
    assert town.actor().capability(Act.DELETE, target, town.now()) is None


def test_irreversible_side_effects_are_said_before(town):
    town.write()
    target, actor = town.target(), town.actor()
    assert bool(actor.warning(Act.BAN, target)) == (town.network != "vk")
    assert actor.warning(Act.ANSWER, target) is None
