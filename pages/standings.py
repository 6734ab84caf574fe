"""What lists show of a page, kept in one place: its last closed weeks and its open findings.

Told from page_weeks and page_findings, so it can be made anew at any time; without it the overview
of a region would read tens of thousands of rows.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from models import PageStanding, PageWeek, StoredFinding, rows_of
from pages.weeks import Week

SHOWN = 8  # weeks of history in lists

Past = list[tuple[str, int, int | None]]  # Monday, publications, norm


def retell(session: Session, pages: Collection[int], present: Week) -> None:
    """Make the standings of these pages anew."""
    since = present.back(SHOWN).monday
    wrong, past = _wrong(session), _past(session, since)
    rows = [
        {"page_id": page, "told": {"wrong": wrong.get(page, {}), "past": past.get(page, [])}}
        for page in pages
    ]
    session.execute(delete(PageStanding).where(PageStanding.page_id.in_(list(pages))))
    if rows:
        session.execute(insert(rows_of(PageStanding)), rows)


def _wrong(session: Session) -> dict[int, dict[str, int]]:
    """How many findings are open on each page, by force."""
    rows = session.execute(
        select(StoredFinding.page_id, StoredFinding.force, func.count())
        .where(StoredFinding.closed_at.is_(None))
        .group_by(StoredFinding.page_id, StoredFinding.force)
    )
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for page, force, number in rows:
        found[page][force] = number
    return found


def _past(session: Session, since: date) -> dict[int, Past]:
    rows = session.execute(
        select(PageWeek.page_id, PageWeek.week, PageWeek.posts, PageWeek.norm)
        .where(PageWeek.week >= since)
        .order_by(PageWeek.id)
    )
    last: dict[int, dict[str, tuple[int, int | None]]] = defaultdict(dict)
    for page, week, posts, norm in rows:  # of a week counted twice the later row counts
        last[page][week.isoformat()] = posts, norm
    return {
        page: [(week, *figure) for week, figure in sorted(weeks.items())]
        for page, weeks in last.items()
    }
