"""Leases: one card, one moderator, for a time. A lease costs nothing to lose: it only keeps others
from deciding about what somebody is reading."""

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    Update,
    bindparam,
    exists,
    func,
    null,
    or_,
    update,
)
from sqlalchemy.orm import Session

from models import Decision, ReviewItem, rows_of
from moderation.waiting import Place, Wanted, walk

LEASE = timedelta(minutes=2)
RESTED = timedelta(minutes=30)  # what somebody skipped is not shown to him again so soon


def free(by: Any, now: Any) -> ColumnElement[bool]:
    """Cards that nobody else holds; values, or parameters of a statement made once."""
    held_by, held_until = ReviewItem.held_by, ReviewItem.held_until
    return or_(held_by.is_(None), held_by == by, held_until <= now)


def take(session: Session, item_id: int, by: str, now: datetime) -> bool:
    """Hold this card, or hold it longer; False where somebody else has it or it is closed."""
    return _hold(session, item_id, free(by, now), by, now)


def prolong(session: Session, item_id: int, by: str, now: datetime) -> bool:
    """Hold it longer; False where it is not his already, be it free, or it is closed."""
    return _hold(session, item_id, ReviewItem.held_by == by, by, now)


def _hold(
    session: Session, item_id: int, where: ColumnElement[bool], by: str, now: datetime
) -> bool:
    held = session.execute(
        update(rows_of(ReviewItem))
        .where(ReviewItem.id == item_id, ReviewItem.state == "open", where)
        .values(held_by=by, held_until=now + LEASE)
    )
    return bool(cast(CursorResult[Any], held).rowcount)


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
    taking = _taking(wanted or Wanted(), after, backwards, again)
    given = {"who": by, "now": now, "until": now + LEASE, "rested": now - RESTED}
    found: int | None = session.scalar(taking, given)
    return found


# A statement made once: putting it together takes longer than the database does.
@lru_cache(64)
def _taking(wanted: Wanted, after: Place | None, backwards: bool, again: bool) -> Update:
    firsts = [
        query.where(_may_come(rested=after is None and not again))
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
        for query in walk(wanted, after, backwards)
    ]
    cards = rows_of(ReviewItem)
    return (
        update(cards)  # the second urgency is looked at only where the first has none
        .where(cards.c.id == func.coalesce(*firsts, null()))
        .values(held_by=bindparam("who"), held_until=bindparam("until"))
        .returning(cards.c.id)
    )


def _may_come(rested: bool) -> ColumnElement[bool]:
    who: Any = bindparam("who")
    now: Any = bindparam("now")
    return free(who, now) & ~_skipped(who) if rested else free(who, now)


def _skipped(who: Any) -> ColumnElement[bool]:
    return exists().where(
        Decision.item_id == ReviewItem.id,
        Decision.by == who,
        Decision.action == "skip",
        Decision.decided_at > bindparam("rested"),
    )


def release(session: Session, item_id: int, by: str, known: datetime | None = None) -> None:
    """He has left the card: others may have it at once. `known`: only the lease that ends by then;
    a longer one is that of another page of his.
    """
    mine = update(rows_of(ReviewItem)).where(ReviewItem.id == item_id, ReviewItem.held_by == by)
    if known is not None:
        mine = mine.where(ReviewItem.held_until <= known)
    session.execute(mine.values(held_by=None, held_until=None))
