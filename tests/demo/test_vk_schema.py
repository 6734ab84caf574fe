"""The simulated VK answers as VK's own schema says."""

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
from vk_asking import ask, number, page, simulated

from collectors.vk_facts import GROUP_FIELDS
from demo.vk import METHODS, TOKENS, VkSimulator

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
    with simulated() as made:
        yield made


WALL = {"owner_id": -100}
GROUP = {"group_id": 100}
EXTENDED = {"extended": 1}
COMMENTS = {"sort": "asc", "count": 100, "thread_items_count": 10}

ABOUT = {
    "description": "О районе",
    "site": "https://gorod.example",
    "phone": "8 800 000-00-01",
    "email": "a@gorod.example",
    "postal": "ул. Мира, 1",
    "lat": 45.1,
    "lon": 41.0,
    "links": ["https://ok.ru/gorod"],
}

# method, its definition in the schema, parameters, and the kind of post they name
SAYS = {"message": "Ответ", "from_group": 1}
UPLOADED = {"photo": "p.jpg", "server": 1, "hash": "uploaded"}
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
    ("board.createComment", "board_createComment", GROUP | SAYS, "topic_id", "board"),
    ("photos.createComment", "photos_createComment", WALL | SAYS, "photo_id", "photo"),
    ("video.createComment", "video_createComment", WALL | SAYS, "video_id", "video"),
    ("photos.getWallUploadServer", "photos_getWallUploadServer", GROUP, "", ""),
    ("photos.saveWallPhoto", "photos_saveWallPhoto", GROUP | UPLOADED, "", ""),
    ("wall.deleteComment", "base_ok", WALL | {"comment_id": 53}, "", ""),
    ("wall.delete", "base_ok", WALL, "post_id", "visitor_post"),
    ("board.deleteComment", "base_ok", GROUP | {"comment_id": 121}, "topic_id", "board"),
    ("photos.deleteComment", "base_bool", WALL | {"comment_id": 87}, "", ""),
    ("video.deleteComment", "base_ok", WALL | {"comment_id": 104}, "", ""),
    ("groups.getTokenPermissions", "groups_getTokenPermissions", {}, "", ""),
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
    kind = "community" if method == "groups.getTokenPermissions" else "user"
    answer = ask(vk, method, kind, **params, **named)
    folder = definition.partition("_")[0]
    check(answer, f"{folder}/responses", f"{definition}_response")
    assert answer["response"] or method == "wall.get"


def test_what_a_community_shows_of_itself_obeys_the_schema(vk: VkSimulator) -> None:
    page(vk).about = ABOUT
    answer = ask(vk, "groups.getById", group_id=100, fields=",".join(GROUP_FIELDS))
    (group,) = answer["response"]["groups"]
    assert {"contacts", "addresses", "links", "verified", "wall"} <= set(group)
    # The parts of `allOf` forbid each other's fields; ours are all of the last one.
    check(group, "groups/objects", "groups_group_full/allOf/2")
    bad = group | {"wall": "open"}
    with pytest.raises(AssertionError, match="wall"):
        check(bad, "groups/objects", "groups_group_full/allOf/2")


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


def test_every_method_is_tried_here() -> None:
    tried = {method for method, *_ in ANSWERS}
    in_the_contract_of_actors = {"groups.unban", "messages.send", "wall.restore"}
    in_the_contract_of_actors |= {name for name in METHODS if name.endswith("restoreComment")}
    assert set(METHODS) - tried == in_the_contract_of_actors
