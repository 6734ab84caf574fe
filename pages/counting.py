"""What counts as a publication of a page, and how many there were in a week.

The acts say «публикация» and define it nowhere, so the reading is here, in one place;
docs/cadence.md tells it to people, and every stored figure names the rule it was counted by.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, case, distinct, func, select
from sqlalchemy.orm import Session

from models import Page, PageRef, Post
from pages.weeks import Week

COUNTS: Mapping[str, tuple[bool, str]] = {  # kind of a post: whether it counts, and why
    "post": (True, "страница написала сама; закреплённая запись считается один раз, по своей дате"),
    "quote": (True, "чужая запись со своими словами: страница что-то сообщила"),
    "repost": (False, "чужая запись без своих слов; считать — cadence.bare_reposts: true"),
    "visitor": (False, "написал не владелец страницы"),
    "ad": (False, "сеть пометила запись как рекламу: это не сведения о деятельности органа"),
    "other": (False, "фотография, видео или обсуждение вне ленты записей"),
}
DELETED = "deleted"  # left out: gone before the week was over, so residents could not read it


@dataclass(slots=True)
class Tally:
    """Publications of one page in one week, and what was left out, by reason."""

    posts: int = 0
    left_out: Counter[str] = field(default_factory=Counter)


def counted_kinds(bare_reposts: bool) -> frozenset[str]:
    """The kinds of posts that count."""
    kinds = {kind for kind, (counts, _) in COUNTS.items() if counts}
    return frozenset(kinds | ({"repost"} if bare_reposts else set()))


def own_posts(session: Session, since: datetime) -> list[tuple[PageRef, Post]]:
    """What pages have written themselves since then and not deleted, the oldest first."""
    written = (
        select(Page.network, Page.external_id, Post)
        .join(Page, Page.id == Post.page_id)
        .where(Post.created_at >= since, Post.deleted_at.is_(None))
        .where(Post.kind.in_(("post", "quote")))
        .order_by(Post.created_at, Post.id)
    )
    return [(PageRef(network, id), post) for network, id, post in session.execute(written)]


def rule_name(bare_reposts: bool) -> str:
    """How the rule is recorded with a figure."""
    return "+".join(sorted(counted_kinds(bare_reposts)))


def tally(
    session: Session,
    week: Week,
    zone: ZoneInfo,
    bare_reposts: bool = False,
    pages: Iterable[int] | None = None,
) -> dict[int, Tally]:
    """By id of the page; a page without posts is not there. Albums are one publication."""
    begin, end = week.begin(zone), week.end(zone)
    gone: ColumnElement[int] = case((Post.deleted_at < end, 1), else_=0)
    albums = func.count(distinct(Post.album)) - func.count(Post.album)
    chosen = select(Post.page_id, Post.kind, gone, func.count() + albums).where(
        Post.created_at >= begin, Post.created_at < end
    )
    if pages is not None:
        chosen = chosen.where(Post.page_id.in_(list(pages)))
    kinds = counted_kinds(bare_reposts)
    found: dict[int, Tally] = {}
    for page, kind, was_deleted, number in session.execute(
        chosen.group_by(Post.page_id, Post.kind, gone)
    ):
        told = found.setdefault(page, Tally())
        if kind in kinds and not was_deleted:
            told.posts += number
        elif kind != "other":
            told.left_out[DELETED if kind in kinds else kind] += number
    return found
