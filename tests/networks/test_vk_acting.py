"""VK's actor: kinds of comments, kinds of tokens, windows, codes of the fact sheet."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from acting_town import PETR, START, Town, on_air

from errors import NetworkFault, Outcome
from networks.acting import Act
from networks.vk_rights import (
    NO_BOARD,
    NO_EDITOR,
    NO_MESSAGES,
    NO_ROLE,
    NO_USER,
    NO_VOICE,
    PRIVATE,
    Rights,
)
from networks.vk_things import Thing

PLACES = ("post", "visitor_post", "board", "photo", "video")
DELETE = "wall.deleteComment"
TEXT = "Здравствуйте! Яму закроют до пятницы."


@pytest.fixture
def vk() -> Iterator[Town]:
    with on_air("vk") as town:
        yield town


def in_place(vk: Town, kind: str) -> None:
    post = vk.world.add_post(vk.page, "Ещё", START - 50, kind, PETR if "visitor" in kind else None)
    vk.write(post=post)


@pytest.mark.parametrize("kind", PLACES)
def test_whatever_it_hangs_on_it_goes_and_comes_back(vk, kind):
    in_place(vk, kind)
    target, actor = vk.target(), vk.actor()
    assert actor.stands(target) is True
    actor.delete(target)
    actor.delete(target)
    assert actor.stands(target) is False
    assert target.comment not in vk.read()
    actor.restore(target)
    actor.restore(target)
    assert actor.stands(target) is True
    assert target.comment in vk.read()


@pytest.mark.parametrize("kind", PLACES)
def test_whatever_it_hangs_on_it_is_answered_once(vk, kind):
    in_place(vk, kind)
    target = vk.target()
    answer = vk.actor().answer(target, TEXT)
    assert vk.actor().answer(target, TEXT) == answer
    seen = vk.read()
    assert (seen[answer].text, seen[answer].own) == (TEXT, True)
    assert vk.actor().find_answer(target, TEXT) == answer


def test_a_reply_in_a_thread_is_found_answered_and_deleted(vk):
    root = vk.write("Корень")
    vk.write("Грубость", parent=root)
    target, actor = vk.target(), vk.actor()
    answer = actor.answer(target, TEXT)
    assert actor.find_answer(target, TEXT) == answer
    actor.delete(target)
    assert actor.stands(target) is False


def test_a_visitors_post_goes_with_a_warning(vk):
    vk.world.add_post(vk.page, "Грубость", START - 50, "visitor_post", PETR)
    target, actor = vk.target(), vk.actor()
    assert "комментарии под ней" in (actor.warning(Act.DELETE, target) or "")
    actor.delete(target)
    assert (actor.stands(target), vk.read()) == (False, {})
    actor.restore(target)
    assert target.comment in vk.read()


def test_a_private_message_is_answered_in_private_and_once(vk):
    vk.world.add_message(vk.page, PETR, "Грубость", START)
    target, actor = vk.target(), vk.actor()
    assert actor.capability(Act.DELETE, target, vk.now()) == PRIVATE
    vk.fails("messages.getHistory", "error", 29, times=9)  # the sending is a fact all the same
    assert [actor.answer(target, TEXT) for _ in range(2)] == ["", ""]
    vk.sim.faults.clear()
    found = vk.actor().find_answer(target, TEXT)
    assert found and [c.external_id for c in vk.read().values() if c.text == TEXT] == [found]
    assert not vk.post.comments


def test_photos_are_uploaded_before_the_answer(vk, tmp_path):
    vk.write()
    (tmp_path / "road.jpg").write_bytes(b"\xff\xd8\x00picture")
    answer = vk.actor().answer(vk.target(), TEXT, [tmp_path / "road.jpg"])
    assert [item.type for item in vk.read()[answer].attachments] == ["photo"]


def test_a_photo_that_is_not_there_publishes_nothing(vk, tmp_path):
    vk.write()
    with pytest.raises(NetworkFault) as fault:
        vk.actor().answer(vk.target(), TEXT, [tmp_path / "no.jpg"])
    assert fault.value.outcome is Outcome.OPERATOR
    assert len(vk.post.comments) == 1


def test_restoring_too_late_says_so(vk):
    vk.write()
    target, actor = vk.target(), vk.actor()
    actor.delete(target)
    vk.clock += 2 * 3600
    with pytest.raises(NetworkFault, match="лишь недолго") as fault:
        actor.restore(target)
    assert fault.value.outcome is Outcome.SKIP


@pytest.mark.parametrize(("days", "held"), [(30, True), (365, True), (500, False)])
def test_a_term_longer_than_vk_holds_has_no_end_there(vk, days, held):
    vk.write()
    until = vk.now() + timedelta(days=days)
    vk.actor().ban(vk.target(), "obscene", "п. 2.5", until)
    assert vk.page.banned[PETR] == (int(until.timestamp()) if held else None)


def test_a_ban_ends_by_itself_or_by_us(vk):
    vk.write()
    target, actor = vk.target(), vk.actor()
    actor.ban(target, "spam", "", vk.now() + timedelta(days=1))
    vk.clock += 2 * 24 * 3600
    assert actor.banned(target) is False
    actor.ban(target, "spam", "", None)
    actor.unban(target)
    actor.unban(target)
    assert actor.banned(target) is False


# Tokens at hand, level of the user in the community, rights of the community token; what is lacking
# for deleting a wall comment, deleting in a discussion, banning, answering.
TOKENS = [
    ("suc", 3, "wall manage messages", (None, None, None, None)),
    ("su", 1, "", (None, None, None, NO_VOICE)),
    ("su", 2, "", (None, None, None, None)),
    ("su", 0, "", (NO_ROLE, NO_BOARD, NO_ROLE, NO_VOICE)),
    ("sc", 3, "wall manage", (NO_USER, None, NO_USER, None)),
    ("c", 3, "manage", (NO_USER, None, NO_USER, NO_VOICE)),
    ("c", 3, "wall", (NO_USER, NO_BOARD, NO_USER, None)),
    ("s", 3, "wall", (NO_USER, NO_BOARD, NO_USER, NO_VOICE)),
]


@pytest.mark.parametrize(("given", "level", "permissions", "lacks"), TOKENS)
def test_which_tokens_can_do_what(vk, given, level, permissions, lacks):
    board = vk.world.add_post(vk.page, "Тема", START - 50, "board")
    vk.write("В обсуждении", post=board)
    vk.write()
    wall, topic = vk.target(), vk.target("В обсуждении")
    vk.sim.powers.level, vk.sim.powers.permissions = level, frozenset(permissions.split())
    names = {"s": "SERVICE", "u": "USER", "c": "COMMUNITY"}
    keep = {f"OTKLIK_VK_{names[letter]}_TOKEN" for letter in given}
    vk.environ = {name: value for name, value in vk.environ.items() if name in keep}
    actor = vk.actor()
    asked = [(Act.DELETE, wall), (Act.DELETE, topic), (Act.BAN, wall), (Act.ANSWER, wall)]
    assert tuple(actor.capability(act, on, vk.now()) for act, on in asked) == lacks
    does = [actor.delete, actor.delete, lambda t: actor.ban(t, "spam", "", None)]
    for lack, act, on in zip(lacks[:3], does, (wall, topic, wall), strict=True):
        if lack is None:
            act(on)
        else:
            with pytest.raises(NetworkFault):
                act(on)


def test_a_dead_user_token_is_named_and_the_community_still_answers(vk):
    vk.write()
    target = vk.target()
    vk.environ["OTKLIK_VK_USER_TOKEN"] = "dead-token"
    actor = vk.actor()
    lack = actor.capability(Act.DELETE, target, vk.now())
    assert lack and NO_USER in lack and "(code 5)" in lack and "dead-token" not in lack
    assert actor.capability(Act.ANSWER, target, vk.now()) is None
    assert actor.answer(target, TEXT)


@pytest.mark.parametrize("kind", ["board", "photo", "video"])
def test_only_an_editor_answers_where_the_community_token_may_not(kind):
    moderator = Rights(1, frozenset({"wall", "messages"}))
    assert moderator.lack(Act.ANSWER, kind) == NO_EDITOR
    assert Rights(2, None).lack(Act.ANSWER, kind) is None
    assert Rights(3, frozenset()).lack(Act.ANSWER, "im") == NO_MESSAGES


def test_rights_are_asked_for_once_in_a_while(vk):
    vk.write()
    target, actor = vk.target(), vk.actor()
    for _ in range(5):
        actor.capability(Act.DELETE, target, vk.now())
    assert vk.sim.calls["groups.getTokenPermissions"] == 1
    vk.sim.powers.level = 0
    vk.clock += 601
    assert actor.capability(Act.DELETE, target, vk.now()) == NO_ROLE


CODES = [  # of the fact sheet; what a deletion that meets it means
    *[(code, Outcome.RETRY) for code in (1, 10)],
    *[(code, Outcome.OPERATOR) for code in (7, 14, 17, 20, 21, 24, 27, 28, 100)],
    *[(code, Outcome.SKIP) for code in (15, 18, 19, 30, 37, 103, 203, 211)],
    *[(code, Outcome.STOP_METHOD) for code in (23, 29)],
    *[(code, Outcome.STOP_TOKEN) for code in (5, 1117)],
    (6, Outcome.WAIT),
]


@pytest.mark.parametrize(("code", "outcome"), CODES)
def test_a_refusal_has_an_outcome_and_changes_nothing(vk, code, outcome):
    comment = vk.write()
    target, actor = vk.target(), vk.actor()
    vk.fails(DELETE, "error", code, times=9)
    with pytest.raises(NetworkFault) as fault:
        actor.delete(target)
    assert (fault.value.code, fault.value.outcome, comment.deleted) == (code, outcome, False)


@pytest.mark.parametrize(("code", "outcome"), [(213, Outcome.SKIP), (222, Outcome.SKIP)])
def test_an_answer_that_is_not_wanted_is_a_final_refusal(vk, code, outcome):
    vk.write()
    target, actor = vk.target(), vk.actor()
    vk.fails("wall.createComment", "error", code)
    with pytest.raises(NetworkFault) as fault:
        actor.answer(target, TEXT)
    assert fault.value.outcome is outcome
    assert len(vk.post.comments) == 1


@pytest.mark.parametrize(
    ("id", "link"),
    [
        ("wall-100_51_70", "https://vk.com/wall-100_51?reply=70"),
        ("wall-100_51", "https://vk.com/wall-100_51"),
        ("board-100_7_55", "https://vk.com/topic-100_7?post=55"),
        ("photo-100_7_55", "https://vk.com/photo-100_7?reply=55"),
        ("im-100_555_7", "https://vk.com/gim100?sel=555"),
    ],
)
def test_links(id, link):
    assert Thing.of(id).link == link


def test_an_id_of_another_network_is_refused():
    with pytest.raises(ValueError, match="not an id of VK"):
        Thing.of("-1002_55")
