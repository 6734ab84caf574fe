"""Two pages of a town and their posts, for counting weeks."""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from config import Config, regulation_of
from models import Page, PageRef, Post
from pages.watched import Town, Watched

MOSCOW, AMURZET = ZoneInfo("Europe/Moscow"), ZoneInfo("Asia/Vladivostok")
VK, CHANNEL = PageRef("vk", "100"), PageRef("telegram", "@town")
LONG = timedelta(days=400)


def town(zone: ZoneInfo = MOSCOW, act: str = "novokubansk-1740", **given: object) -> Town:
    """An administration on VK, a subordinate body on Telegram."""
    watched = (
        Watched(VK, "administration", "Администрация", "Наш город"),
        Watched(CHANNEL, "subordinate", "Водоканал"),
    )
    return Town(watched, regulation_of(Config(regulation=act)).pages, zone, **given)


def open_page(
    session: Session, ref: PageRef, read_at: datetime | None, since: datetime | None = None
) -> int:
    """A page watched long enough, unless `since` says since when; last read at `read_at`."""
    watched_since = since or (read_at or datetime(2026, 1, 1, tzinfo=MOSCOW)) - LONG
    page = Page(ref.network, ref.external_id, "", watched_since, succeeded_at=read_at)
    session.add(page)
    session.flush()
    return page.id


def writer(session: Session, page: int, network: str = "vk") -> Callable[..., Post]:
    """Publishes: at a moment, of a kind, deleted at."""
    number = 0

    def write(
        at: datetime, kind: str = "post", album: str | None = None, deleted: datetime | None = None
    ) -> Post:
        nonlocal number
        number += 1
        key = f"{network}{page}_{number}"
        post = Post(network, key, page, "Текст", "", at, at, None, deleted, kind, album)
        session.add(post)
        session.flush()
        return post

    return write
