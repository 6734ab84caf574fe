"""A bot's queue of updates: made from the world's events, forgotten when confirmed or a day old."""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from demo import telegram_words as words
from demo.world import Event, SimComment, SimMessage, SimPage, SimPost, World

DAY = 24 * 3600
FIRST_UPDATE = 900
ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})

# The kinds of updates that an event makes; deletions make none.
KINDS = {
    "post_new": ("channel_post", "message"),
    "post_edit": ("edited_channel_post", "edited_message"),
    "comment_new": ("message",),
    "comment_edit": ("edited_message",),
    "message_new": ("message",),
    "message_edit": ("edited_message",),
}


@dataclass(frozen=True, slots=True)
class _Update:
    id: int
    at: float
    kind: str
    content: Callable[[], dict[str, Any]]


class UpdateQueue:
    """Use under the world's lock. The bot gets no update about its own messages."""

    def __init__(self, world: World, bot_id: int) -> None:
        self._world = world
        self._bot_id = bot_id
        self._pending: deque[_Update] = deque()
        self._next_id = FIRST_UPDATE
        self._events_read = 0
        self._allowed: frozenset[str] = frozenset()

    def after(self, offset: int, limit: int, allowed: list[str]) -> list[dict[str, Any]]:
        """Updates from `offset` on, at most `limit`; those before it are confirmed and forgotten.

        `allowed` sticks; an empty list allows what Telegram allows by default.
        """
        self._allowed = frozenset(allowed)
        self._collect()
        self._forget(offset)
        found = islice(self._pending, max(1, min(limit, 100)))
        return [{"update_id": update.id, update.kind: update.content()} for update in found]

    def add_membership(self, page: SimPage, status: str) -> None:
        """The bot's own rights in the group changed."""
        self._collect()
        bot = words.bot(self._bot_id)
        change = {
            "chat": words.group(page),
            "from": words.SERVICE_USER,
            "date": int(self._world.clock()),
            "old_chat_member": words.administrator(bot),
            "new_chat_member": {"status": status, "user": bot, "until_date": 0},
        }
        self._add("my_chat_member", self._world.clock(), lambda: change)

    def _collect(self) -> None:
        for event in self._world.events_after(self._events_read):
            self._events_read = event.number
            for kind, content in self._updates(event):
                self._add(kind, event.at, content)

    def _add(self, kind: str, at: float, content: Callable[[], dict[str, Any]]) -> None:
        is_allowed = kind in self._allowed if self._allowed else kind not in ON_REQUEST
        if is_allowed:
            self._pending.append(_Update(self._next_id, at, kind, content))
            self._next_id += 1

    def _forget(self, offset: int) -> None:
        if offset < 0:
            offset = self._next_id + offset
        too_old = self._world.clock() - DAY
        while self._pending and (self._pending[0].id < offset or self._pending[0].at < too_old):
            self._pending.popleft()

    def _updates(self, event: Event) -> Iterator[tuple[str, Callable[[], dict[str, Any]]]]:
        if event.what not in KINDS or event.item.author == self._bot_id:
            return iter(())
        page = self._world.pages[event.page]
        return zip(KINDS[event.what], self._contents(page, event), strict=False)

    def _contents(self, page: SimPage, event: Event) -> tuple[Callable[[], dict[str, Any]], ...]:
        item, text = event.item, event.text
        if isinstance(item, SimPost):
            return (
                lambda: words.channel_post(page, item, text),
                lambda: words.copy(page, item, text),
            )
        if isinstance(item, SimMessage):
            return (lambda: words.chat_message(self._world, page, item, text),)
        return (lambda: self._comment(page, item, text),)

    def _comment(self, page: SimPage, item: SimComment, text: str) -> dict[str, Any]:
        return words.comment(self._world, page, page.posts[item.post], item, text)
