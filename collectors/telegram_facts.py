"""What a channel of Telegram shows of itself: getChat, getChatMemberCount."""

import re
from collections.abc import Mapping
from typing import Any

from collectors.telegram import address_of
from collectors.telegram_mapping import Raw
from errors import NetworkFault
from models import Look, PageFacts, PageRef
from networks.telegram import TelegramClient

LINK = re.compile(r"(?:https?://|t\.me/|vk\.com/|ok\.ru/)\S+")


def look(client: TelegramClient, page: PageRef, state: Mapping[str, Any]) -> Look:
    """The channel by its number where it is known, for its name may change. Raises NetworkFault."""
    known = state.get("chats", {}).get(str(page), {})
    chat = known.get("channel") or known.get("group") or address_of(page)
    try:
        raw = client.call("getChat", chat_id=chat)
    except NetworkFault as fault:
        if "chat not found" in str(fault):
            return Look(PageFacts("lost"))
        raise
    return Look(facts(raw), _members(client, chat))


def facts(raw: Raw) -> PageFacts:
    """A ChatFullInfo. The description is the only place for contacts; no field tells the mark."""
    description = raw.get("description") or ""
    found = "\n".join(LINK.findall(description))
    return PageFacts(
        "open" if raw.get("username") else "closed",
        raw.get("title"),
        raw.get("username") or "",
        description,
        site="",
        email="",
        phone="",
        postal="",
        links=found,
        comments="linked_chat_id" in raw if raw.get("type") == "channel" else True,
        avatar="photo" in raw,
    )


def _members(client: TelegramClient, chat: Any) -> int | None:
    """A number of no duty: where it cannot be had, the page has been seen all the same."""
    try:
        return int(client.call("getChatMemberCount", chat_id=chat))
    except NetworkFault:
        return None
