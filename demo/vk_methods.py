"""What VK's reading methods answer; each is a function of a request."""

from collections.abc import Sequence
from typing import Any

from demo import abouts
from demo import vk_render as render
from demo.vk_render import WALL_KINDS, Json, Threads
from demo.vk_request import COMMENTS_CLOSED, NOT_FOUND, Request, VkError, by_name
from demo.world import SimComment, SimMessage, SimPage, SimPost


def _posts(page: SimPage, *kinds: str) -> list[SimPost]:
    return [post for post in page.posts.values() if post.kind in kinds and not post.deleted]


def wall_get(ask: Request) -> Json:
    """Newest first, a pinned post before all others."""
    page = ask.page()
    kinds = {"owner": ("post",), "others": ("visitor_post",)}
    posts = _posts(page, *kinds.get(ask.params.get("filter", "all"), WALL_KINDS))
    posts.sort(key=lambda post: (post.pinned, post.created, post.id), reverse=True)
    shown = ask.cut(posts)
    return {"count": len(posts), "items": _wall(ask, page, shown), **_authors(ask, shown)}


def wall_get_by_id(ask: Request) -> Json:
    """Posts that stand; of the others not a word."""
    found = []
    for name in ask.listed("posts"):
        owner, _, number = name.partition("_")
        page = ask.world.pages.get(-int(owner))
        post = page.posts.get(int(number)) if page and page.state == "open" else None
        if page and post and not post.deleted and post.kind in WALL_KINDS:
            found.append((page, post))
    items = [item for page, post in found for item in _wall(ask, page, [post])]
    return {"items": items, **_authors(ask, [post for _, post in found])}


def _wall(ask: Request, page: SimPage, posts: list[SimPost]) -> list[Json]:
    return [render.wall_post(page, post, ask.index.threads(page, post).count) for post in posts]


def _authors(ask: Request, items: Sequence[SimPost | SimComment | SimMessage]) -> Json:
    return ask.named([item.author for item in items])


def wall_get_comments(ask: Request) -> Json:
    """Comments of a post of the wall."""
    page = ask.page()
    return _threaded(ask, page, ask.post(page, ask.number("post_id"))) | {
        "post_author_id": -page.id
    }


def _threaded(ask: Request, page: SimPage, post: SimPost) -> Json:
    """Roots with the first replies of each; with `comment_id`, the replies of that root."""
    if post.comments_closed:
        raise VkError(COMMENTS_CLOSED)
    threads = ask.index.threads(page, post)
    root = ask.number("comment_id", 0)
    level = threads.replies.get(root, []) if root else threads.roots
    level = level[::-1] if ask.params.get("sort") == "desc" else level
    shown = ask.cut(level, default=10)
    most = 0 if root else min(ask.number("thread_items_count", 0), 10)
    return {
        "count": len(level) if root else threads.count,
        "current_level_count": len(level),
        "items": [_with_thread(page, post, item, threads, most) for item in shown],
        "can_post": True,
        "show_reply_button": True,
        "groups_can_post": True,
        **_all_authors(ask, shown, threads, most),
    }


def _with_thread(
    page: SimPage, post: SimPost, root: SimComment, threads: Threads, most: int
) -> Json:
    shown = render.comment(page, post, root)
    if root.root is not None:
        return shown
    replies = threads.replies.get(root.id, [])
    given = [render.comment(page, post, reply) for reply in replies[:most]]
    return shown | {"thread": {"count": len(replies), "items": given, "can_post": True}}


def _all_authors(ask: Request, shown: list[SimComment], threads: Threads, most: int) -> Json:
    replies = [reply for root in shown for reply in threads.replies.get(root.id, [])[:most]]
    return _authors(ask, shown + replies)


def wall_get_comment(ask: Request) -> Json:
    """One comment."""
    page = ask.page()
    found = ask.world.find(page, ask.number("comment_id"))
    if found is None or found.deleted:
        raise VkError(NOT_FOUND)
    shown = render.comment(page, page.posts[found.post], found)
    return {"items": [shown], **_authors(ask, [found])}


def groups_get_by_id(ask: Request) -> Json:
    """Communities by number or short name."""
    names = ask.listed("group_ids") or ask.listed("group_id")
    role = {"is_admin": int(ask.powers.level > 0)} if ask.kind == "user" else {}
    if role.get("is_admin"):
        role["admin_level"] = ask.powers.level
    pages = [by_name(ask.world, name) for name in names]
    fields = ask.listed("fields")
    groups = [render.group(page) | abouts.vk(page, fields) | role for page in pages]
    return {"groups": groups, "profiles": []}


def resolve_screen_name(ask: Request) -> Any:
    """Whose short name this is; an empty list where it is nobody's."""
    try:
        page = by_name(ask.world, ask.params.get("screen_name", ""))
    except VkError:
        return []
    return {"type": "group", "object_id": page.id, "group_id": page.id}


def users_get(ask: Request) -> list[Json]:
    """People, as a bare list."""
    people = (ask.world.people.get(int(name)) for name in ask.listed("user_ids"))
    return [render.user(person) for person in people if person]


def board_get_topics(ask: Request) -> Json:
    """Discussions, the last written in first."""
    page = ask.page()
    wanted = set(ask.listed("topic_ids"))
    topics = [
        render.topic(post, ask.index.threads(page, post))
        for post in _posts(page, "board")
        if not wanted or str(post.id) in wanted
    ]
    topics.sort(key=lambda topic: (topic["is_fixed"], topic["updated"]), reverse=True)
    shown = ask.cut(topics, default=40)
    named = ask.named([topic["created_by"] for topic in shown])
    return {
        "count": len(topics),
        "items": shown,
        "default_order": 1,
        "can_add_topics": 1,
        **named,
    }


def board_get_comments(ask: Request) -> Json:
    """Comments of a discussion."""
    page = ask.page()
    return _flat(ask, page, ask.post(page, ask.number("topic_id")))


def _flat(ask: Request, page: SimPage, post: SimPost) -> Json:
    comments = post.alive()
    comments = comments[::-1] if ask.params.get("sort") == "desc" else comments
    shown = ask.cut(comments)
    items = [render.comment(page, post, item) for item in shown]
    return {"count": len(comments), "items": items, **_authors(ask, shown)}


def photos_get_all_comments(ask: Request) -> Json:
    """Comments of all photos, newest first, without names."""
    page = ask.page()
    every = [(post, item) for post in _posts(page, "photo") for item in post.alive()]
    every.sort(key=lambda pair: (pair[1].created, pair[1].id), reverse=True)
    items = [render.comment(page, post, item) | {"pid": post.id} for post, item in ask.cut(every)]
    return {"count": len(every), "items": items}


def photos_get_comments(ask: Request) -> Json:
    """Comments of a photo."""
    page = ask.page()
    return _flat(ask, page, ask.post(page, ask.number("photo_id")))


def video_get(ask: Request) -> Json:
    """Videos, newest first."""
    owner = ask.listed("videos")[:1]
    page = ask.world.pages[-int(owner[0].partition("_")[0])] if owner else ask.page()
    wanted = {name.partition("_")[2] for name in ask.listed("videos")}
    posts = [p for p in _posts(page, "video") if not wanted or str(p.id) in wanted]
    posts.sort(key=lambda post: post.created, reverse=True)
    shown = ask.cut(posts, most=200, default=100)
    items = [render.video(page, post, ask.index.threads(page, post).count) for post in shown]
    return {"count": len(posts), "items": items}


def video_get_comments(ask: Request) -> Json:
    """Comments of a video, with threads."""
    page = ask.page()
    return _threaded(ask, page, ask.post(page, ask.number("video_id")))
