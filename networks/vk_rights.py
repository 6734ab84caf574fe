"""What the tokens of a VK page may do, and the words for what they may not."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from errors import NetworkFault
from networks.acting import Act, refusal
from networks.vk import COMMUNITY, USER, VkClient

T = TypeVar("T")

GUIDE = "docs/ru/vk.md"
MODERATOR, EDITOR = 1, 2  # VK's levels of a community's managers; administrators are 3

NO_USER = f"нужен ключ пользователя с правами wall и groups: {GUIDE}, раздел 3"
NO_ROLE = f"владелец ключа пользователя не модератор сообщества: назначьте его, {GUIDE}, раздел 3"
NO_VOICE = (
    f"нужен ключ сообщества с правом «стена» ({GUIDE}, раздел 2)"
    " или ключ пользователя, который в сообществе редактор"
)
NO_EDITOR = f"нужен ключ пользователя, который в сообществе редактор: {GUIDE}, раздел 3"
NO_MESSAGES = f"нужен ключ сообщества с правом «сообщения»: {GUIDE}, раздел 2"
NO_BOARD = (
    f"нужен ключ сообщества с правом «управление сообществом» ({GUIDE}, раздел 2)"
    " или ключ пользователя, который в сообществе модератор"
)
PRIVATE = "личное сообщение может удалить только тот, кто его написал"


@dataclass(frozen=True, slots=True)
class Rights:
    """The user token owner's level in the community (None: no usable token) and the rights of the

    community token (None: the same); `why` tells what is wrong with a token that is there.
    """

    level: int | None
    community: frozenset[str] | None
    why: tuple[str, ...] = ()

    def lack(self, act: Act, kind: str) -> str | None:
        """What is missing for this act on this kind of comment, in words; None: nothing."""
        missing = self._voice(kind) if act is Act.ANSWER else self._hand(act, kind)
        return "; ".join((missing, *self.why)) if missing else None

    def speaker(self, kind: str) -> str:
        """The kind of token that answers here."""
        named = {"im": "messages"}.get(kind, "wall")
        return COMMUNITY if self._has(named) and kind in ("wall", "wall_post", "im") else USER

    def hand(self, kind: str) -> str:
        """The kind of token that deletes here."""
        return COMMUNITY if kind == "board" and not self._is(MODERATOR) else USER

    def _voice(self, kind: str) -> str | None:
        if kind == "im":
            return None if self._has("messages") else NO_MESSAGES
        if self.speaker(kind) == COMMUNITY or self._is(EDITOR):
            return None
        return NO_VOICE if kind in ("wall", "wall_post") else NO_EDITOR

    def _hand(self, act: Act, kind: str) -> str | None:
        if act in (Act.DELETE, Act.RESTORE) and kind == "im":
            return PRIVATE
        if self._is(MODERATOR):
            return None
        if kind == "board" and act in (Act.DELETE, Act.RESTORE):
            return None if self._has("manage") else NO_BOARD
        return NO_USER if self.level is None else NO_ROLE

    def _is(self, level: int) -> bool:
        return self.level is not None and self.level >= level

    def _has(self, right: str) -> bool:
        return self.community is not None and right in self.community


def rights(client: VkClient, group: str) -> Rights:
    """Ask VK. Raises NetworkFault only where it is out of reach."""
    why: list[str] = []
    level = _told(client, USER, lambda: _level(client, group), why)
    community = _told(client, COMMUNITY, lambda: _permissions(client), why)
    return Rights(level, community, tuple(why))


def _told(client: VkClient, kind: str, ask: Callable[[], T], why: list[str]) -> T | None:
    if not client.has(kind):
        return None
    try:
        return ask()
    except NetworkFault as fault:
        why.append(refusal(fault))
        return None


def _level(client: VkClient, group: str) -> int:
    answer = client.call_as(USER, "groups.getById", group_id=group, fields="admin_level")
    groups = answer.get("groups") if isinstance(answer, dict) else answer  # bare before 5.139
    found = groups[0] if groups else {}
    return int(found.get("admin_level") or 0) if found.get("is_admin") else 0


def _permissions(client: VkClient) -> frozenset[str]:
    answer = client.call_as(COMMUNITY, "groups.getTokenPermissions")
    return frozenset(item["name"] for item in answer.get("permissions") or ())
