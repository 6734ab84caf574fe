"""Leases: one card, one moderator, for a time. A lease costs nothing to lose: it only keeps others
from deciding about what somebody is reading."""

from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, exists, update
from sqlalchemy.orm import Session

from models import Decision, ReviewItem, rows_of
from moderation.waiting import Place, Wanted, walk

LEASE = timedelta(minutes=2)
RESTED = timedelta(minutes=30)  # what somebody skipped is not shown to him again so soon


def free(by: str, now: datetime) -> ColumnElement[bool]:
    """Cards that nobody else holds."""
    return (
        ReviewItem.held_by.is_(None) | (ReviewItem.held_by == by) | (ReviewItem.held_until <= now)
    )


def take(session: Session, item_id: int, by: str, now: datetime) -> bool:
    """Hold this card, or hold it longer; False where somebody else has it or it is closed."""
    taken = session.execute(
        update(rows_of(ReviewItem))
        .where(ReviewItem.id == item_id, ReviewItem.state == "open", free(by, now))
        .values(held_by=by, held_until=now + LEASE)
    )
    return bool(cast(CursorResult[Any], taken).rowcount)


def take_next(
    session: Session,
    by: str,
    now: datetime,
    wanted: Wanted | None = None,
    after: Place | None = None,
    backwards: bool = False,
    again: bool = False,
) -> int | None:
    """Hold the first card in order that nobody holds; None where there is none.

    From the front, what he skipped a while ago is left to others, unless he asks for it `again`;
    `after` walks the list as it is.
    Atomic: PostgreSQL passes over rows that another transaction has just locked, SQLite has one
    writer at a time.
    """
    for query in walk(wanted or Wanted(), after, backwards):
        chosen = query.where(free(by, now)).limit(1).with_for_update(skip_locked=True)
        if after is None and not again:
            chosen = chosen.where(~_skipped(by, now))
        found = session.scalar(chosen)
        if found is not None:
            take(session, found, by, now)
            return found
    return None


def _skipped(by: str, now: datetime) -> ColumnElement[bool]:
    return exists().where(
        Decision.item_id == ReviewItem.id,
        Decision.by == by,
        Decision.action == "skip",
        Decision.decided_at > now - RESTED,
    )


def release(session: Session, item_id: int, by: str, known: datetime | None = None) -> None:
    """He has left the card: others may have it at once. `known`: only the lease that ends by then;
    a longer one is that of another page of his.
    """
    mine = update(rows_of(ReviewItem)).where(ReviewItem.id == item_id, ReviewItem.held_by == by)
    if known is not None:
        mine = mine.where(ReviewItem.held_until <= known)
    session.execute(mine.values(held_by=None, held_until=None))
