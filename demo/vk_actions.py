"""What VK's writing methods do to the world; each is a function of a request."""

from typing import Any

from demo import vk_render as render
from demo.vk_render import Json
from demo.vk_request import BAD_PARAMETER, NOT_FOUND, Request, VkError
from demo.world import SimComment, SimMessage, SimPage, SimPost

MAY_NOT_REPLY, MESSAGES_NOT_ALLOWED = 213, 901
ADMIN = 1  # the person whose user token it is
EDITOR = 2


def create_comment(ask: Request) -> Json:
    """On the wall. The same `guid` twice writes once."""
    made = _created(ask, "post_id", permission="wall")
    return {"comment_id": made.id, "parents_stack": [made.root] if made.root else []}


def create_board_comment(ask: Request) -> int:
    """In a discussion."""
    return _created(ask, "topic_id").id


def create_photo_comment(ask: Request) -> int:
    """Under a photo."""
    return _created(ask, "photo_id").id


def create_video_comment(ask: Request) -> int:
    """Under a video."""
    return _created(ask, "video_id").id


def _created(ask: Request, under: str, permission: str = "manage") -> SimComment:
    page = ask.page()
    post = ask.post(page, ask.number(under))
    if ask.kind == "community" or ask.flag("from_group"):
        ask.managed(EDITOR, permission, MAY_NOT_REPLY)
    if post.comments_closed:
        raise VkError(MAY_NOT_REPLY)
    if not (ask.params.get("message") or ask.params.get("attachments")):
        raise VkError(BAD_PARAMETER)
    key = page.id, ask.params.get("guid")
    made = ask.guids.get(key) or _written(ask, page, post)
    if key[1]:
        ask.guids[key] = made
    return made


def _written(ask: Request, page: SimPage, post: SimPost) -> SimComment:
    answered = ask.number("reply_to_comment", 0)
    parent = post.comments.get(answered)
    if answered and (parent is None or parent.deleted):
        raise VkError(NOT_FOUND)
    as_page = ask.kind == "community" or ask.flag("from_group")
    author = -page.id if as_page else ADMIN
    text = ask.params.get("message", "")
    made = ask.world.add_comment(page, post, author, text, int(ask.world.clock()), parent)
    made.attachments = [("photo", f"https://vk.com/{it}") for it in ask.listed("attachments")]
    return made


def save_photo(ask: Request) -> list[Json]:
    """The uploaded photo under a number of its own."""
    if ask.params.get("hash") != "uploaded":
        raise VkError(BAD_PARAMETER)
    photo = {"id": 9000, "album_id": -14, "owner_id": -ask.number("group_id")}
    return [photo | {"date": int(ask.world.clock()), "has_tags": False}]


def send_message(ask: Request) -> int:
    """Answer a resident in private. The same `random_id` twice writes once."""
    ask.managed(EDITOR, "messages")
    peer, text = ask.number("peer_id"), ask.params.get("message", "")
    page = _page_of_conversation(ask, peer)
    key = page.id, f"random {ask.number('random_id')}"
    if key not in ask.guids:
        now = int(ask.world.clock())
        ask.guids[key] = ask.world.add_message(page, -page.id, text, now, peer)
    return int(ask.guids[key].id)


def _page_of_conversation(ask: Request, peer: int) -> SimPage:
    """The community whom this resident wrote; nobody else may be written to."""
    for page in ask.world.pages.values():
        if any(message.peer == peer for message in page.messages.values()):
            return page
    raise VkError(MESSAGES_NOT_ALLOWED)


def _messages(page: SimPage) -> dict[int, list[SimMessage]]:
    """By the resident who wrote or got them."""
    found: dict[int, list[SimMessage]] = {}
    for message in page.messages.values():
        found.setdefault(message.peer, []).append(message)
    return found


def get_conversations(ask: Request) -> Json:
    """Conversations of the community, the last written in first."""
    found = sorted(_messages(ask.page()).items(), key=lambda pair: pair[1][-1].id, reverse=True)
    start, count = ask.number("offset", 0), min(ask.number("count", 20), 200)
    shown = found[start : start + count]
    items = [_conversation(peer, messages) for peer, messages in shown]
    return {"count": len(found), "items": items, **ask.named([peer for peer, _ in shown])}


def _conversation(peer: int, messages: list[SimMessage]) -> Json:
    last = messages[-1]
    conversation: dict[str, Any] = {
        "peer": {"id": peer, "type": "user", "local_id": peer},
        "last_message_id": last.id,
        "last_conversation_message_id": len(messages),
        "in_read": 0,
        "out_read": 0,
        "version": 1,
    }
    return {"conversation": conversation, "last_message": render.message(last, len(messages))}


def get_history(ask: Request) -> Json:
    """One conversation, newest first."""
    peer = ask.number("peer_id", ask.number("user_id", 0))
    messages = _messages(ask.page()).get(peer, [])
    numbered = [render.message(message, n) for n, message in enumerate(messages, 1)]
    numbered = numbered if ask.flag("rev") else numbered[::-1]
    start, count = ask.number("offset", 0), min(ask.number("count", 20), 200)
    shown = numbered[start : start + count]
    return {"count": len(messages), "items": shown, **ask.named([peer])}
