"""A VK community in near-real-time; polling stays the ground truth, this only comes sooner."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from collectors.base import Scope
from collectors.vk_events import Happened, authors, happened, wall_posts
from collectors.vk_mapping import Raw, full_name
from collectors.vk_page import owner_of
from collectors.vk_sections import Wall
from models import Batch, PageRef, SeenPost
from networks.vk import NETWORK, VkClient
from networks.vk_longpoll import WAIT, Round, VkLongPoll

LOST = "Long Poll: часть событий потеряна, страницу нужно перечитать"
SIZE = 100  # events in a batch
KEPT = 10_000  # names and posts remembered between rounds


def history_lost(batch: Batch) -> bool:
    """Whether events before this batch were lost: then the page must be polled."""
    return LOST in (batch.gap or "")


class VkLive:
    """One page by Bots Long Poll: each `fetch` is one round of at most `wait` seconds.

    After a round `lost` says whether events were lost: then the page must be polled. A caller
    that has to stop quickly asks with a short `wait`: nothing is lost between rounds.
    Needs a community token of this very community.
    """

    network = NETWORK

    def __init__(self, client: VkClient, page: PageRef, scope: Scope, *, wait: int = WAIT) -> None:
        self.owner = f"live:{page.external_id}"
        self.pages = (page,)
        self.lost = False
        self._client = client
        self._scope = scope
        self._wait = wait
        self._names: dict[int, str] = {}
        self._shown: set[int] = set()
        self._poll: tuple[int, VkLongPoll] | None = None

    def fetch(self, cursor: Mapping[str, Any] | None, now: datetime) -> Iterator[Batch]:
        """Wait for events after `cursor`; without one, for those from now on."""
        saved = cursor or {}
        owner, poll = self._connected(saved)
        answer = poll.next(saved.get("ts"))
        self.lost = answer.lost
        state = {"owner": owner, "ts": answer.ts}
        if answer.events or answer.lost or state != saved:
            yield from self._batches(owner, answer, state)

    def _connected(self, saved: Mapping[str, Any]) -> tuple[int, VkLongPoll]:
        if self._poll is None:
            page = self.pages[0].external_id
            owner = saved.get("owner") or owner_of(self._client, page)
            self._poll = owner, VkLongPoll(self._client, -owner, wait=self._wait)
        return self._poll

    def _batches(self, owner: int, answer: Round, state: Mapping[str, Any]) -> Iterator[Batch]:
        starts = range(0, len(answer.events), SIZE) or (0,)
        for start in starts:
            events = answer.events[start : start + SIZE]
            last = start + SIZE >= len(answer.events)
            yield self._batch(owner, events, state if last else None)

    def _batch(self, owner: int, events: Sequence[Raw], state: Mapping[str, Any] | None) -> Batch:
        self._learn_names(authors(events))
        found = happened(events, owner, self._names, self._scope.include)
        posts = {post.external_id: post for post in self._posts(owner, wall_posts(events))}
        seen = tuple(found.comments.values())
        return Batch(
            self.pages[0],
            tuple((posts | found.posts).values()),
            seen,
            deleted_comments=frozenset(found.deleted),
            cursor=state,
            read_until=max((comment.created_at for comment in seen), default=None),
            gap=self._gap(found),
        )

    def _learn_names(self, ids: set[int]) -> None:
        """Events carry no names, so we ask for those we do not know yet."""
        if len(self._names) > KEPT:
            self._names.clear()
        new = [id for id in ids if id > 0 and id not in self._names]
        if new:
            people = self._client.call("users.get", user_ids=new)
            self._names.update({person["id"]: full_name(person) for person in people})

    def _posts(self, owner: int, numbers: set[int]) -> list[SeenPost]:
        """Posts that the events speak of, once each; a community token alone cannot read them."""
        new = sorted(numbers - self._shown)
        if not new or not self._client.can("wall.getById"):
            return []
        if len(self._shown) > KEPT:
            self._shown.clear()
        self._shown.update(new)
        found = Wall(self._client, owner, visitors=True).lookup(new)
        return [entry.post for entry in found.entries]

    def _gap(self, found: Happened) -> str | None:
        notes = [LOST] if self.lost else []
        notes += [f"не разобрано: событие {event}" for event in found.spoiled]
        return "; ".join(notes) or None
