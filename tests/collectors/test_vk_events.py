"""Long Poll events: what VK says, and what we have seen."""

from typing import Any

import pytest

from collectors.vk_events import authors, happened, wall_posts

WHO = {555: "Пётр Сидоров"}


def raw(**given: Any) -> dict[str, Any]:
    return {"id": 70, "from_id": 555, "date": 1767225700, "text": "Где свет?"} | given


def event(kind: str, **content: Any) -> dict[str, Any]:
    return {"type": kind, "event_id": "e1", "group_id": 100, "object": content}


EVERYTHING = {"comments", "visitor_posts", "boards", "photos", "videos", "messages"}
EVENTS = [
    (event("wall_reply_new", **raw(post_id=51, owner_id=-100)), "wall-100_51_70"),
    (event("board_post_new", **raw(topic_id=7, topic_owner_id=-100)), "board-100_7_70"),
    (event("photo_comment_edit", **raw(photo_id=9, photo_owner_id=-100)), "photo-100_9_70"),
    (event("video_comment_restore", **raw(video_id=8, video_owner_id=-100)), "video-100_8_70"),
    (event("wall_post_new", **raw(id=60)), "wall-100_60"),
    (event("message_new", message=raw(peer_id=555), client_info={}), "im-100_555_70"),
]


@pytest.mark.parametrize(("given", "id"), EVENTS, ids=[id for _, id in EVENTS])
def test_events(given: dict[str, Any], id: str) -> None:
    found = happened([given], -100, WHO, EVERYTHING)
    assert list(found.comments) == [id]
    assert authors([given]) == {555}
    assert not happened([given], -100, WHO, set()).comments


def test_the_last_event_about_a_comment_decides() -> None:
    new = event("wall_reply_new", **raw(post_id=51, owner_id=-100))
    gone = event("wall_reply_delete", id=70, post_id=51, owner_id=-100, deleter_id=1)
    back = event("wall_reply_restore", **raw(post_id=51, owner_id=-100))
    assert happened([new, gone], -100, WHO, EVERYTHING).deleted == {"wall-100_51_70"}
    assert happened([new, gone, back], -100, WHO, EVERYTHING).deleted == set()
    assert wall_posts([new, gone]) == {51}


def test_foreign_and_spoiled_events() -> None:
    elsewhere = event("wall_reply_new", **raw(post_id=51, owner_id=-5))
    spoiled = event("wall_reply_new", post_id=51)
    unknown = event("group_join", user_id=1)
    found = happened([elsewhere, spoiled, unknown], -100, WHO, EVERYTHING)
    assert (found.comments, found.spoiled) == ({}, ["e1"])
