"""The simulated VK answers as VK's own schema says, and acts as VK does."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import requests
from jsonschema import Draft7Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7

from demo.server import Fault
from demo.vk import METHODS, TOKENS, VkSimulator
from demo.world import SimPage, World

SCHEMAS = Path(__file__).parents[1] / "schemas" / "vk"
NOW = 1_800_000_000
Json = dict[str, Any]


def lifted(schema: Any) -> Any:
    """VK writes `required` inside a property, as draft 3 did; JSON Schema 7 wants it outside."""
    if isinstance(schema, list):
        return [lifted(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    plain = {key: lifted(part) for key, part in schema.items() if part is not True}
    properties = schema.get("properties")
    if isinstance(properties, dict):
        plain["required"] = [
            name
            for name, part in properties.items()
            if isinstance(part, dict) and part.get("required") is True
        ]
    if "$ref" in plain:  # draft 7 ignores what stands beside a reference
        return {"allOf": [{"$ref": plain.pop("$ref")}, plain]}
    return plain


@cache
def resource(uri: str) -> Resource[Any]:
    """A file of the schema; what is not here may be anything."""
    path = SCHEMAS / uri.removeprefix("http://vk/")
    content = lifted(json.loads(path.read_text())) if path.exists() else {"definitions": ANYTHING}
    return Resource(contents=content, specification=DRAFT7)


class _Anything(dict[str, Any]):
    def __missing__(self, key: str) -> Json:
        return {}


ANYTHING = _Anything()
REGISTRY: Registry[Any] = Registry(retrieve=resource)  # type: ignore[call-arg]


def check(answer: Any, file: str, definition: str) -> None:
    validator = Draft7Validator(
        {"$ref": f"http://vk/{file}.json#/definitions/{definition}"}, registry=REGISTRY
    )
    errors = [
        f"{'/'.join(map(str, e.absolute_path))}: {e.message}" for e in validator.iter_errors(answer)
    ]
    assert not errors, errors


@pytest.fixture
def vk() -> Iterator[VkSimulator]:
    world = World(clock=lambda: NOW)
    page = world.add_page(100, "Администрация", "gorod")
    world.add_person(501, "Пётр Сидоров")
    world.add_person(502, "Кто-то", deactivated="banned")
    for kind in ("post", "visitor_post", "photo", "video", "board"):
        author = 501 if kind == "visitor_post" else None
        post = world.add_post(page, f"Текст: {kind}", NOW - 1000, kind, author)
        root = world.add_comment(page, post, 501, "Корень", NOW - 900)
        root.attachments.append(("photo", "https://example.org/p.jpg"))
        for n in range(12):
            world.add_comment(page, post, 502, f"Ответ {n}", NOW - 800 + n, root)
        stub = world.add_comment(page, post, 501, "Удалят", NOW - 700)
        world.add_comment(page, post, -100, "Ответ удалённому", NOW - 600, stub)
        world.delete(page, stub)
        world.edit(page, root, "Корень, исправленный")
    world.restore(page, stub)
    world.add_message(page, 501, "Здравствуйте", NOW - 100)
    with VkSimulator(world) as simulator:
        yield simulator  # type: ignore[misc]


def ask(vk: VkSimulator, method: str, kind: str = "user", **params: Any) -> Json:
    form = {"v": "5.199", "access_token": TOKENS[kind]} | params
    answer: Json = requests.post(f"{vk.url}/method/{method}", form, timeout=5).json()
    return answer


def code(answer: Json) -> int:
    return int(answer["error"]["error_code"])


def page(vk: VkSimulator) -> SimPage:
    return vk.world.pages[100]


def number(vk: VkSimulator, kind: str) -> int:
    return next(post.id for post in page(vk).posts.values() if post.kind == kind)


WALL = {"owner_id": -100}
GROUP = {"group_id": 100}
EXTENDED = {"extended": 1}
COMMENTS = {"sort": "asc", "count": 100, "thread_items_count": 10}

# method, its definition in the schema, parameters, and the kind of post they name
ANSWERS: list[tuple[str, str, Mapping[str, Any], str, str]] = [
    ("wall.get", "wall_get", WALL, "", ""),
    ("wall.get", "wall_get_extended", WALL | EXTENDED, "", ""),
    ("wall.getById", "wall_getById", {"posts": "-100_51"}, "", ""),
    ("wall.getComments", "wall_getComments", WALL | COMMENTS, "post_id", "post"),
    (
        "wall.getComments",
        "wall_getComments_extended",
        WALL | COMMENTS | EXTENDED,
        "post_id",
        "post",
    ),
    ("wall.getComment", "wall_getComment", WALL | {"comment_id": 53}, "", ""),
    ("groups.getById", "groups_getById_object", {"group_ids": "gorod,100"}, "", ""),
    ("utils.resolveScreenName", "utils_resolveScreenName", {"screen_name": "gorod"}, "", ""),
    ("users.get", "users_get", {"user_ids": "501,502,9"}, "", ""),
    ("board.getTopics", "board_getTopics", GROUP, "", ""),
    ("board.getTopics", "board_getTopics_extended", GROUP | EXTENDED, "", ""),
    ("board.getComments", "board_getComments_extended", GROUP | EXTENDED, "topic_id", "board"),
    ("photos.getAllComments", "photos_getAllComments", WALL, "", ""),
    ("photos.getComments", "photos_getComments_extended", WALL | EXTENDED, "photo_id", "photo"),
    ("video.get", "video_get", WALL, "", ""),
    (
        "video.getComments",
        "video_getComments_extended",
        WALL | COMMENTS | EXTENDED,
        "video_id",
        "video",
    ),
    ("messages.getConversations", "messages_getConversations", GROUP | EXTENDED, "", ""),
    (
        "messages.getHistory",
        "messages_getHistory_extended",
        GROUP | EXTENDED | {"peer_id": 501},
        "",
        "",
    ),
    ("groups.getLongPollServer", "groups_getLongPollServer", GROUP, "", ""),
    ("wall.createComment", "wall_createComment", WALL | {"message": "Ответ"}, "post_id", "post"),
    ("wall.deleteComment", "base_ok", WALL | {"comment_id": 53}, "", ""),
    ("groups.ban", "base_ok", GROUP | {"owner_id": 501}, "", ""),
    ("groups.getBanned", "groups_getBanned", GROUP, "", ""),
]


@pytest.mark.parametrize(
    ("method", "definition", "params", "name", "kind"), ANSWERS, ids=[a[1] for a in ANSWERS]
)
def test_answers_obey_the_official_schema(
    vk: VkSimulator, method: str, definition: str, params: Json, name: str, kind: str
) -> None:
    page(vk).banned[502] = None
    named = {name: number(vk, kind)} if name else {}
    answer = ask(vk, method, **params, **named)
    folder = definition.partition("_")[0]
    check(answer, f"{folder}/responses", f"{definition}_response")
    assert answer["response"] or method == "wall.get"


def test_the_schema_would_notice_a_mistake() -> None:
    answer = {"response": {"count": 1, "items": [{"id": 1, "date": 1, "text": ""}]}}
    with pytest.raises(AssertionError, match="response/items/0: 'from_id' is a required"):
        check(answer, "wall/responses", "wall_getComments_response")


def test_errors_obey_the_schema_and_keep_the_token_secret(vk: VkSimulator) -> None:
    for answer in (ask(vk, "wall.get", owner_id=-7), ask(vk, "no.such")):
        check(answer["error"], "base/objects", "base_error")
        assert TOKENS["user"] not in json.dumps(answer)


def test_events_obey_the_schema(vk: VkSimulator) -> None:
    server = ask(vk, "groups.getLongPollServer", "community", group_id=100)["response"]
    query = {"act": "a_check", "key": server["key"], "ts": "0", "wait": "1"}
    updates = requests.get(server["server"], query, timeout=5).json()["updates"]
    kinds = {update["type"] for update in updates}
    assert kinds >= {"wall_reply_new", "wall_reply_delete", "wall_post_new", "message_new"}
    for update in updates:
        check(update, "callback/objects", "callback_base")
        if update["type"].startswith("wall_reply"):
            deleted = update["type"].endswith("delete")
            file = "callback/objects" if deleted else "wall/objects"
            name = "callback_wall_comment_delete" if deleted else "wall_wall_comment"
            check(update["object"], file, name)


@pytest.mark.parametrize(
    ("method", "kind", "expected"),
    [
        ("wall.get", "community", 27),
        ("wall.deleteComment", "service", 28),
        ("groups.getTokenPermissions", "user", 3),
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


def test_every_method_is_tried_here() -> None:
    tried = {method for method, *_ in ANSWERS} | {"wall.restoreComment", "groups.unban"}
    assert set(METHODS) - tried == set()
