"""Polling a VK page when it is closed, spoiled, failing, or changes while we read."""

from collections.abc import Iterator
from typing import Any

import pytest
from vk_town import HERE, Town, fault_of, key, town

from demo.server import Call, Fault, Faults
from errors import NetworkFault, Outcome


@pytest.fixture
def gorod() -> Iterator[Town]:
    with town() as made:
        yield made


def test_nobody_by_that_name() -> None:
    with town(name="nobody") as gorod:
        assert fault_of(gorod).outcome is Outcome.SKIP


@pytest.mark.parametrize(("state", "code"), [("private", 15), ("deleted", 18), ("banned", 18)])
def test_a_page_out_of_reach(gorod: Town, state: str, code: int) -> None:
    gorod.post()
    gorod.page.state = state
    fault = fault_of(gorod)
    assert (fault.code, fault.outcome) == (code, Outcome.SKIP)


def test_closed_comments_are_no_trouble_for_the_rest(gorod: Town) -> None:
    closed, _ = gorod.post(), gorod.comment(gorod.post(age=2), "Жив")
    gorod.comment(closed)
    closed.comments_closed = True
    gorod.read()
    assert list(gorod.shelf.standing().values()) == ["Жив"]
    assert f"wall-100_{closed.id}" in gorod.shelf.gaps[0]
    gorod.read()
    assert gorod.vk.calls["wall.getComments"] == 1  # not asked again at every pass


@pytest.mark.parametrize("code", [10, 15, 30])
def test_one_post_out_of_reach_hides_no_other(gorod: Town, code: int) -> None:
    for age in (1, 2, 3):
        gorod.comment(gorod.post(age=age))
    gorod.vk.faults.plan(Fault("wall.getComments", "error", code, times=3 if code == 10 else 1))
    assert fault_of(gorod).code == code
    assert len(gorod.shelf.standing()) == 2
    gorod.read()
    assert gorod.shelf.standing() == gorod.truth()


def test_a_network_that_is_down_is_not_asked_for_every_post(gorod: Town) -> None:
    for age in range(1, 20):
        gorod.comment(gorod.post(age=age / 10))
    gorod.vk.faults.plan(Fault("wall.getComments", "status", 503, times=999))
    assert fault_of(gorod).code == 503
    assert gorod.vk.calls["wall.getComments"] == 6  # two posts, three attempts each
    assert gorod.shelf.cursor is not None
    gorod.vk.faults.clear()
    gorod.read()
    assert gorod.shelf.standing() == gorod.truth()


def test_a_captcha_goes_to_a_person(gorod: Town) -> None:
    gorod.vk.faults.plan(Fault("wall.get", "captcha"))
    assert fault_of(gorod).outcome is Outcome.OPERATOR


@pytest.mark.parametrize("kind", ["status", "cut", "hangup", "html"])
def test_passing_trouble_loses_nothing(gorod: Town, kind: str) -> None:
    gorod.comments(gorod.post(), 250)
    gorod.vk.faults.plan(Fault("*", kind, 502, times=2, after=1))
    gorod.read()
    assert gorod.shelf.standing() == gorod.truth()


@pytest.mark.parametrize("seed", range(5))
def test_random_trouble_loses_nothing(gorod: Town, seed: int) -> None:
    for age in (1, 2, 3):
        post = gorod.post(age=age)
        gorod.comments(post, 120)
        gorod.comments(post, 30, to=gorod.comment(post))
    faults = gorod.vk.faults = Faults(rate=0.4, seed=seed)
    for _ in range(50):
        try:
            gorod.read()
        except NetworkFault:
            continue
        break
    faults.clear()
    gorod.read()
    assert gorod.shelf.standing() == gorod.truth()
    assert not gorod.shelf.gone


@pytest.mark.parametrize("victims", [range(0, 60), range(90, 100), range(0, 100), range(40, 199)])
def test_deleting_between_two_requests_loses_nothing(gorod: Town, victims: range) -> None:
    post = gorod.post()
    comments = gorod.comments(post, 350)

    def delete(call: Call) -> None:
        if call.method == "wall.getComments" and call.params["offset"] == "99":
            for victim in victims:
                gorod.world.delete(gorod.page, comments[victim])

    gorod.vk.before = delete
    gorod.read()
    assert gorod.shelf.standing().items() >= gorod.truth().items()
    gorod.vk.before = lambda call: None
    gorod.read()
    assert gorod.shelf.standing() == gorod.truth()


def test_writing_between_two_requests_is_read_at_once(gorod: Town) -> None:
    post = gorod.post()
    gorod.comments(post, 150)

    def write(call: Call) -> None:
        if call.params.get("offset") == "99":
            gorod.comments(post, 150)
            gorod.vk.before = lambda call: None

    gorod.vk.before = write
    gorod.read()
    assert len(gorod.shelf.standing()) == 300


def test_short_pages_are_not_the_end(gorod: Town) -> None:
    gorod.comments(gorod.post(), 350)

    def hide(call: Call, response: Any) -> Any:
        if call.method == "wall.getComments":
            response["items"] = response["items"][:97]
        return response

    gorod.vk.after = hide
    gorod.read()
    assert len(gorod.shelf.standing()) == 350


SPOILED = [
    {"id": None},
    {"date": None},
    {"date": "вчера"},
    {"attachments": [{"photo": {}}]},
    {"thread": 5},
    {"thread": {"count": "много"}},
]


@pytest.mark.parametrize("spoil", SPOILED, ids=repr)
def test_a_spoiled_item_is_named_and_the_rest_read(gorod: Town, spoil: dict[str, Any]) -> None:
    post = gorod.post()
    gorod.comments(post, 3)
    gorod.read()

    def spoiled(call: Call, response: Any) -> Any:
        if call.method == "wall.getComments":
            response["items"][1] |= spoil
        return response

    gorod.vk.after = spoiled
    gorod.read()
    assert gorod.shelf.standing() == gorod.truth()
    assert bool(gorod.shelf.gaps) == ("thread" not in spoil)


SPOILED_POSTS = [
    None,
    5,
    {},
    {"id": 51},
    {"id": 51, "date": HERE, "from_id": -100, "comments": {"count": "много"}},
]


@pytest.mark.parametrize("item", SPOILED_POSTS, ids=repr)
def test_a_spoiled_post_is_named_and_deletes_nothing(gorod: Town, item: Any) -> None:
    gorod.comment(gorod.post(), "Под испорченной")
    gorod.comment(gorod.post(age=2), "Под целой")
    gorod.read()

    def spoiled(call: Call, response: Any) -> Any:
        if call.method == "wall.get":
            response["items"][0] = item
        return response

    gorod.vk.after = spoiled
    gorod.read()
    assert gorod.shelf.standing() == gorod.truth()


def test_wild_texts(gorod: Town) -> None:
    post = gorod.post()
    texts = ["", "😀" * 25_000, "a\0b", "\ud800", "<b>жир</b>", "\u202eтекст", " "]
    comments = [gorod.comment(post, text) for text in texts]
    gorod.read()
    assert [gorod.shelf.comments[key(c)].text for c in comments] == texts
