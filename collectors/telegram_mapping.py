"""Telegram's messages as our nouns; pure. A ValueError says what is wrong with a message."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from models import Attachment, PageRef, SeenAuthor, SeenComment, SeenPost

Raw = Mapping[str, Any]

# Whatever else a message may hold makes it a service message: somebody joined, a pin, a new photo.
MEDIA = (
    *("animation", "audio", "document", "live_photo", "paid_media", "photo", "sticker", "story"),
    *("video", "video_note", "voice", "checklist", "contact", "dice", "game", "poll"),
    *("venue", "location", "giveaway", "rich_message"),
)


@dataclass(frozen=True, slots=True)
class Chats:
    """A page in Telegram's numbers: its channel, the name of it, and the linked group."""

    page: PageRef
    channel: int | None = None
    group: int | None = None
    username: str | None = None


def is_content(raw: Raw) -> bool:
    """Whether somebody said something, as against a service message."""
    return any(key in raw for key in ("text", "caption", *MEDIA))


def key(chat: int | None, message: int) -> str:
    """Our external id of a message: Telegram's numbers are unique within a chat only."""
    return f"{chat}_{message}"


def post(chats: Chats, raw: Raw) -> SeenPost:
    """A post of the channel."""
    number = _number(raw)
    return SeenPost(
        key(chats.channel, number),
        _text(raw),
        _time(raw, "date"),
        _link(chats, number),
        kind=_kind(chats, raw),
        album=_album(chats, raw),
    )


def copied_post(chats: Chats, raw: Raw) -> SeenPost:
    """The post behind its automatic copy in the group, with the copy's id."""
    origin = raw["forward_origin"]
    number = origin["message_id"]
    return SeenPost(
        key(chats.channel, number),
        _text(raw),
        _time(origin, "date"),
        _link(chats, number),
        discussion_id=key(chats.group, _number(raw)),
        album=_album(chats, raw),
    )


def _kind(chats: Chats, raw: Raw) -> str:
    """Telegram lets nobody add words to what he forwards."""
    origin = raw.get("forward_origin")
    ours = origin and (origin.get("chat") or {}).get("id") == chats.channel
    return "repost" if origin and not ours else "post"


def _album(chats: Chats, raw: Raw) -> str | None:
    """Pictures sent together are messages of their own with one number in common."""
    number = raw.get("media_group_id")
    return f"{chats.channel}_{number}" if number else None


def is_copy(chats: Chats, raw: Raw) -> bool:
    """Whether this is Telegram's own copy of a post of our channel."""
    origin = raw.get("forward_origin") or {}
    is_ours = (origin.get("chat") or {}).get("id") == chats.channel
    return bool(raw.get("is_automatic_forward")) and is_ours and "message_id" in origin


def comment(chats: Chats, raw: Raw, threads: Mapping[str, int]) -> SeenComment:
    """A message of the group; `threads` are numbers of posts by ids of their copies."""
    number, thread = _number(raw), raw.get("message_thread_id")
    copy = key(chats.group, thread) if thread else None
    post_number = threads.get(copy or "")
    author = _author(raw)
    return SeenComment(
        external_id=key(chats.group, number),
        text=_text(raw),
        created_at=_time(raw, "date"),
        kind="comment" if thread and chats.channel else "chat",
        post=key(chats.channel, post_number) if post_number else copy,
        parent=_parent(chats, raw),
        author=author,
        own=author is not None and author.external_id in (str(chats.channel), str(chats.group)),
        edited_at=_time(raw, "edit_date") if raw.get("edit_date") else None,
        url=_comment_link(chats, number, post_number),
        attachments=tuple(_attachments(raw)),
    )


def private_message(bot: str, raw: Raw) -> SeenComment:
    """What somebody wrote to the bot itself: each bot counts its private messages anew."""
    return SeenComment(
        external_id=f"{bot}_{key(raw['chat']['id'], _number(raw))}",
        text=_text(raw),
        created_at=_time(raw, "date"),
        kind="message",
        author=_author(raw),
        edited_at=_time(raw, "edit_date") if raw.get("edit_date") else None,
        attachments=tuple(_attachments(raw)),
    )


def thread_of(chats: Chats, raw: Raw) -> tuple[str, int] | None:
    """The id of a copy and the number of its post, where the message shows both."""
    for shown in (raw, raw.get("reply_to_message") or {}):
        if is_copy(chats, shown):
            return key(chats.group, _number(shown)), shown["forward_origin"]["message_id"]
    return None


def _number(raw: Raw) -> int:
    number = raw.get("message_id")
    if not isinstance(number, int) or not number:
        raise ValueError("нет номера")
    return number


def _time(raw: Raw, name: str) -> datetime:
    try:
        return datetime.fromtimestamp(int(raw[name]), UTC)
    except (KeyError, ValueError, TypeError, OverflowError, OSError):
        raise ValueError(f"нет времени {name}") from None


def _text(raw: Raw) -> str:
    return str(raw.get("text") or raw.get("caption") or "")


def _author(raw: Raw) -> SeenAuthor | None:
    """Who speaks: a channel or the group itself where one is named, else the user."""
    chat, user = raw.get("sender_chat"), raw.get("from")
    if chat:
        return SeenAuthor(str(chat["id"]), str(chat.get("title") or chat.get("username") or ""))
    if not user:
        return None
    name = " ".join(filter(None, (user.get("first_name"), user.get("last_name"))))
    return SeenAuthor(str(user["id"]), name or str(user.get("username") or ""))


def _parent(chats: Chats, raw: Raw) -> str | None:
    answered = raw.get("reply_to_message")
    if not answered or answered.get("is_automatic_forward"):
        return None
    return key(chats.group, _number(answered))


def _link(chats: Chats, number: int) -> str:
    return f"https://t.me/{chats.username or _inner(chats.channel)}/{number}"


def _comment_link(chats: Chats, number: int, post_number: int | None) -> str:
    if post_number:
        return f"{_link(chats, post_number)}?comment={number}"
    return f"https://t.me/{_inner(chats.group)}/{number}"


def _inner(chat: int | None) -> str:
    """The part of a link for chats without a name; it opens for members only."""
    return f"c/{str(chat).removeprefix('-100')}"


def _attachments(raw: Raw) -> Iterable[Attachment]:
    return (Attachment(name) for name in MEDIA if name in raw)
