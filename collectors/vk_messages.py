"""Private messages to a VK community, from where we stopped."""

from collections.abc import Iterator
from typing import Any

from collectors.vk_cursor import State
from collectors.vk_mapping import SPOILED, Raw, message
from collectors.vk_pack import Pack
from collectors.vk_reading import pages
from collectors.vk_sections import identity
from models import Batch
from networks.vk import VkClient

PAGE = 200


class Messages:
    """Conversations with news since the last message read, back to `since` at most."""

    def __init__(self, client: VkClient, owner: int, since: int) -> None:
        self._client = client
        self._owner = owner
        self._since = since

    def read(self, state: State, pack: Pack) -> Iterator[Batch]:
        """Everything newer than `state.messages`, which moves on only when all of it was read."""
        newest = state.messages
        for peer, last in self._conversations(state.messages):
            yield from self._history(peer, state.messages, pack)
            newest = max(newest, last)
        state.messages = newest

    def _conversations(self, known: int) -> Iterator[tuple[int, int]]:
        for page in self._pages("messages.getConversations"):
            heads = list(filter(None, map(_head, page.items)))
            news = [(peer, last) for peer, last, at in heads if last > known and at >= self._since]
            yield from news
            if not news:  # the newest come first
                return

    def _history(self, peer: int, known: int, pack: Pack) -> Iterator[Batch]:
        for page in self._pages("messages.getHistory", peer_id=peer):
            for raw in page.items:
                try:
                    if raw["id"] <= known or raw["date"] < self._since:
                        return
                    seen = message(raw, self._owner, page.names)
                except SPOILED:
                    pack.note(f"не разобрано: сообщение {identity(raw)} от {peer}")
                    continue
                yield from pack.add(seen)

    def _pages(self, method: str, **params: Any) -> Iterator[Any]:
        group = -self._owner
        return pages(self._client, method, size=PAGE, group_id=group, extended=1, **params)


def _head(item: Raw) -> tuple[int, int, int] | None:
    try:
        conversation = item["conversation"]
        return (
            int(conversation["peer"]["id"]),
            int(conversation["last_message_id"]),
            int(item["last_message"]["date"]),
        )
    except SPOILED:
        return None
