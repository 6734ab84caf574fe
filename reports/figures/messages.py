"""How many messages residents wrote: by page, by network, by day, by hour of the week."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from models import Comment, Page
from reports.document import Period
from reports.figures.local import day_of, local_hour, weekday_of
from reports.figures.scope import Scope

Hours = Mapping[int, int]
"""Messages by local hour since 1970."""


@dataclass(frozen=True, slots=True)
class OnPage:
    """A page and how many messages came there; pages may share a name."""

    id: int
    network: str
    page: str
    messages: int


def by_page(session: Session, scope: Scope) -> list[OnPage]:
    """Pages with any messages, the busiest first. What a page itself wrote does not count."""
    counted = (
        select(Comment.page_id, func.count().label("messages"))
        .where(*_of_residents(scope))
        .group_by(Comment.page_id)
        .subquery()
    )
    rows = session.execute(
        select(Page.id, Page.network, Page.name, Page.external_id, counted.c.messages)
        .join(counted, counted.c.page_id == Page.id)
        .order_by(counted.c.messages.desc(), Page.id)
    )
    return [OnPage(id, network, name or key, messages) for id, network, name, key, messages in rows]


def by_network(pages: list[OnPage]) -> Counter[str]:
    """The sum of the pages of each network."""
    found: Counter[str] = Counter()
    for page in pages:
        found[page.network] += page.messages
    return found


def by_hour(session: Session, scope: Scope) -> Hours:
    """Messages by the local hour in which they were written."""
    hour = local_hour(scope.period, Comment.created_at)
    rows = session.execute(select(hour, func.count()).where(*_of_residents(scope)).group_by(hour))
    return {int(at): count for at, count in rows}


def by_day(hours: Hours, period: Period) -> dict[date, int]:
    """Every day of the period, quiet ones too."""
    days = {period.since + timedelta(days=n): 0 for n in range(period.days)}
    for hour, count in hours.items():
        days[day_of(hour)] += count
    return days


def rhythm(hours: Hours) -> Counter[tuple[int, int]]:
    """Messages by weekday, Monday being 0, and hour of the day."""
    found: Counter[tuple[int, int]] = Counter()
    for hour, count in hours.items():
        found[weekday_of(hour), hour % 24] += count
    return found


def _of_residents(scope: Scope) -> list[ColumnElement[bool]]:
    return [scope.within(Comment.created_at), Comment.context.is_(False), *scope.of_comment()]
