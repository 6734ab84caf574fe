"""Golden pairs: what VK says, and what we have seen."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from collectors.vk_mapping import (
    SPOILED,
    Place,
    attachments,
    comment,
    message,
    names,
    visitor_post,
    wall_post,
)
from models import Attachment, SeenAuthor, SeenComment, SeenPost

AT = 1767225700
WHEN = datetime(2026, 1, 1, 0, 1, 40, tzinfo=UTC)
WHO = {555: "Пётр Сидоров", -100: "Администрация", -7: "Соседи"}
WALL = Place.wall(-100, 51)
WALL_51 = {"post": "wall-100_51", "created_at": WHEN}
PETER = SeenAuthor("555", "Пётр Сидоров")


def raw(**given: Any) -> dict[str, Any]:
    return {"id": 70, "from_id": 555, "date": AT, "text": "Где свет?"} | given


GOLDEN = [
    (
        "a comment",
        WALL,
        raw(parents_stack=[]),
        SeenComment(
            "wall-100_51_70",
            "Где свет?",
            author=PETER,
            url="https://vk.com/wall-100_51?reply=70",
            **WALL_51,
        ),
    ),
    (
        "the page's own reply in a thread",
        WALL,
        raw(id=71, from_id=-100, parents_stack=[70], reply_to_comment=70),
        SeenComment(
            "wall-100_51_71",
            "Где свет?",
            parent="wall-100_51_70",
            author=SeenAuthor("-100", "Администрация"),
            own=True,
            url="https://vk.com/wall-100_51?reply=71&thread=70",
            **WALL_51,
        ),
    ),
    (
        "a reply to a reply",
        WALL,
        raw(id=72, from_id=-7, parents_stack=[70, 71]),
        SeenComment(
            "wall-100_51_72",
            "Где свет?",
            parent="wall-100_51_71",
            author=SeenAuthor("-7", "Соседи"),
            url="https://vk.com/wall-100_51?reply=72&thread=70",
            **WALL_51,
        ),
    ),
    (
        "a hidden author, no text, nulls",
        WALL,
        raw(from_id=0, text=None, attachments=None, parents_stack=None),
        SeenComment("wall-100_51_70", "", url="https://vk.com/wall-100_51?reply=70", **WALL_51),
    ),
    (
        "an author whose name did not come",
        WALL,
        raw(from_id=556),
        SeenComment(
            "wall-100_51_70",
            "Где свет?",
            author=SeenAuthor("556", ""),
            url="https://vk.com/wall-100_51?reply=70",
            **WALL_51,
        ),
    ),
    (
        "in a discussion",
        Place.topic(-100, 7),
        raw(id=55),
        SeenComment(
            "board-100_7_55",
            "Где свет?",
            WHEN,
            kind="board",
            post="topic-100_7",
            author=PETER,
            url="https://vk.com/topic-100_7?post=55",
        ),
    ),
    (
        "under a photo",
        Place.photo(-100, 9),
        raw(pid=9),
        SeenComment(
            "photo-100_9_70",
            "Где свет?",
            WHEN,
            kind="photo",
            post="photo-100_9",
            author=PETER,
            url="https://vk.com/photo-100_9?reply=70",
        ),
    ),
    (
        "under a video",
        Place.video(-100, 8),
        raw(),
        SeenComment(
            "video-100_8_70",
            "Где свет?",
            WHEN,
            kind="video",
            post="video-100_8",
            author=PETER,
            url="https://vk.com/video-100_8?reply=70",
        ),
    ),
]


@pytest.mark.parametrize(
    ("place", "given", "seen"), [case[1:] for case in GOLDEN], ids=[case[0] for case in GOLDEN]
)
def test_comment(place: Place, given: dict[str, Any], seen: SeenComment) -> None:
    assert comment(given, place, WHO) == seen


def test_a_post_and_a_bare_repost() -> None:
    post = SeenPost("wall-100_51", "Дороги", WHEN, "https://vk.com/wall-100_51")
    assert wall_post({"id": 51, "date": AT, "text": "Дороги"}, -100) == post
    repost = {"id": 51, "date": AT, "text": "", "copy_history": [{"text": "Дороги"}]}
    assert wall_post(repost, -100) == replace(post, kind="repost")


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        ({}, "post"),
        ({"is_pinned": 1}, "post"),
        ({"from_id": -100}, "post"),
        ({"copy_history": [{"text": "Чужое"}]}, "quote"),
        ({"text": " ", "copy_history": [{"text": "Чужое"}]}, "repost"),
        ({"marked_as_ads": 1}, "ad"),
        ({"from_id": 555}, "visitor"),
    ],
)
def test_what_kind_of_post_it_is(raw, kind) -> None:
    assert wall_post({"id": 51, "date": AT, "text": "Наше"} | raw, -100).kind == kind


def test_a_visitors_post_is_a_message_of_a_resident() -> None:
    assert visitor_post(raw(id=60, edited=AT), -100, WHO) == SeenComment(
        "wall-100_60",
        "Где свет?",
        WHEN,
        kind="wall_post",
        post="wall-100_60",
        author=PETER,
        edited_at=WHEN,
        url="https://vk.com/wall-100_60",
    )
    assert visitor_post(raw(from_id=-100), -100, WHO) is None
    assert visitor_post({**raw(), "from_id": None}, -100, WHO) is None


def test_private_messages() -> None:
    incoming = raw(peer_id=555, conversation_message_id=3, out=0)
    assert message(incoming, -100, WHO) == SeenComment(
        "im-100_555_3",
        "Где свет?",
        WHEN,
        kind="message",
        author=PETER,
        url="https://vk.com/gim100?sel=555",
    )
    answer = raw(id=71, peer_id=555, from_id=-100, out=1, update_time=AT, reply_message={"id": 70})
    seen = message(answer, -100, WHO)
    assert (seen.external_id, seen.parent, seen.own) == ("im-100_555_71", "im-100_555_70", True)
    assert seen.edited_at == WHEN


def test_attachments_with_the_largest_photo_and_permalinks() -> None:
    sizes = [{"url": "http://s", "width": 75, "height": 5}, {"url": "http://x", "width": 604}]
    items = [
        {"type": "photo", "photo": {"id": 1, "owner_id": -100, "sizes": sizes}},
        {"type": "photo", "photo": {"id": 1, "owner_id": -100}},
        {"type": "link", "link": {"url": "https://example.org"}},
        {"type": "video", "video": {"id": 5, "owner_id": 555}},
        {"type": "doc", "doc": {"id": 6, "owner_id": 555, "url": "https://vk.com/doc"}},
        {"type": "sticker", "sticker": {"sticker_id": 3}},
        {"type": "gift"},
    ]
    assert attachments({"attachments": items}) == (
        Attachment("photo", "http://x"),
        Attachment("photo", "https://vk.com/photo-100_1"),
        Attachment("link", "https://example.org"),
        Attachment("video", "https://vk.com/video555_5"),
        Attachment("doc", "https://vk.com/doc"),
        Attachment("sticker"),
        Attachment("gift"),
    )


def test_names_of_people_and_communities() -> None:
    answer = {
        "profiles": [
            {"id": 555, "first_name": "Пётр", "last_name": "Сидоров"},
            {"id": 9, "first_name": "DELETED", "last_name": "", "deactivated": "deleted"},
        ],
        "groups": [{"id": 7, "name": "Соседи"}],
    }
    assert names(answer) == {555: "Пётр Сидоров", 9: "DELETED", -7: "Соседи"}


@pytest.mark.parametrize(
    "spoiled",
    [{"id": None}, {"id": "x"}, {"date": None}, {"date": 1 << 70}, {"attachments": [None]}],
    ids=repr,
)
def test_spoiled_items_are_told_apart(spoiled: dict[str, Any]) -> None:
    with pytest.raises(SPOILED):
        comment(raw(**spoiled), WALL, WHO)
