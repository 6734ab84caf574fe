"""The daily look at all pages: findings opened and closed, weeks closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from models import Page, PageRef, Post, RegistryPage, StoredFacts
from pages.address import key
from pages.checks import Outcome, Seen, outcomes
from pages.closing import close_weeks
from pages.compliance import record
from pages.counting import counted_kinds
from pages.standings import retell
from pages.watched import Town, Watched
from pages.weeks import Week

EVERY = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Overseen:
    """What one look did: pages judged, findings opened or closed, figures of weeks stored."""

    pages: int = 0
    changed: int = 0
    weeks: int = 0


def is_due(session: Session, now: datetime) -> bool:
    """Whether some page has not been judged for a day, or has been looked at since."""
    return session.scalar(_due(now).limit(1)) is not None


def oversee(session: Session, town: Town, now: datetime) -> Overseen:
    """Judge the pages that are due and close the weeks that are over."""
    due = list(session.scalars(_due(now)))
    if not due:
        return Overseen()
    known = _Known(session, town, due, now)
    found: dict[int, list[Outcome]] = {}
    for page in due:
        page.judged_at = now
        watched = town.by_ref.get(PageRef(page.network, page.external_id))
        if watched is not None:
            found[page.id] = list(outcomes(known.seen(page, watched), town, now))
    session.flush()
    changed = record(session, found, now)
    weeks = close_weeks(session, town, now)
    retell(session, found, Week.of(now, town.zone))
    return Overseen(len(due), changed, weeks)


def _due(now: datetime) -> Select[Page]:
    return select(Page).where(
        or_(
            Page.judged_at.is_(None),
            Page.judged_at < Page.looked_at,
            Page.judged_at <= now - EVERY,
        )
    )


class _Known:
    """What pages are judged by, read for all of them together."""

    def __init__(self, session: Session, town: Town, due: Sequence[Page], now: datetime) -> None:
        self._town = town
        self._posted = _posted_since(session, town, now - town.silent)
        self._registered = _registered(session)
        self._facts: dict[int, StoredFacts] = {}
        self._first: dict[int, str] = {}
        ids = {page.id for page in due}
        for row in session.scalars(select(StoredFacts).order_by(StoredFacts.id)):
            if row.page_id in ids:
                self._facts[row.page_id] = row
                self._first.setdefault(row.page_id, row.facts.address or "")

    def seen(self, page: Page, watched: Watched) -> Seen:
        """Everything about one page."""
        stored = self._facts.get(page.id)
        return Seen(
            watched,
            stored.facts if stored else None,
            self._registered.get(key(page.network, page.external_id)),
            self._first.get(page.id) or None,
            page.succeeded_at,
            self._town.seen_from(page.network, page.watched_since),
            page.id in self._posted,
        )


def _posted_since(session: Session, town: Town, moment: datetime) -> frozenset[int]:
    kinds = counted_kinds(town.bare_reposts)
    lately = select(Post.page_id).where(
        Post.created_at >= moment, Post.deleted_at.is_(None), Post.kind.in_(kinds)
    )
    return frozenset(session.scalars(lately.distinct()))


def _registered(session: Session) -> dict[str, str]:
    """Addresses of the registry by the page of the configuration they belong to."""
    rows = session.execute(
        select(RegistryPage.network, RegistryPage.ref, RegistryPage.address).where(
            RegistryPage.closed_on.is_(None)
        )
    )
    found: dict[str, str] = {}
    for network, ref, address in rows:
        found[key(network, address)] = address
        if ref:
            found[key(*ref.split(":", 1))] = address
    return found
