"""The simulated VK lets in, limits, pages and acts as VK does."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests
from vk_asking import NOW, ask, code, number, page, simulated

from demo.server import Fault
from demo.vk import TOKENS, VkSimulator
from demo.world import World

Json = dict[str, Any]


@pytest.fixture
def vk() -> Iterator[VkSimulator]:
    with simulated() as made:
        yield made


@pytest.mark.parametrize(
    ("method", "kind", "expected"),
    [
        ("wall.get", "community", 27),
        ("wall.deleteComment", "service", 28),
        ("groups.getTokenPermissions", "user", 15),
        ("no.such", "user", 3),
    ],
)
def test_kinds_of_tokens(vk: VkSimulator, method: str, kind: str, expected: int) -> None:
    assert code(ask(vk, method, kind, owner_id=-100)) == expected


def test_admission(vk: VkSimulator) -> None:
    assert code(ask(vk, "wall.get", access_token="?", owner_id=-100)) == 5
    assert code(ask(vk, "wall.get", v=None, owner_id=-100)) == 8
    assert code(ask(vk, "wall.get")) == 100
    header = {"Authorization": f"Bearer {TOKENS['user']}"}
    form = {"v": "5.199", "owner_id": -100}
    by_header = requests.post(f"{vk.url}/method/wall.get", form, headers=header, timeout=5)
    assert "response" in by_header.json()


def test_rate_limit() -> None:
    world = World()
    world.add_page(100, "Администрация", "gorod")
    with VkSimulator(world, limits={"user": 3}) as vk:
        answers = [ask(vk, "wall.get", owner_id=-100) for _ in range(4)]  # type: ignore[arg-type]
    assert ["error" in answer for answer in answers] == [False, False, False, True]
    assert code(answers[3]) == 6


@pytest.mark.parametrize(("form", "field"), [("old", "captcha_sid"), ("new", "redirect_uri")])
def test_captcha(vk: VkSimulator, form: str, field: str) -> None:
    vk.captcha_form = form
    vk.faults.plan(Fault("wall.get", "captcha"))
    error = ask(vk, "wall.get", owner_id=-100)["error"]
    assert field in error
    assert ("captcha_sid" in error) == (form == "old")


def test_threads_and_paging(vk: VkSimulator) -> None:
    post = number(vk, "post")

    def get(**params: Any) -> Json:
        response: Json = ask(vk, "wall.getComments", owner_id=-100, post_id=post, **params)[
            "response"
        ]
        return response

    top = get(thread_items_count=10, sort="asc")
    root, stub = top["items"]
    assert (top["count"], top["current_level_count"]) == (14, 2)
    assert (root["thread"]["count"], len(root["thread"]["items"])) == (12, 10)
    assert (stub["deleted"], stub["from_id"], stub["text"]) == (True, 0, "")
    replies = get(comment_id=root["id"], offset=10, count=100)
    assert [reply["text"] for reply in replies["items"]] == ["Ответ 10", "Ответ 11"]
    back = get(
        comment_id=root["id"], start_comment_id=replies["items"][0]["id"], offset=-2, count=3
    )
    assert [reply["text"] for reply in back["items"]] == ["Ответ 8", "Ответ 9", "Ответ 10"]
    assert [item["id"] for item in get(sort="desc")["items"]] == [stub["id"], root["id"]]


def test_deleting_restoring_answering(vk: VkSimulator) -> None:
    post = page(vk).posts[number(vk, "post")]
    root = next(iter(post.comments.values()))
    one = {"owner_id": -100, "comment_id": root.id}
    assert code(ask(vk, "wall.restoreComment", **one)) == 243
    assert ask(vk, "wall.deleteComment", **one) == {"response": 1}
    assert root.deleted
    assert code(ask(vk, "wall.deleteComment", **one)) == 104
    assert ask(vk, "wall.restoreComment", **one) == {"response": 1}
    answer = {"owner_id": -100, "post_id": post.id, "message": "Готово", "guid": "g1"}
    answer["reply_to_comment"] = root.id
    made = [ask(vk, "wall.createComment", "community", **answer)["response"] for _ in range(2)]
    assert made[0] == made[1]
    written = post.comments[made[0]["comment_id"]]
    assert (written.author, written.parent, written.root) == (-100, root.id, root.id)
    post.comments_closed = True
    assert code(ask(vk, "wall.createComment", **answer)) == 213


def test_banning(vk: VkSimulator) -> None:
    who = {"group_id": 100, "owner_id": 501}
    assert code(ask(vk, "groups.unban", **who)) == 104
    assert code(ask(vk, "groups.getBanned", **who)) == 104
    assert ask(vk, "groups.ban", **who, end_date=NOW + 60) == {"response": 1}
    assert page(vk).banned == {501: NOW + 60}
    assert ask(vk, "groups.getBanned", **who)["response"]["count"] == 1
    assert ask(vk, "groups.unban", **who) == {"response": 1}
    assert code(ask(vk, "groups.ban", group_id=100, owner_id=-100)) == 15
