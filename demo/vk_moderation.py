"""What VK's moderating methods do to the world; each is a function of a request."""

from demo import vk_render as render
from demo.vk_render import WALL_KINDS, Json
from demo.vk_request import BAD_PARAMETER, DENIED, NOT_FOUND, Request, VkError
from demo.world import SimComment, SimPage, SimPost

NO_ACCESS, NOT_DELETED = 211, 243
ADMIN = 1  # the person whose user token it is
YEAR = 365 * 24 * 3600


def delete_comment(ask: Request) -> int:
    """Gone, until it is restored."""
    ask.managed(refused=NO_ACCESS)
    page, comment = _comment(ask)
    if comment.deleted:
        raise VkError(NOT_FOUND)
    ask.world.delete(page, comment)
    return 1


def delete_quietly(ask: Request) -> int:
    """The same for photos, where VK says 0 instead of an error."""
    try:
        return delete_comment(ask)
    except VkError as error:
        if error.code != NOT_FOUND:
            raise
        return 0


def restore_comment(ask: Request) -> int:
    """Back again, for a short time after the deletion."""
    ask.managed(refused=NO_ACCESS)
    page, comment = _comment(ask)
    if not comment.deleted:
        raise VkError(NOT_DELETED)
    if ask.world.clock() > comment.deleted_at + ask.powers.restore_seconds:
        raise VkError(NO_ACCESS)
    ask.world.restore(page, comment)
    return 1


def _comment(ask: Request) -> tuple[SimPage, SimComment]:
    page = ask.page()
    comment = ask.world.find(page, ask.number("comment_id"))
    if comment is None:
        raise VkError(NOT_FOUND)
    return page, comment


def delete_post(ask: Request) -> int:
    """A post of the wall goes with its comments."""
    post = _post(ask)
    if post.deleted:
        raise VkError(NOT_FOUND)
    post.deleted = True
    return 1


def restore_post(ask: Request) -> int:
    """And comes back with them."""
    _post(ask).deleted = False
    return 1


def _post(ask: Request) -> SimPost:
    ask.managed()
    post = ask.page().posts.get(ask.number("post_id"))
    if post is None or post.kind not in WALL_KINDS:
        raise VkError(NOT_FOUND)
    return post


def ban(ask: Request) -> int:
    """Without `end_date` for ever; the community itself and its manager cannot be banned."""
    ask.managed()
    page = ask.page()
    author, ends = ask.number("owner_id"), ask.number("end_date", 0)
    if author in (-page.id, ADMIN):
        raise VkError(DENIED)
    if ends > ask.world.clock() + YEAR + 60 or not 0 <= ask.number("reason", 0) <= 4:
        raise VkError(BAD_PARAMETER)
    page.banned[author] = ends or None
    return 1


def unban(ask: Request) -> int:
    """The author may write again."""
    ask.managed()
    page = ask.page()
    if page.banned.pop(ask.number("owner_id"), ()) == ():
        raise VkError(NOT_FOUND)
    return 1


def get_banned(ask: Request) -> Json:
    """The blacklist, or one of it."""
    ask.managed()
    page = ask.page()
    wanted = ask.number("owner_id", 0)
    listed = [author for author in page.banned if ask.world.is_banned(page, author)]
    if wanted and wanted not in listed:
        raise VkError(NOT_FOUND)
    banned = [wanted] if wanted else listed
    start, count = ask.number("offset", 0), min(ask.number("count", 20), 200)
    items = [_banned(ask, page, author) for author in banned[start : start + count]]
    return {"count": len(banned), "items": items}


def _banned(ask: Request, page: SimPage, author: int) -> Json:
    info = {"admin_id": ADMIN, "date": int(ask.world.clock()), "reason": 0, "comment": ""}
    info["end_date"] = page.banned[author] or 0
    person = ask.world.people.get(author)
    profile = render.user(person) if person else {"id": abs(author)}
    return {"type": "profile", "profile": profile, "ban_info": info}


def token_permissions(ask: Request) -> Json:
    """What the community token was given."""
    names = sorted(ask.powers.permissions)
    return {"mask": 0, "permissions": [{"name": name, "setting": 0} for name in names]}
