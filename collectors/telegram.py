"""Telegram: one bot reads its channels and their discussion groups as one stream of updates."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from collectors.base import Scope
from collectors.telegram_mapping import Chats
from collectors.telegram_sorting import KINDS, Sorter, runs
from errors import NetworkFault, Outcome
from models import Batch, PageRef
from networks.telegram import NETWORK, TelegramClient

LIMIT = 100
KEPT = timedelta(hours=24)  # how long Telegram keeps what nobody fetched
THREADS_KEPT = 500

BEFORE_BOT = "написанное до подключения бота ему не видно"
SLEPT = (
    "бота не спрашивали с {since:%d.%m.%Y %H:%M} UTC: пришедшее до {until:%d.%m.%Y %H:%M} UTC"
    " потеряно, просмотрите ленту вручную"
)


class TelegramCollector:
    """All pages of one bot, read as one stream. The cursor is the offset of its updates.

    Asking for the next updates makes Telegram forget the last ones, so each batch must be saved
    before the next is asked for. `threads` in the cursor says which posts the latest copies in the
    groups belong to, `chats` the numbers of each page, for a pass that cannot ask for them.
    """

    network = NETWORK

    def __init__(
        self,
        client: TelegramClient,
        pages: tuple[PageRef, ...],
        scope: Scope,
        *,
        poll_seconds: int = 0,
    ) -> None:
        self.owner = client.bot_id
        self.pages = pages
        self._client = client
        self._scope = scope
        self._poll_seconds = poll_seconds

    def fetch(self, cursor: Mapping[str, Any] | None, now: datetime) -> Iterator[Batch]:
        """Read the updates since the cursor's offset. Raises NetworkFault."""
        known = (cursor or {}).get("chats", {})
        chats: list[Chats] = []
        for page in self.pages:
            found, fault = self._ask(page, known.get(str(page), {}))
            chats.append(found)
            if fault is not None:
                yield Batch(page, fault=str(fault))
        if missed := _missed(cursor, now):
            yield from (Batch(page, gap=missed) for page in self.pages)
        yield from self._updates(chats, cursor or {}, now)

    def _ask(self, page: PageRef, known: Mapping[str, Any]) -> tuple[Chats, NetworkFault | None]:
        """The page's chats, or what is known of them and why there is no answer.

        A passing failure is raised: updates we could not attribute would be lost.
        """
        try:
            raw = self._client.call("getChat", chat_id=address_of(page))
        except NetworkFault as fault:
            if fault.outcome not in (Outcome.SKIP, Outcome.GONE, Outcome.OPERATOR):
                raise
            return Chats(page, **known), fault
        return _chats(page, raw, known.get("group")), None

    def _updates(
        self, chats: list[Chats], cursor: Mapping[str, Any], now: datetime
    ) -> Iterator[Batch]:
        threads = dict(cursor.get("threads", {}))
        sorter = Sorter(self.owner, chats, threads, self._scope.include)
        offset, poll = int(cursor.get("offset", 0)), self._poll_seconds
        is_last = False
        while not is_last:
            updates = self._client.call(
                "getUpdates", offset=offset, limit=LIMIT, timeout=poll, allowed_updates=KINDS
            )
            for run in runs(updates):
                offset = max([offset, *(update["update_id"] + 1 for update in run)])
                *earlier, last = sorter.batches(run) or [Batch(self.pages[0])]
                yield from earlier
                yield replace(last, cursor=_cursor(offset, now, threads, sorter.pages))
            is_last, poll = len(updates) < LIMIT, 0


def _cursor(
    offset: int, now: datetime, threads: Mapping[str, int], chats: list[Chats]
) -> dict[str, Any]:
    return {
        "offset": offset,
        "seen_at": now.isoformat(),
        "threads": dict(list(threads.items())[-THREADS_KEPT:]),
        "chats": {str(known.page): _numbers(known) for known in chats},
    }


def _numbers(chats: Chats) -> dict[str, Any]:
    return {"channel": chats.channel, "group": chats.group, "username": chats.username}


def _missed(cursor: Mapping[str, Any] | None, now: datetime) -> str | None:
    """What nobody can read any more, in words."""
    if not cursor:
        return BEFORE_BOT
    since, until = datetime.fromisoformat(cursor["seen_at"]), now - KEPT
    return SLEPT.format(since=since, until=until) if since < until else None


def address_of(page: PageRef) -> str:
    """The page as the network wants it: a number, or a name with an @."""
    name = page.external_id
    return name if name.startswith(("@", "-")) else f"@{name}"


def _chats(page: PageRef, raw: Mapping[str, Any], group: int | None) -> Chats:
    """A page is a channel, or a group itself; each knows the other. `group`: as last known."""
    own, linked = raw["id"], raw.get("linked_chat_id")
    if raw.get("type") == "channel":
        return Chats(page, own, linked or group, raw.get("username"))
    return Chats(page, linked, own)
