"""How far each page has been read, and how its last reading went."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Cursor, Page, PageRef, PageTally

FORGETFUL = frozenset({"telegram"})  # what was missed there cannot be read again


def register(session: Session, ref: PageRef, name: str, now: datetime, since: timedelta) -> Page:
    """The stored page, made at first sight: what is older than `since` then is context."""
    page = find(session, ref)
    if page is None:
        page = Page(ref.network, ref.external_id, name, watched_since=now - since)
        session.add(page)
        session.flush()
    page.name = name or page.name
    return page


def find(session: Session, ref: PageRef) -> Page | None:
    """The stored page, if it has been seen."""
    query = select(Page).where(Page.network == ref.network, Page.external_id == ref.external_id)
    return session.scalar(query)


def cursor(session: Session, network: str, owner: str) -> Mapping[str, Any] | None:
    """The saved cursor of a stream; None before the first pass."""
    found = _cursor(session, network, owner)
    return found.state if found else None


def move_cursor(
    session: Session, network: str, owner: str, state: Mapping[str, Any], now: datetime
) -> None:
    """Save how far the stream has been read, in the transaction of what was read."""
    found = _cursor(session, network, owner)
    if found is None:
        session.add(Cursor(network, owner, dict(state), now))
    else:
        found.state = dict(state)
        found.saved_at = now


def _cursor(session: Session, network: str, owner: str) -> Cursor | None:
    return session.scalar(select(Cursor).where(Cursor.network == network, Cursor.owner == owner))


def succeeded(page: Page, tally: PageTally, now: datetime) -> None:
    """The page was read to its end."""
    page.succeeded_at = now
    page.last_error = None
    if tally.gaps or page.network not in FORGETFUL:
        page.gap = "; ".join(dict.fromkeys(tally.gaps)) or None


def failed(page: Page, fault: str, now: datetime) -> None:
    """The page could not be read to its end."""
    page.failed_at = now
    page.last_error = fault
