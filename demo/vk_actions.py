"""What VK's acting and messaging methods do to the world; each is a function of a request."""

from typing import Any

from demo import vk_render as render
from demo.vk_render import Json
from demo.vk_request import BAD_PARAMETER, DENIED, NOT_FOUND, Request, VkError
from demo.world import SimComment, SimMessage, SimPage

MAY_NOT_REPLY, NOT_DELETED = 213, 243
ADMIN = 1  # the person whose user token it is


def create_comment(ask: Request) -> Json:
    """The same `guid` twice writes once."""
    page = ask.page()
    post = ask.post(page, ask.number("post_id"))
    if post.comments_closed:
        raise VkError(MAY_NOT_REPLY)
    if not (ask.params.get("message") or ask.params.get("attachments")):
        raise VkError(BAD_PARAMETER)
    key = page.id, ask.params.get("guid")
    made = ask.guids.get(key) or _written(ask, page)
    if key[1]:
        ask.guids[key] = made
    return {"comment_id": made.id, "parents_stack": [made.root] if made.root else []}


def _written(ask: Request, page: SimPage) -> SimComment:
    post = ask.post(page, ask.number("post_id"))
    answered = ask.number("reply_to_comment", 0)
    parent = post.comments.get(answered)
    if answered and (parent is None or parent.deleted):
        raise VkError(NOT_FOUND)
    as_page = ask.kind == "community" or ask.flag("from_group")
    author = -page.id if as_page else ADMIN
    text = ask.params.get("message", "")
    return ask.world.add_comment(page, post, author, text, int(ask.world.clock()), parent)


def delete_comment(ask: Request) -> int:
    """Gone, until it is restored."""
    page = ask.page()
    comment = _comment(ask, page)
    if comment.deleted:
        raise VkError(NOT_FOUND)
    ask.world.delete(page, comment)
    return 1


def restore_comment(ask: Request) -> int:
    """Back again."""
    page = ask.page()
    comment = _comment(ask, page)
    if not comment.deleted:
        raise VkError(NOT_DELETED)
    ask.world.restore(page, comment)
    return 1


def _comment(ask: Request, page: SimPage) -> SimComment:
    comment = ask.world.find(page, ask.number("comment_id"))
    if comment is None:
        raise VkError(NOT_FOUND)
    return comment


def ban(ask: Request) -> int:
    """Without `end_date` for ever; the community itself and its manager cannot be banned."""
    page = ask.page()
    author = ask.number("owner_id")
    if author in (-page.id, ADMIN):
        raise VkError(DENIED)
    page.banned[author] = ask.number("end_date", 0) or None
    return 1


def unban(ask: Request) -> int:
    """The author may write again."""
    page = ask.page()
    if page.banned.pop(ask.number("owner_id"), ()) == ():
        raise VkError(NOT_FOUND)
    return 1


def get_banned(ask: Request) -> Json:
    """The blacklist, or one of it."""
    page = ask.page()
    wanted = ask.number("owner_id", 0)
    if wanted and wanted not in page.banned:
        raise VkError(NOT_FOUND)
    banned = [wanted] if wanted else list(page.banned)
    start, count = ask.number("offset", 0), min(ask.number("count", 20), 200)
    items = [_banned(ask, page, author) for author in banned[start : start + count]]
    return {"count": len(banned), "items": items}


def _banned(ask: Request, page: SimPage, author: int) -> Json:
    info = {"admin_id": ADMIN, "date": int(ask.world.clock()), "reason": 0, "comment": ""}
    info["end_date"] = page.banned[author] or 0
    person = ask.world.people.get(author)
    profile = render.user(person) if person else {"id": abs(author)}
    return {"type": "profile", "profile": profile, "ban_info": info}


def _messages(page: SimPage) -> dict[int, list[SimMessage]]:
    """By the resident who wrote them."""
    found: dict[int, list[SimMessage]] = {}
    for message in page.messages.values():
        found.setdefault(message.author, []).append(message)
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
