"""Tasks for people: what the network does not offer, done by hand and written down."""

from datetime import datetime

from sqlalchemy.orm import Session

from models import OutboxEntry
from moderation import journal
from moderation.undo import ActionError, found


def done_by_hand(session: Session, action_id: int, by: str, now: datetime, note: str = "") -> None:
    """Somebody has done it. Raises ActionError where it is no task for a person."""
    found(session, action_id)
    entry = session.get_one(OutboxEntry, action_id, with_for_update=True)
    if entry.state != "by_hand":
        raise ActionError(f"Действие {action_id} не ждёт человека. Список: otklik actions list")
    journal.move(session, entry, "done", now, by, reason=note, by_hand=True)
