"""How the official pages are read: which cannot be, since when, whether passes go at all."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Page, PageRef, PassRun

PATIENCE = 3  # intervals without a finished pass, after which nothing is read any more
SHORTEST = timedelta(minutes=30)


def read_pages(session: Session, watched: Collection[PageRef]) -> Sequence[Page]:
    """The pages of the configuration that a pass has met, those that fail first."""
    found = session.scalars(select(Page).order_by(Page.network, Page.external_id)).all()
    known = [page for page in found if PageRef(page.network, page.external_id) in watched]
    return sorted(known, key=lambda page: page.last_error is None)


def unread(pages: Collection[Page]) -> Sequence[Page]:
    """Those whose last reading failed."""
    return [page for page in pages if page.last_error is not None]


def last_pass(session: Session) -> datetime | None:
    """When the last pass that came to its end did."""
    ended = PassRun.finished_at.is_not(None)
    query = select(PassRun.finished_at).where(ended).order_by(PassRun.id.desc()).limit(1)
    return session.scalar(query)


def stands_still(last: datetime | None, interval: timedelta, now: datetime) -> bool:
    """Whether passes have stopped, as far as the time since the last one tells."""
    return last is None or now - last > max(PATIENCE * interval, SHORTEST)
