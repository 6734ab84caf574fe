"""The world in VK's words (API 5.199): posts, comments, people, messages."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from demo.world import Person, SimComment, SimMessage, SimPage, SimPost, World

Json = dict[str, Any]
LIKES = {"count": 0, "can_like": 1, "user_likes": 0}
WALL_KINDS = ("post", "visitor_post")


@dataclass(slots=True)
class Threads:
    """Comments of a post as VK shows them: roots, replies by root, and how many stand."""

    roots: list[SimComment] = field(default_factory=list)
    replies: dict[int, list[SimComment]] = field(default_factory=dict)
    count: int = 0

    @classmethod
    def of(cls, post: SimPost) -> "Threads":
        """A deleted root stays as a stub as long as replies to it stand."""
        found = cls()
        for comment in post.alive():
            found.count += 1
            if comment.root is not None:
                found.replies.setdefault(comment.root, []).append(comment)
        found.roots = [
            comment
            for comment in post.comments.values()
            if comment.root is None and (not comment.deleted or comment.id in found.replies)
        ]
        return found


class Index:
    """Threads of every post, kept until something happens in the world."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._as_of = -1
        self._threads: dict[tuple[int, int], Threads] = {}

    def threads(self, page: SimPage, post: SimPost) -> Threads:
        """The threads of a post; computed once for all pages of its list."""
        if self._as_of != len(self._world.events):
            self._threads.clear()
            self._as_of = len(self._world.events)
        key = page.id, post.id
        if key not in self._threads:
            self._threads[key] = Threads.of(post)
        return self._threads[key]


def wall_post(page: SimPage, post: SimPost, comments: int) -> Json:
    """A post of the wall."""
    shown: Json = {
        "inner_type": "wall_wallpost",
        "id": post.id,
        "owner_id": -page.id,
        "from_id": post.author,
        "date": post.created,
        "text": post.text,
        "post_type": "post",
        "marked_as_ads": 0,
        "attachments": [],
        "comments": {"count": comments, "can_post": int(not post.comments_closed), "can_view": 1},
        "likes": LIKES,
        "reposts": {"count": 0},
        "views": {"count": 10},
    }
    if post.edited:
        shown["edited"] = post.edited
    if post.repeats:
        owner, passed_on = {"id": 1, "owner_id": 1, "from_id": 1}, {"text": post.repeats}
        shown["copy_history"] = [owner | passed_on | {"date": post.created, "post_type": "post"}]
    return shown | ({"is_pinned": 1} if post.pinned else {})


def comment(page: SimPage, post: SimPost, shown: SimComment) -> Json:
    """A comment without its thread; a deleted one is a stub without author and text."""
    where: Json = {"post_id": post.id} if post.kind in WALL_KINDS else {}
    if shown.deleted:
        return _stub(page, shown) | where
    answered: Json = {"reply_to_comment": shown.parent} if shown.parent else {}
    replied = post.comments.get(shown.parent or 0)
    if replied:
        answered["reply_to_user"] = replied.author
    return {
        "id": shown.id,
        "from_id": shown.author,
        "owner_id": -page.id,
        "date": shown.created,
        "text": shown.text,
        "parents_stack": [shown.root] if shown.root else [],
        "attachments": [_attachment(page, *item) for item in shown.attachments],
        "likes": LIKES,
        **where,
        **answered,
    }


def _stub(page: SimPage, shown: SimComment) -> Json:
    return {
        "id": shown.id,
        "from_id": 0,
        "owner_id": -page.id,
        "date": shown.created,
        "text": "",
        "parents_stack": [],
        "deleted": True,
    }


def _attachment(page: SimPage, kind: str, url: str) -> Json:
    if kind != "photo":
        return {"type": kind, kind: {"url": url, "title": ""}}
    sizes = [
        {"type": "s", "url": f"{url}?s", "width": 75, "height": 50},
        {"type": "x", "url": url, "width": 604, "height": 403},
    ]
    photo = {"id": 1, "album_id": -7, "owner_id": -page.id, "date": 0, "has_tags": False}
    return {"type": "photo", "photo": photo | {"sizes": sizes}}


def topic(post: SimPost, threads: Threads) -> Json:
    """A discussion."""
    last = max(threads.roots, key=lambda comment: comment.created, default=None)
    return {
        "id": post.id,
        "title": post.text,
        "created": post.created,
        "created_by": post.author,
        "updated": max(post.created, last.created if last else 0),
        "updated_by": last.author if last else post.author,
        "is_closed": int(post.comments_closed),
        "is_fixed": int(post.pinned),
        "comments": threads.count,
    }


def video(page: SimPage, post: SimPost, comments: int) -> Json:
    """A video of the page."""
    return {
        "id": post.id,
        "owner_id": -page.id,
        "title": post.text,
        "description": "",
        "date": post.created,
        "duration": 60,
        "comments": comments,
    }


def user(person: Person) -> Json:
    """A person; an account that is gone keeps its number only."""
    first, _, last = person.name.partition(" ")
    shown: Json = {"id": person.id, "is_closed": False, "can_access_closed": True}
    if person.deactivated:
        return shown | {"first_name": "DELETED", "last_name": "", "deactivated": person.deactivated}
    return shown | {"first_name": first, "last_name": last}


def group(page: SimPage) -> Json:
    """A community."""
    shown: Json = {
        "id": page.id,
        "name": page.name,
        "screen_name": page.screen_name,
        "type": "page",
        "is_closed": 1 if page.state == "private" else 0,
    }
    return shown | ({"deactivated": page.state} if page.state in ("deleted", "banned") else {})


def known(world: World, ids: Iterable[int]) -> Json:
    """The `profiles` and `groups` that go with these authors."""
    authors = set(ids)
    people = [world.people[id] for id in authors if id in world.people]
    pages = [world.pages[-id] for id in authors if -id in world.pages]
    return {"profiles": [user(one) for one in people], "groups": [group(one) for one in pages]}


def message(message: SimMessage, number: int) -> Json:
    """A private message; `number` counts within the conversation."""
    shown: Json = {
        "id": message.id,
        "conversation_message_id": number,
        "peer_id": message.peer,
        "from_id": message.author,
        "date": message.created,
        "text": message.text,
        "out": int(message.author < 0),
        "version": 1,
        "attachments": [],
        "fwd_messages": [],
    }
    return shown | ({"update_time": message.edited} if message.edited else {})
