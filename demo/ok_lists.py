"""Lists of the simulated Odnoklassniki, cut by anchors that survive deletions."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from demo.world import SimComment, SimPage, SimPost, World

Item = SimPost | SimComment
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a list, the anchor behind it, and whether there is more."""

    items: list[Any]  # of the kind that was cut
    anchor: str
    has_more: bool


def topics(page: SimPage) -> list[SimPost]:
    """Topics of a group, newest first."""
    shown = (post for post in page.posts.values() if post.kind in ("post", "visitor_post"))
    return sorted((post for post in shown if not post.deleted), key=place)


def place(item: Item) -> Place:
    """Where an item stands in its list: topics from the newest on, comments from the oldest."""
    return (-item.created, -item.id) if isinstance(item, SimPost) else (0, item.id)


class Standing:
    """Comments that stand under a topic; counted anew only after something happened."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._made: dict[int, tuple[int, list[SimComment]]] = {}

    def under(self, post: SimPost) -> list[SimComment]:
        """Oldest first."""
        moment = len(self._world.events)
        made_at, made = self._made.get(id(post), (-1, []))
        if made_at != moment:
            made = post.alive()
            self._made[id(post)] = moment, made
        return made


def part(items: Sequence[Item], anchor: str, direction: str, count: int) -> Part:
    """The next items forward, or backward, of the anchor."""
    if direction == "BACKWARD":
        end = _end(items, anchor)
        found = list(items[max(0, end - count) : end])[::-1]
        has_more = end > count
    else:
        start = _start(items, anchor)
        found = list(items[start : start + count])
        has_more = start + count < len(items)
    return Part(found, _anchor(place(found[-1])) if found else anchor, has_more)


def _start(items: Sequence[Item], anchor: str) -> int:
    if anchor in ("", "FIRST"):
        return 0
    return len(items) if anchor == "LAST" else bisect_right(items, _place(anchor), key=place)


def _end(items: Sequence[Item], anchor: str) -> int:
    if anchor in ("", "LAST"):
        return len(items)
    return 0 if anchor == "FIRST" else bisect_left(items, _place(anchor), key=place)


def _anchor(at: Place) -> str:
    return "LTE0:" + ":".join(map(str, at))


def _place(anchor: str) -> Place:
    _, first, second = anchor.split(":")
    return int(first), int(second)
