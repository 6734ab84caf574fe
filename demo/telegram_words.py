"""How Telegram words chats, users and messages."""

from collections.abc import Collection, Mapping
from typing import Any

from demo import abouts
from demo.world import Person, SimComment, SimMessage, SimPage, SimPost, World

SERVICE_USER = {"id": 777000, "is_bot": False, "first_name": "Telegram"}
CHANNEL_BOT = {"id": 136817688, "is_bot": True, "first_name": "Channel"}
CHANNELS_OF_PEOPLE = -1003_000_000_000  # and the negative number of the author in the world
PHOTO = {"file_id": "photo", "file_unique_id": "photo", "width": 90, "height": 90}
SOMEBODY = {
    "type": "channel",
    "chat": {"id": -1009_990_000_001, "type": "channel", "title": "Новости области"},
    "message_id": 7,
}
RIGHTS = (
    *("can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages"),
    *("can_manage_video_chats", "can_restrict_members", "can_promote_members", "can_change_info"),
    *("can_invite_users", "can_post_stories", "can_edit_stories", "can_delete_stories"),
)
OURS = ("can_manage_chat", "can_delete_messages", "can_restrict_members")

DESCRIPTIONS = {
    400: "Bad Request: chat not found",
    401: "Unauthorized",
    403: "Forbidden: bot was kicked from the supergroup chat",
    404: "Not Found",
    409: "Conflict: terminated by other getUpdates request; make sure that only one bot "
    "instance is running",
    429: "Too Many Requests: retry after {retry_after}",
    500: "Internal Server Error",
}


class Refusal(Exception):
    """The network says no."""

    def __init__(self, code: int, description: str) -> None:
        super().__init__(description)
        self.code = code
        self.description = description


def channel_id(page: SimPage) -> int:
    """-1001 and the page's number in nine digits."""
    return -1001_000_000_000 - page.id


def group_id(page: SimPage) -> int:
    """-1002 and the page's number in nine digits."""
    return -1002_000_000_000 - page.id


def author_of_chat(chat: int) -> int:
    """The author in the world who writes as this channel."""
    return chat - CHANNELS_OF_PEOPLE


def channel(page: SimPage) -> dict[str, Any]:
    """The channel as a chat."""
    return {
        "id": channel_id(page),
        "type": "channel",
        "title": page.name,
        "username": page.screen_name,
    }


def group(page: SimPage) -> dict[str, Any]:
    """The discussion group as a chat."""
    return {"id": group_id(page), "type": "supergroup", "title": f"{page.name}: обсуждение"}


def full_chat(page: SimPage, is_channel: bool) -> dict[str, Any]:
    """What getChat tells; channel and group name each other."""
    chat, other = (channel, group_id) if is_channel else (group, channel_id)
    talk = {"linked_chat_id": other(page)} if page.about.get("comments", True) else {}
    return chat(page) | {
        **talk,
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": {},
        **(abouts.telegram(page) if is_channel else {}),
    }


def bot(number: int) -> dict[str, Any]:
    """The bot as a user."""
    return {"id": number, "is_bot": True, "first_name": "Отклик", "username": "otklik_demo_bot"}


def bot_person(number: int) -> Person:
    """The bot as an author in the world."""
    return Person(number, "Отклик")


def user(person: Person) -> dict[str, Any]:
    """A user; a deleted account has lost its name."""
    name = "" if person.deactivated else person.name
    return {"id": person.id, "is_bot": False, "first_name": name}


def administrator(user: Mapping[str, Any], has: Collection[str] = OURS) -> dict[str, Any]:
    """Somebody in charge of a chat, and the rights he has there."""
    rights = {right: right in has for right in RIGHTS}
    return {"status": "administrator", "user": user} | rights


def channel_post(page: SimPage, post: SimPost, text: str) -> dict[str, Any]:
    """The post as the channel has it."""
    passed_on = {"forward_origin": {**SOMEBODY, "date": post.created}} if post.repeats else {}
    return {
        "message_id": post.id,
        "sender_chat": channel(page),
        "chat": channel(page),
        **passed_on,
        **_said(post, post.repeats or text),
    }


def copy(page: SimPage, post: SimPost, text: str) -> dict[str, Any]:
    """The post as Telegram copies it into the discussion group."""
    origin = {
        "type": "channel",
        "chat": channel(page),
        "message_id": post.id,
        "date": post.created,
    }
    return {
        "message_id": post.copy,
        "from": SERVICE_USER,
        "sender_chat": channel(page),
        "chat": group(page),
        "is_automatic_forward": True,
        "forward_origin": origin,
        **_said(post, text),
    }


def comment(
    world: World, page: SimPage, post: SimPost, comment: SimComment, text: str
) -> dict[str, Any]:
    """A message in the thread of a post; what it answers does not show what that answered."""
    parent = post.comments.get(comment.parent or 0)
    answered = _reply(world, page, post, parent) if parent else copy(page, post, post.text)
    return _message(world, page, comment, text) | {
        "message_thread_id": post.copy,
        "reply_to_message": answered,
    }


def chat_message(world: World, page: SimPage, message: SimMessage, text: str) -> dict[str, Any]:
    """A message of the group outside all threads."""
    return _message(world, page, message, text)


def _reply(world: World, page: SimPage, post: SimPost, parent: SimComment) -> dict[str, Any]:
    return _message(world, page, parent, parent.text) | {"message_thread_id": post.copy}


def _message(
    world: World, page: SimPage, item: SimComment | SimMessage, text: str
) -> dict[str, Any]:
    author = _author(world, page, item.author)
    return {"message_id": item.id, **author, "chat": group(page), **_said(item, text)}


def _author(world: World, page: SimPage, number: int) -> dict[str, Any]:
    """A person, the page's channel, a person's own channel, or nobody."""
    if number == -page.id:
        return {"from": CHANNEL_BOT, "sender_chat": channel(page)}
    if number < 0:
        chat = {"id": CHANNELS_OF_PEOPLE + number, "type": "channel", "title": f"Канал {-number}"}
        return {"from": CHANNEL_BOT, "sender_chat": chat}
    person = world.people.get(number)
    return {"from": user(person)} if person else {}


def _said(item: SimPost | SimComment | SimMessage, text: str) -> dict[str, Any]:
    said: dict[str, Any] = {"date": item.created}
    if item.edited is not None:
        said["edit_date"] = item.edited
    if getattr(item, "attachments", ()):
        return said | {"caption": text, "photo": [PHOTO]}
    return said | {"text": text}
