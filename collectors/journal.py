"""How far each page has been read, and how its last reading went."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, select, update
from sqlalchemy.orm import Session

from collectors.base import Collector
from models import Cursor, Page, PageRef, PageTally, PassRun, PassTally, rows_of

FORGETFUL = frozenset({"telegram"})  # what was missed there cannot be read again


def register(session: Session, ref: PageRef, name: str, now: datetime, since: timedelta) -> Page:
    """The stored page, made at first sight: what is older than `since` then is context."""
    known = Page.network == ref.network, Page.external_id == ref.external_id
    page = session.scalar(select(Page).where(*known))
    if page is None:
        page = Page(ref.network, ref.external_id, name, watched_since=now - since)
        session.add(page)
        session.flush()
    page.name = name or page.name
    return page


def cursor(session: Session, collector: Collector) -> Mapping[str, Any] | None:
    """The saved cursor of a stream; None before the first pass."""
    return session.scalar(select(Cursor.state).where(*_owned(collector)))


def move_cursor(
    session: Session, collector: Collector, state: Mapping[str, Any], now: datetime
) -> None:
    """Save how far the stream has been read, in the transaction of what was read."""
    moved = session.execute(
        update(rows_of(Cursor)).where(*_owned(collector)).values(state=dict(state), saved_at=now)
    )
    if not cast(CursorResult[Any], moved).rowcount:
        session.add(Cursor(collector.network, collector.owner, dict(state), now))


def _owned(collector: Collector) -> tuple[ColumnElement[bool], ...]:
    return Cursor.network == collector.network, Cursor.owner == collector.owner


def ended(page: Page, tally: PageTally, now: datetime) -> None:
    """The page's stream was read to its end; the page itself may have been out of reach."""
    if tally.fault:
        failed(page, tally.fault, now)
        return
    page.succeeded_at = now
    page.last_error = None
    if not tally.gaps and page.network not in FORGETFUL:
        page.gap = None


def note_gaps(page: Page, gaps: Iterable[str]) -> None:
    """What may have been missed, as far as this pass knows; a pass without any keeps the former."""
    page.gap = "; ".join(dict.fromkeys(gaps)) or page.gap


def failed(page: Page, fault: str, now: datetime) -> None:
    """The page could not be read to its end."""
    page.failed_at = now
    page.last_error = fault


def last_pass(session: Session) -> PassRun | None:
    """The newest pass, finished or not."""
    return session.scalar(select(PassRun).order_by(PassRun.id.desc()).limit(1))


def begin(session: Session, now: datetime) -> int:
    """Open the journal of a pass; returns its id."""
    run = PassRun(started_at=now)
    session.add(run)
    session.flush()
    return run.id


def finish(session: Session, run: int, tally: PassTally, now: datetime) -> None:
    """Close the journal of a pass with what it did."""
    entry = session.get_one(PassRun, run)
    entry.finished_at = now
    entry.summary = {
        "pages": {str(ref): _counts(page) for ref, page in tally.pages.items()},
        "seconds": tally.seconds,
        "purged": tally.purged,
        "actions": tally.actions,
    }


def _counts(page: PageTally) -> dict[str, Any]:
    return {name: value for name, value in asdict(page).items() if name != "page"}
