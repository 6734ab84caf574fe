"""A town's VK page on a simulator, a collector that reads it, and a shelf that stores it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest

from collectors.base import Scope
from collectors.vk import VkCollector
from demo.vk import TOKENS, VkSimulator
from demo.world import SimComment, SimPage, SimPost, World
from errors import NetworkFault
from models import Batch, PageRef, SeenComment, SeenPost
from networks.http import session
from networks.line import Patience
from networks.vk import HOME, VkClient

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
DAY = 86_400
HERE = int(NOW.timestamp())
WALL = Scope()
EVERYTHING = Scope(
    include=frozenset({"comments", "visitor_posts", "boards", "photos", "videos", "messages"})
)
PEOPLE = range(501, 511)


@dataclass
class Shelf:
    """What a store would hold after these batches: the newest of everything, and what is gone."""

    posts: dict[str, SeenPost] = field(default_factory=dict)
    comments: dict[str, SeenComment] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    gaps: list[str] = field(default_factory=list)
    cursor: dict[str, Any] | None = None

    def put(self, batch: Batch) -> "Shelf":
        self.posts |= {post.external_id: post for post in batch.posts}
        self.comments |= {comment.external_id: comment for comment in batch.comments}
        self.gone -= {comment.external_id for comment in batch.comments}
        self.gone |= batch.deleted_comments | batch.deleted_posts
        for listing in batch.listings:
            here = {id for id, kept in self.comments.items() if kept.post == listing.post}
            self.gone |= {id for id in here if id not in listing.comments and id != listing.post}
        self.gaps += [batch.gap] if batch.gap else []
        if batch.cursor is not None:
            self.cursor = dict(batch.cursor)
        return self

    def standing(self) -> dict[str, str]:
        return {id: seen.text for id, seen in self.comments.items() if id not in self.gone}


class Town:
    """One page; `read` polls it and puts what came on the shelf."""

    def __init__(self, vk: VkSimulator, page: SimPage, scope: Scope, name: str) -> None:
        self.vk = vk
        self.world = vk.world
        self.page = page
        self.shelf = Shelf()
        self.collector = VkCollector(client(vk), PageRef("vk", name), scope)

    def post(self, text: str = "Новость", age: float = 1, **given: Any) -> SimPost:
        return self.world.add_post(self.page, text, HERE - int(age * DAY), **given)

    def comment(
        self, post: SimPost, text: str = "Где?", author: int = 501, to: SimComment | None = None
    ) -> SimComment:
        when = post.created + len(post.comments) + 1
        return self.world.add_comment(self.page, post, author, text, when, to)

    def comments(self, post: SimPost, count: int, to: SimComment | None = None) -> list[SimComment]:
        return [self.comment(post, f"№ {n}", to=to) for n in range(count)]

    def batches(self, now: datetime = NOW, cursor: Any = None) -> Iterator[Batch]:
        return self.collector.fetch(cursor or self.shelf.cursor, now)

    def read(self, now: datetime = NOW) -> list[Batch]:
        """Poll once from where the shelf stands; `vk.calls` then counts this pass alone."""
        self.vk.calls.clear()
        got = []
        for batch in self.batches(now):
            self.shelf.put(batch)
            got.append(batch)
        return got

    def truth(self, kinds: Iterable[str] = ("post", "visitor_post")) -> dict[str, str]:
        """The comments of the wall as they are in the world."""
        posts = [p for p in self.page.posts.values() if p.kind in kinds and not p.deleted]
        visits = {f"wall-100_{p.id}": p.text for p in posts if p.kind == "visitor_post"}
        comments = {key(c): c.text for p in posts for c in p.alive()}
        return visits | comments


def key(comment: SimComment) -> str:
    """The external id of a comment on the wall."""
    return f"wall-100_{comment.post}_{comment.id}"


def client(vk: VkSimulator, **tokens: str) -> VkClient:
    http = session(timeout=5, home=HOME, away=vk.url)
    rates = dict.fromkeys(TOKENS, None)
    return VkClient(tokens or TOKENS, http, rates=rates, patience=Patience(3, first=0.001))


def fault_of(made: Town) -> NetworkFault:
    """The fault with which reading ends."""
    with pytest.raises(NetworkFault) as caught:
        made.read()
    return caught.value


@contextmanager
def town(scope: Scope = WALL, name: str = "100") -> Iterator[Town]:
    world = World(clock=lambda: float(HERE))
    page = world.add_page(100, "Администрация", "gorod")
    for id in PEOPLE:
        world.add_person(id, f"Житель {id}")
    with VkSimulator(world) as vk:
        yield Town(vk, page, scope, name)  # type: ignore[arg-type]
