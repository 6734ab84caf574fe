"""The actor of Odnoklassniki: methods that may be gone, bans that ride on deletions."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from acting_town import PETR, START, Town, on_air

from errors import NetworkFault, Outcome
from networks.acting import Act
from networks.ok import OUTCOMES
from networks.ok_acting import ADD, COMMENTS, DELETE

LIMIT = 11  # the method's quota is spent
TEXT = "Здравствуйте! Яму закроют до пятницы."


@pytest.fixture
def ok() -> Iterator[Town]:
    with on_air("ok") as town:
        yield town


@pytest.mark.parametrize(
    ("method", "lacking"),
    [(DELETE, {Act.DELETE, Act.BAN}), (ADD, {Act.ANSWER})],
)
def test_a_withdrawn_method_is_found_out_and_given_to_a_person(ok, method, lacking):
    ok.write()
    target = ok.target()
    ok.sim.withdrawn.add(method)
    actor = ok.actor()
    lacks = {act: actor.capability(act, target, ok.now()) for act in Act}
    assert {act for act, lack in lacks.items() if lack} == lacking | {Act.RESTORE, Act.UNBAN}
    assert all("на сайте" in (lacks[act] or "") for act in lacking)
    assert actor.link(target) == "https://ok.ru/group/530/topic/" + target.comment.partition("_")[0]


def test_probing_touches_nothing_and_is_done_once(ok):
    ok.write()
    target, actor = ok.target(), ok.actor()
    for _ in range(3):
        for act in Act:
            actor.capability(act, target, ok.now())
    assert (ok.sim.calls[DELETE], ok.sim.calls[ADD]) == (1, 1)
    assert [comment.text for comment in ok.post.alive()] == ["Грубость"]


def test_who_does_not_moderate_the_group_is_told(ok):
    ok.write()
    target = ok.target()
    ok.sim.is_moderator = False
    lack = ok.actor().capability(Act.DELETE, target, ok.now())
    assert lack and "модератором группы" in lack


@pytest.mark.parametrize("code", [10, 24, 50, 200, 210, 453])
def test_a_right_that_is_refused_is_a_lack(ok, code):
    ok.write()
    target = ok.target()
    ok.fails(DELETE, "error", code)
    assert ok.actor().capability(Act.DELETE, target, ok.now())


def test_a_ban_takes_the_comment_along_and_says_so_before(ok):
    comment = ok.write()
    target, actor = ok.target(), ok.actor()
    assert "удаляя этот комментарий" in (actor.warning(Act.BAN, target) or "")
    actor.ban(target, "insult", "", None)
    assert comment.deleted and ok.world.is_banned(ok.page, PETR)


def test_a_ban_after_the_deletion_is_no_ban_and_says_so(ok):
    ok.write()
    target, actor = ok.target(), ok.actor()
    actor.delete(target)
    with pytest.raises(NetworkFault, match="только удаляя") as fault:
        actor.ban(target, "insult", "", None)
    assert fault.value.outcome is Outcome.OPERATOR
    assert not ok.world.is_banned(ok.page, PETR)


@pytest.fixture
def topic(ok):
    """What a member of the group wrote as a topic of his own."""
    ok.world.add_post(ok.page, "Грубость", START - 50, "visitor_post", PETR)
    return ok.target()


def test_a_members_topic_is_answered_and_the_answer_found(ok, topic):
    actor = ok.actor()
    answer = actor.answer(topic, TEXT)
    seen = ok.read()[answer]
    assert (seen.text, seen.own, seen.post, seen.parent) == (TEXT, True, topic.comment, None)
    assert actor.find_answer(topic, TEXT) == answer
    assert actor.link(replace(topic, comment=answer)) == actor.link(topic) == seen.url


@pytest.mark.parametrize("act", [Act.DELETE, Act.BAN])
def test_a_members_topic_is_removed_by_a_person(ok, topic, act):
    actor = ok.actor()
    assert "на сайте" in (actor.capability(act, topic, ok.now()) or "")
    does = {
        Act.DELETE: lambda: actor.delete(topic),
        Act.BAN: lambda: actor.ban(topic, "insult", "", None),
    }
    with pytest.raises(NetworkFault) as fault:
        does[act]()
    assert fault.value.outcome is Outcome.OPERATOR
    assert (actor.stands(topic), actor.text(topic)) == (None, None)
    assert topic.comment in ok.read()


@pytest.mark.parametrize("act", ["restore", "unban"])
def test_what_the_network_cannot_do_is_a_refusal_not_a_silence(ok, act):
    ok.write()
    with pytest.raises(NetworkFault) as fault:
        getattr(ok.actor(), act)(ok.target())
    assert fault.value.outcome is Outcome.OPERATOR


def test_photos_are_refused_before_anything_is_said(ok, tmp_path):
    ok.write()
    with pytest.raises(NetworkFault, match="фото"):
        ok.actor().answer(ok.target(), TEXT, [tmp_path / "1.jpg"])
    assert len(ok.post.alive()) == 1


@pytest.mark.parametrize("body", [True, {}, None, [], {"id": ""}])
def test_an_answer_without_a_number_is_sent_and_found_by_reading_back(ok, body, monkeypatch):
    ok.write()
    target, actor = ok.target(), ok.actor()
    honest = ok.sim._methods[ADD]
    monkeypatch.setitem(ok.sim._methods, ADD, lambda params: (honest(params), body)[1])
    ok.fails(COMMENTS, "error", LIMIT)  # whatever ails reading, the sending is a fact
    assert actor.answer(target, TEXT) == ""
    ok.sim.faults.clear()
    found = ok.actor().find_answer(target, TEXT)
    assert found and ok.read()[found].text == TEXT


@pytest.mark.parametrize("body", [True, {}, None, {"comments": None}])
def test_an_answer_without_a_list_does_not_prove_that_ours_is_not_there(ok, body, monkeypatch):
    ok.write()
    target = ok.target()
    monkeypatch.setitem(ok.sim._methods, COMMENTS, lambda params: body)
    with pytest.raises(NetworkFault, match="нет списка") as fault:
        ok.actor().find_answer(target, TEXT)
    assert fault.value.outcome is Outcome.RETRY


def test_an_answer_is_found_behind_many_later_comments(ok):
    ok.write()
    target, actor = ok.target(), ok.actor()
    answer = actor.answer(target, TEXT)
    for n in range(250):
        ok.write(f"Позже {n}")
    assert actor.find_answer(target, TEXT) == answer


def test_reading_back_without_its_method_is_honest(ok):
    ok.write()
    target = ok.target()
    ok.sim.withdrawn |= {"discussions.getComment", "group.getUserGroupsByIds"}
    assert (ok.actor().stands(target), ok.actor().banned(target)) == (None, None)


@pytest.mark.parametrize(("code", "outcome"), sorted(OUTCOMES.items()))
def test_a_refusal_has_an_outcome_and_changes_nothing(ok, code, outcome):
    comment = ok.write()
    target, actor = ok.target(), ok.actor()
    ok.fails(DELETE, "error", code, times=9)
    if outcome is Outcome.GONE:
        actor.delete(target)
    else:
        with pytest.raises(NetworkFault) as fault:
            actor.delete(target)
        assert (fault.value.code, fault.value.outcome) == (code, outcome)
    assert not comment.deleted
