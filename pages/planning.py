"""The content plan in the database: what is planned, changed, dropped, and what came of it."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from models import Page, PageRef, PlannedPost, Post
from pages.matching import SHIFT, Matched, Planned, Published, match
from pages.refusal import NotThere, RegistryError
from pages.secrecy import refuse_secret

LONGEST = 2000
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Wish:
    """A post to be planned; `clock` is 10:30, or empty."""

    page: PageRef
    day: date
    text: str
    clock: str = ""


@dataclass(frozen=True, slots=True)
class PagePlan:
    """The plan of one page and what came of it; `unplanned` appeared without a plan."""

    page: PageRef
    posts: tuple[Matched, ...]
    unplanned: tuple[Published, ...]


def add(session: Session, wish: Wish, by: str, now: datetime) -> PlannedPost:
    """Plan a post. Raises RegistryError."""
    return _write(session, wish, by, now)


def change(
    session: Session, id: int, by: str, now: datetime, *,
    day: date | None = None, clock: str | None = None, text: str | None = None,
) -> PlannedPost:  # fmt: skip
    """A new version of a planned post; the earlier one stays. Raises RegistryError."""
    old = one(session, id)
    wish = Wish(
        PageRef(old.network, old.external_id),
        day or old.day,
        text or old.text,
        old.clock if clock is None else clock,
    )
    return _write(session, wish, by, now, old.id)


def drop(session: Session, id: int, ground: str, by: str, now: datetime) -> PlannedPost:
    """The post is no longer planned, and why. Raises RegistryError."""
    old = one(session, id)
    if not ground.strip():
        raise RegistryError("не указано, почему публикация снята с плана")
    wish = Wish(PageRef(old.network, old.external_id), old.day, old.text, old.clock)
    return _write(session, wish, by, now, old.id, ground.strip())


def one(session: Session, id: int) -> PlannedPost:
    """A planned post in its last version. Raises RegistryError."""
    found = session.get(PlannedPost, id, with_for_update=True)
    newer = session.scalar(select(PlannedPost.id).where(PlannedPost.replaces == id))
    if found is None or found.dropped:
        raise NotThere(f"В плане нет публикации {id}. Список: otklik pages plan list")
    if newer is not None:
        raise RegistryError(f"Публикацию {id} уже изменили, теперь она {newer}.")
    return found


def planned(
    session: Session, since: date, until: date, pages: Collection[PageRef] = ()
) -> list[PlannedPost]:
    """What is planned for these days, both included, in order; without pages, for all."""
    newer = aliased(PlannedPost)
    query = (
        select(PlannedPost)
        .outerjoin(newer, newer.replaces == PlannedPost.id)
        .where(newer.id.is_(None), PlannedPost.dropped == "")
        .where(PlannedPost.day.between(since, until))
        .order_by(PlannedPost.day, PlannedPost.clock, PlannedPost.id)
    )
    found = session.scalars(query)
    return [plan for plan in found if not pages or _page(plan) in pages]


def review(
    session: Session,
    since: date,
    until: date,
    zone: ZoneInfo,
    today: date,
    counted: Collection[str],
    pages: Collection[PageRef] = (),
) -> list[PagePlan]:
    """Page by page, what of the plan appeared. `counted`: kinds of posts that are publications."""
    # A day more on both sides: a post of the edge may belong to a plan beyond it.
    first, last = since - SHIFT * DAY, until + SHIFT * DAY
    plans: dict[PageRef, list[Planned]] = {}
    for plan in planned(session, first, last, pages):
        plans.setdefault(_page(plan), []).append(Planned(plan.id, plan.day, plan.clock, plan.text))
    posts = _published(session, first, last, zone, counted, pages)
    return [
        _of_page(page, plans.get(page, []), posts.get(page, []), since, until, today)
        for page in sorted({*plans, *posts}, key=str)
    ]


def _of_page(
    page: PageRef,
    plans: list[Planned],
    posts: list[Published],
    since: date,
    until: date,
    today: date,
) -> PagePlan:
    told, unplanned = match(plans, posts, today)
    return PagePlan(
        page,
        tuple(one for one in told if since <= one.planned.day <= until),
        tuple(post for post in unplanned if since <= post.day <= until),
    )


def _published(
    session: Session,
    first: date,
    last: date,
    zone: ZoneInfo,
    counted: Collection[str],
    pages: Collection[PageRef],
) -> Mapping[PageRef, list[Published]]:
    rows = session.execute(
        select(Page.network, Page.external_id, Post)
        .join(Page, Page.id == Post.page_id)
        .where(
            Post.created_at >= datetime.combine(first, time(), zone),
            Post.created_at < datetime.combine(last + DAY, time(), zone),
            Post.kind.in_(counted),
            Post.deleted_at.is_(None),
        )
        .order_by(Post.id)
    )
    found: dict[PageRef, list[Published]] = {}
    albums: set[tuple[PageRef, str]] = set()
    for network, external_id, post in rows:
        page = PageRef(network, external_id)
        again = post.album is not None and (page, post.album) in albums
        if (pages and page not in pages) or again:
            continue
        albums.add((page, post.album or ""))
        at = post.created_at.astimezone(zone)
        shown = Published(post.id, at.date(), f"{at:%H:%M}", post.text, post.url)
        found.setdefault(page, []).append(shown)
    return found


def _write(
    session: Session,
    wish: Wish,
    by: str,
    now: datetime,
    replaces: int | None = None,
    dropped: str = "",
) -> PlannedPost:
    text = wish.text.strip()
    if not text or len(text) > LONGEST or "\0" in text:
        raise RegistryError(f"о чём публикация: нужен текст не длиннее {LONGEST} знаков")
    if wish.clock and not _CLOCK.fullmatch(wish.clock):
        raise RegistryError(f"время «{wish.clock[:20]}»: нужно вида 10:30")
    refuse_secret(text)
    made = PlannedPost(
        wish.page.network,
        wish.page.external_id,
        wish.day,
        wish.clock,
        text,
        by,
        now,
        replaces,
        dropped,
    )
    session.add(made)
    session.flush()
    return made


def _page(plan: PlannedPost) -> PageRef:
    return PageRef(plan.network, plan.external_id)


def totals(plans: list[PagePlan]) -> Iterator[tuple[str, int]]:
    """How many appeared, were missed, are ahead, appeared without a plan."""
    states = [told.state for plan in plans for told in plan.posts]
    yield from ((state, states.count(state)) for state in ("appeared", "missed", "ahead"))
    yield "unplanned", sum(len(plan.unplanned) for plan in plans)
