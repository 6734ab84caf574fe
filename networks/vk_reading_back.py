"""Whether what was done on VK is done: comments, bans and answers, read back."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from errors import NetworkFault, Outcome
from networks.acting import same
from networks.vk import USER, VkClient
from networks.vk_things import Thing

PAGE = 100
THREADED = ("wall", "video")


def stands(client: VkClient, thing: Thing) -> bool | None:
    """Whether a comment or a visitor's post is there; None where no token of ours may see it."""
    found = _look(client, thing)
    return None if found is None else bool(found)


def text(client: VkClient, thing: Thing) -> str | None:
    """What it says now; None where it is gone or no token of ours may see it."""
    found = _look(client, thing)
    return str(found.get("text") or "") if found else None


def _look(client: VkClient, thing: Thing) -> dict[str, Any] | None:
    """The thing as VK shows it, empty where it is gone; None where it cannot be seen."""
    if thing.kind == "im" or (thing.kind == "wall" and not client.has(USER)):
        return None
    try:
        return _found(client, thing)
    except NetworkFault as fault:
        if fault.outcome is Outcome.GONE:
            return {}
        raise


def _found(client: VkClient, thing: Thing) -> dict[str, Any] | None:
    if thing.kind == "wall_post":
        posts = client.call("wall.getById", posts=[f"{thing.owner}_{thing.post}"])
        return next((post for post in _items(posts) if not post.get("is_deleted")), {})
    if thing.kind == "wall":
        answer = client.call("wall.getComment", **thing.itself)
        return next((item for item in _items(answer) if not item.get("deleted")), {})
    return _in_list(client, thing)


def _in_list(client: VkClient, thing: Thing) -> dict[str, Any] | None:
    """A list has no question about one comment but its start."""
    params = {"start_comment_id": thing.number, "count": 1} if thing.kind != "video" else {}
    known_whole = True
    for item in _pages(client, thing, sort="asc", **params):
        thread = item.get("thread") or {}
        shown = [item, *thread.get("items", ())]
        for one in shown:
            if one.get("id") == thing.number and not one.get("deleted"):
                return dict(one)
        known_whole &= int(thread.get("count") or 0) < len(shown)
        if params:
            return {}
    return {} if known_whole else None


def answer(client: VkClient, thing: Thing, text: str, since: datetime) -> str | None:
    """The external id of the page's own answer with this text, newest first."""
    earliest = int(since.timestamp())
    for item in _newest(client, thing):
        if item["date"] < earliest:
            return None
        ours = item.get("out") or item.get("from_id") == thing.owner
        if ours and same(str(item.get("text") or ""), text):
            return thing.id_of(int(item.get("conversation_message_id") or item["id"]))
    return None


def _newest(client: VkClient, thing: Thing) -> Iterator[dict[str, Any]]:
    if thing.kind == "im":
        return _pages(client, thing)
    thread = {"comment_id": _root(client, thing)} if thing.kind in THREADED else {}
    return _pages(client, thing, sort="desc", **thread)


def _root(client: VkClient, thing: Thing) -> int:
    """The top of the thread; without a user token a reply is taken for one: VK's own key against
    doubles (`guid`) covers what is then not found."""
    if thing.kind != "wall" or not client.has(USER):
        return thing.number
    items = _items(client.call("wall.getComment", **thing.itself))
    stack = items[0].get("parents_stack") if items else None
    return int(stack[0]) if stack else thing.number


def _pages(client: VkClient, thing: Thing, **params: Any) -> Iterator[dict[str, Any]]:
    threads = {"thread_items_count": 10, "preview_length": 0} if thing.kind in THREADED else {}
    asked = {**thing.place, "count": PAGE, **threads, **params}
    offset = 0
    while found := _items(client.call(thing.methods.listed, **asked, offset=offset)):
        yield from found
        offset += len(found)


def _items(answer: Any) -> list[dict[str, Any]]:
    items = answer.get("items") if isinstance(answer, dict) else answer
    return [item for item in items or () if isinstance(item, dict)]


def banned(client: VkClient, group: int, author: int, now: datetime) -> bool:
    """Whether the author is on the community's blacklist, and his term is not over."""
    try:
        found = _items(client.call("groups.getBanned", group_id=group, owner_id=author))
    except NetworkFault as fault:
        if fault.outcome is Outcome.GONE:
            return False
        raise
    ends = [int((item.get("ban_info") or {}).get("end_date") or 0) for item in found]
    return any(end == 0 or end > now.timestamp() for end in ends)
