"""Reading VK's lists to the end while people write and delete in them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from collectors.vk_mapping import SPOILED, Names, Raw, names
from errors import NetworkFault, Outcome
from networks.vk import NETWORK, VkClient

PAGE = 100  # what VK gives at most in one answer

Answer = Mapping[str, Any]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Discussion:
    """How VK is asked for the comments under one thing."""

    method: str
    params: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Page:
    """Items of a list and the names that came with them."""

    items: list[Raw]
    names: Names


def pages(
    client: VkClient, method: str, *, size: int = PAGE, counter: str = "count", **params: Any
) -> Iterator[Page]:
    """A whole list, page by page, each item once; `counter` is where VK tells its length.

    Each page overlaps the last by one item: where that item is not the one expected, something
    before it was deleted and the rest moved up, so we step back rather than lose what moved.
    """
    seen: set[Any] = set()
    offset = 0
    while True:
        answer = client.call(method, offset=offset, count=size, **params)
        page = received(method, answer)
        if offset and (not page.items or _key(page.items[0]) not in seen):
            offset = max(0, offset - size + 1)
            continue
        new = [item for item in page.items if _key(item) not in seen]
        seen.update(map(_key, new))
        if new:
            yield Page(new, page.names)
        # Pages may be short and counters too high, for VK hides items: neither alone is the end.
        reached = offset + len(page.items)
        if not new or (len(page.items) < size and reached >= _length(answer, counter)):
            return
        offset = reached - 1


def received(method: str, answer: Any) -> Page:
    """An answer as a page; one without a list makes no sense."""
    items = answer.get("items") if isinstance(answer, Mapping) else None
    if not isinstance(items, list):
        raise NetworkFault(NETWORK, "reply", "no list in it", Outcome.SKIP, method=method)
    return Page(items, _guarded(names, answer) or {})


def comments(client: VkClient, where: Discussion) -> Iterator[tuple[Raw, Names]]:
    """Every comment with all replies, each with the names of its answer."""
    for page in pages(client, where.method, **where.params):
        for item in page.items:
            yield item, page.names
            yield from _replies(client, where, item, page.names)


def _replies(
    client: VkClient, where: Discussion, root: Raw, who: Names
) -> Iterator[tuple[Raw, Names]]:
    given, count = _guarded(_thread, root) or ((), 0)
    if count <= len(given) or "id" not in root:
        yield from ((reply, who) for reply in given)
        return
    thread = {**where.params, "comment_id": root["id"]}
    for page in pages(client, where.method, **thread):
        yield from ((reply, page.names) for reply in page.items)


def _thread(root: Raw) -> tuple[list[Raw], int]:
    thread = root.get("thread") or {}
    return list(thread.get("items") or ()), int(thread.get("count") or 0)


def _key(item: Any) -> Any:
    identity = _guarded(lambda raw: raw["id"], item)
    return identity if isinstance(identity, int) else repr(item)


def _length(answer: Answer, counter: str) -> int:
    length = answer.get(counter)
    return length if isinstance(length, int) else 0


def _guarded(read: Callable[[Any], T], raw: Any) -> T | None:
    try:
        return read(raw)
    except SPOILED:
        return None
