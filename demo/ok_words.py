"""How Odnoklassniki words its answers: numbers, topics, comments, errors."""

import base64
import binascii
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from demo import abouts
from demo.world import SimComment, SimPage, SimPost, World

MOSCOW = timezone(timedelta(hours=3))
TOPICS_A_GROUP = 10**8

MESSAGES = {
    1: "UNKNOWN : Unknown error",
    2: "SERVICE : Service temporarily unavailable",
    3: "METHOD : Method does not exist",
    8: "FLOOD_BLOCKED : Flood control",
    10: "PERMISSION_DENIED : Permission denied",
    11: "LIMIT_REACHED : Limit reached",
    100: "PARAM : Missing or invalid parameter",
    101: "PARAM_API_KEY : Application not exist",
    102: "PARAM_SESSION_EXPIRED : Session expired",
    103: "PARAM_SESSION_KEY : Invalid session key",
    104: "PARAM_SIGNATURE : Invalid signature",
    106: "PARAM_ENTITY_ID : Invalid discussion id",
    160: "PARAM_GROUP_ID : Invalid group id",
    300: "NOT_FOUND : Object not found",
    456: "GROUP_RESTRICTION : Restricted by the group",
    700: "COMMENT_NOT_FOUND : Comment not found",
    9999: "SYSTEM : Critical system error",
}


class Refusal(Exception):
    """The network says no, with this code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def topic_number(page: int, post: int) -> str:
    """A topic's number is unique in the whole network, a post's only within its page."""
    return str(page * TOPICS_A_GROUP + post)


def split_topic(number: str) -> tuple[int, int]:
    """Page and post of a topic's number."""
    if not number.isdigit():
        raise Refusal(106)
    return divmod(int(number), TOPICS_A_GROUP)


def comment_word(number: int) -> str:
    """A comment's id is a word with symbols, as in the network."""
    return base64.b64encode(f"c:{number:09}".encode()).decode()


def comment_number(word: str) -> int:
    """The number behind a comment's id."""
    try:
        return int(base64.b64decode(word, validate=True).decode().removeprefix("c:"))
    except (ValueError, binascii.Error):
        raise Refusal(141) from None


def topic(page: SimPage, post: SimPost, comments: int) -> dict[str, Any]:
    """An item of `media_topics`."""
    number = topic_number(page.id, post.id)
    return {
        "id": number,
        "created_ms": post.created * 1000,
        "author_ref": f"user:{post.author}" if post.author > 0 else f"group:{page.id}",
        "owner_ref": f"group:{page.id}",
        "media": [
            {"type": "text", "text": post.text, "text_tokens": [{"text": post.text}]},
            {"type": "topic", "text": post.repeats} if post.repeats else {"type": "photo"},
        ],
        "discussion_summary": {
            "discussion_id": number,
            "discussion_type": "GROUP_TOPIC",
            "comments_count": comments,
        },
    }


def feed(page: SimPage, post: SimPost) -> dict[str, Any]:
    """An item of `feeds`."""
    return {
        "message": f"{{media_topic:{topic_number(page.id, post.id)}}}{post.text}{{media_topic}}",
        "date": local(post.created),
        "mark_as_spam_id": f"spam{post.id}",
    }


def discussion(page: SimPage, post: SimPost, comments: int) -> dict[str, Any]:
    """An item of `discussions`."""
    return {
        "object_id": topic_number(page.id, post.id),
        "object_type": "GROUP_TOPIC",
        "title": post.text[:50],
        "owner_uid": str(page.id),
        "new_comments_count": 0,
        "total_comments_count": comments,
        "like_count": 0,
        "creation_date": local(post.created),
        "last_activity_date": local(post.created),
        "ref_objects": [{"type": "GROUP", "id": str(page.id)}],
    }


def comment(world: World, page: SimPage, comment: SimComment) -> dict[str, Any]:
    """A comment; a hidden author has neither number nor name."""
    said = {
        "id": comment_word(comment.id),
        "type": "ACTIVE_MESSAGE",
        "text": comment.text,
        "date": local(comment.created),
        "date_ms": comment.created * 1000,
        "like_count": 0,
        "liked_it": False,
        "attachments": [{"type": kind, "url": url} for kind, url in comment.attachments],
    }
    if comment.parent is not None:
        said["reply_to_comment_id"] = comment_word(comment.parent)
    return said | _author(world, page, comment.author)


def _author(world: World, page: SimPage, number: int) -> dict[str, str]:
    if number == -page.id:
        ref = f"group:{page.id}"
        return {"author_id": str(page.id), "author_ref": ref, "author_name": page.name}
    person = world.people.get(number)
    if person is None or person.deactivated:
        return {}
    return {"author_id": str(number), "author_ref": f"user:{number}", "author_name": person.name}


def users(world: World, numbers: Iterable[int]) -> list[dict[str, str]]:
    """People with these numbers; hidden and deleted ones are missing."""
    people = [world.people[number] for number in sorted(numbers) if number in world.people]
    return [{"uid": str(p.id), "name": p.name} for p in people if not p.deactivated]


def group(page: SimPage) -> dict[str, Any]:
    """An item of `group.getInfo`."""
    return {
        "uid": str(page.id),
        "name": page.name,
        "shortname": page.screen_name,
        "access_type": "OPEN",
        "role": "MODERATOR",
        "private": page.state == "private",
        **abouts.ok(page),
    }


def local(moment: int) -> str:
    """Moscow time without a zone, as the network writes it."""
    return datetime.fromtimestamp(moment, UTC).astimezone(MOSCOW).strftime("%Y-%m-%d %H:%M:%S")
