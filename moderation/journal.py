"""The journal of actions: every change of an entry is an event, numbered within its action."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Action, ActionEvent, Comment, Decision, OutboxEntry, Pause, ReviewItem


def note(
    session: Session, entry: OutboxEntry, what: str, now: datetime, by: str, **details: Any
) -> None:
    """Append an event."""
    entry.number += 1
    known = {name: value for name, value in details.items() if value not in (None, "")}
    session.add(ActionEvent(entry.action_id, entry.number, what, now, by, known))


def move(
    session: Session, entry: OutboxEntry, state: str, now: datetime, by: str, **details: Any
) -> None:
    """Bring an entry into another state, and what follows from it for comment and card."""
    entry.state, entry.worker = state, None
    note(session, entry, state, now, by, **details)
    action = session.get_one(Action, entry.action_id)
    if state == "done":
        _mark_comment(session, action, now)
    elif state in ("failed", "stopped", "undone"):
        card_back(session, action)
    session.flush()


def _mark_comment(session: Session, action: Action, now: datetime) -> None:
    # Not every network tells what was deleted; what we did ourselves we know.
    comment = session.get_one(Comment, action.comment_id)
    if action.act == "delete":
        comment.deleted_at = comment.deleted_at or now
    elif action.act == "restore":
        comment.deleted_at = None


def card_back(session: Session, action: Action) -> None:
    """The card waits for a person again, unless somebody has decided anew."""
    card = session.scalar(select(ReviewItem).where(ReviewItem.comment_id == action.comment_id))
    if card is None or card.state == "open" or action.decision_id is None:
        return
    newest = session.scalar(
        select(Decision.id)
        .where(Decision.item_id == card.id, Decision.action != "skip")
        .order_by(Decision.id.desc())
        .limit(1)
    )
    if newest == action.decision_id:
        card.state = "open"


def paused(session: Session) -> Pause | None:
    """Who stopped everything outgoing, where somebody did."""
    last = session.scalar(select(Pause).order_by(Pause.id.desc()).limit(1))
    return last if last is not None and last.paused else None


def pause(session: Session, on: bool, by: str, now: datetime, reason: str = "") -> None:
    """Stop everything outgoing at once, or let it go on."""
    session.add(Pause(on, by, now, reason))
