"""Telegram's updates, sorted into batches by page."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from collectors import telegram_mapping as mapping
from collectors.telegram_mapping import Chats, Raw
from models import Batch, PageRef, SeenComment, SeenPost

KINDS = ("message", "edited_message", "channel_post", "edited_channel_post", "my_chat_member")
OUTSIDE = ("left", "kicked")
IN_CHARGE = ("administrator", "creator")

Gap = str
Seen = SeenPost | SeenComment | Gap


@dataclass(slots=True)
class _Draft:
    """A batch in the making."""

    posts: list[SeenPost] = field(default_factory=list)
    comments: list[SeenComment] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)

    def add(self, seen: Seen) -> None:
        if isinstance(seen, SeenPost):
            self.posts.append(seen)
        elif isinstance(seen, SeenComment):
            self.comments.append(seen)
        else:
            self.gaps.append(seen)

    def batch(self, page: PageRef) -> Batch:
        times = [post.created_at for post in self.posts]
        times += [comment.created_at for comment in self.comments]
        return Batch(
            page,
            posts=tuple(self.posts),
            comments=tuple(self.comments),
            read_until=max(times, default=None),
            gap="; ".join(self.gaps) or None,
        )


def runs(updates: Iterable[Any]) -> Iterator[list[Any]]:
    """The updates in runs in which no message stands twice: an edit begins a new one.

    So every version of a message is kept, and a run that comes twice changes nothing.
    """
    run: list[Any] = []
    seen: set[tuple[int, int]] = set()
    for update in updates:
        message = _message(update)
        if message in seen:
            yield run
            run, seen = [], set()
        run.append(update)
        seen |= {message} if message else set()
    yield run


def _message(update: Any) -> tuple[int, int] | None:
    try:
        raw = next(update[kind] for kind in KINDS if kind in update)
        return raw["chat"]["id"], raw["message_id"]
    except (KeyError, TypeError, StopIteration):
        return None


class Sorter:
    """Knows whose chat is whose. `threads` grows with every copy of a post that goes by, and
    `pages` learn their groups from these copies. `bot` is the number of the one that hears them.
    """

    def __init__(
        self, bot: str, pages: Iterable[Chats], threads: dict[str, int], include: frozenset[str]
    ) -> None:
        self._bot = bot
        self.pages = list(pages)
        self._threads = threads
        self._include = include
        self._by_chat: dict[int | None, Chats] = {}
        for chats in self.pages:
            self._by_chat.setdefault(chats.channel, chats)
            self._by_chat.setdefault(chats.group, chats)
        self._by_chat.pop(None, None)

    def batches(self, run: Iterable[Any]) -> list[Batch]:
        """What a run of updates brings, a batch for each page it concerns."""
        drafts: dict[PageRef, _Draft] = {}
        for update in run:
            for page, seen in self._sorted(update):
                drafts.setdefault(page, _Draft()).add(seen)
        return [draft.batch(page) for page, draft in drafts.items()]

    def _sorted(self, update: Any) -> list[tuple[PageRef, Seen]]:
        try:
            return list(self._seen(update))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            return [(self.pages[0].page, f"пропущено непонятное обновление: {error!r}")]

    def _seen(self, update: Any) -> Iterator[tuple[PageRef, Seen]]:
        kind = next((kind for kind in KINDS if kind in update), None)
        if kind is None:
            return
        raw = update[kind]
        chats = self._by_chat.get(raw["chat"]["id"]) or self._adopted(raw)
        if chats is not None:
            said = _rights(raw) if kind == "my_chat_member" else self._said(chats, raw)
            yield from ((chats.page, seen) for seen in said)
        elif raw["chat"].get("type") == "private" and self._is_wanted(raw):
            yield self.pages[0].page, mapping.private_message(self._bot, raw)

    def _is_wanted(self, raw: Raw) -> bool:
        return "messages" in self._include and mapping.is_content(raw)

    def _adopted(self, raw: Raw) -> Chats | None:
        """The page whose discussion group this chat proves to be, where `getChat` did not tell."""
        for place, chats in enumerate(self.pages):
            if chats.channel and not chats.group and mapping.thread_of(chats, raw):
                whole = replace(chats, group=raw["chat"]["id"])
                self.pages[place] = self._by_chat[whole.group] = whole
                return whole
        return None

    def _said(self, chats: Chats, raw: Raw) -> Iterator[Seen]:
        if "migrate_to_chat_id" in raw:
            yield f"группа переехала, её новый номер {raw['migrate_to_chat_id']}"
        elif mapping.is_content(raw) and raw["chat"]["id"] == chats.channel:
            yield mapping.post(chats, raw)
        elif mapping.is_content(raw):
            yield from self._said_in_group(chats, raw)

    def _said_in_group(self, chats: Chats, raw: Raw) -> Iterator[Seen]:
        if raw.get("is_automatic_forward"):
            yield from self._copied(chats, raw)
            return
        thread = mapping.thread_of(chats, raw)
        if thread and thread[0] not in self._threads:  # the copy itself came before the bot
            yield from self._copied(chats, raw["reply_to_message"])
        comment = mapping.comment(chats, raw, self._threads)
        wanted = "comments" if comment.kind == "comment" else "chat"
        if wanted in self._include:
            yield comment

    def _copied(self, chats: Chats, copy: Raw) -> Iterator[SeenPost]:
        if thread := mapping.thread_of(chats, copy):
            self._threads |= [thread]
            if mapping.is_content(copy):
                yield mapping.copied_post(chats, copy)


def _rights(raw: Raw) -> Iterator[Gap]:
    """What the bot lost in a chat of ours, if it lost anything."""
    old, new, chat = raw["old_chat_member"], raw["new_chat_member"], raw["chat"]
    where = f"«{chat.get('title') or chat['id']}»"
    if new["status"] in OUTSIDE:
        yield f"бота удалили из {where}: сообщения оттуда больше не видны"
    elif old["status"] in IN_CHARGE and new["status"] not in IN_CHARGE:
        yield f"бот больше не администратор в {where}: комментарии могут быть не видны"
    elif lost := [name for name in old if _is_lost(name, old, new)]:
        yield f"у бота в {where} отняли права: {', '.join(sorted(lost))}"


def _is_lost(name: str, old: Raw, new: Raw) -> bool:
    return name.startswith("can_") and bool(old[name]) and not new.get(name)
