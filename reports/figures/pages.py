"""Official pages: weeks of publications against their norm, what was wrong and was put right."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models import HeldToNorm, Page, PageWeek, StoredFinding
from reports.figures.scope import Scope

WEEK = timedelta(days=6)  # from Monday to Sunday


@dataclass(frozen=True, slots=True)
class Week(HeldToNorm):
    """A closed week of a page."""

    page: int
    name: str
    network: str
    monday: date
    posts: int
    norm: int | None


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is or was wrong with a page in the period; `until`: the day it was put right in it."""

    name: str
    network: str
    text: str
    advice: str
    force: str
    paragraph: str
    since: date
    until: date | None


def weeks(session: Session, scope: Scope) -> list[Week]:
    """The closed weeks whose Sunday lies in the period; of one counted twice the last figure."""
    period = scope.period
    query = (
        select(PageWeek.page_id, Page.name, Page.network, PageWeek.week, PageWeek.posts,
               PageWeek.norm)
        .join(Page, Page.id == PageWeek.page_id)
        .where(PageWeek.week >= period.since - WEEK, PageWeek.week <= period.until - WEEK)
        .order_by(PageWeek.id)
    )  # fmt: skip
    if scope.page is not None:
        query = query.where(PageWeek.page_id == scope.page)
    found = {(page, week): Week(page, name, network, week, posts, norm)
             for page, name, network, week, posts, norm in session.execute(query)}  # fmt: skip
    return sorted(found.values(), key=lambda one: (one.network, one.name, one.page, one.monday))


def flaws(session: Session, scope: Scope) -> list[Flaw]:
    """What was wrong at any time of the period, by page, the oldest first."""
    period = scope.period
    query = (
        select(StoredFinding, Page.name, Page.network)
        .join(Page, Page.id == StoredFinding.page_id)
        .where(
            StoredFinding.opened_at < period.end,
            or_(StoredFinding.closed_at.is_(None), StoredFinding.closed_at >= period.begin),
        )
        .order_by(Page.network, Page.name, Page.id, StoredFinding.id)
    )
    if scope.page is not None:
        query = query.where(StoredFinding.page_id == scope.page)
    return [_flaw(row, name, network, scope) for row, name, network in session.execute(query)]


def _flaw(row: StoredFinding, name: str, network: str, scope: Scope) -> Flaw:
    zone = scope.period.zone
    ended = row.closed_at is not None and row.closed_at < scope.period.end
    return Flaw(
        name,
        network,
        row.detail,
        row.advice,
        row.force,
        row.paragraph,
        row.opened_at.astimezone(zone).date(),
        row.closed_at.astimezone(zone).date() if row.closed_at and ended else None,
    )


def by_page(found: Sequence[Week]) -> dict[int, list[Week]]:
    """Weeks of each page, in the order given."""
    pages: dict[int, list[Week]] = {}
    for week in found:
        pages.setdefault(week.page, []).append(week)
    return pages
