"""A threat is told to the head: evidence that was kept, and of which nobody has heard yet."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from errors import NetworkFault
from models import Action, OutboxEntry
from moderation import journal
from moderation.attempts import Next, again, given_up
from moderation.outbox import Database

ACT = "preserve"
Tell = Callable[[Sequence[int]], Next]  # of these actions, once; raises NetworkFault


def due(session: Session, now: datetime) -> Sequence[int]:
    """Actions of which the head must hear now; a pause of what goes out does not hold them."""
    query = (
        select(Action.id)
        .join(OutboxEntry, OutboxEntry.action_id == Action.id)
        .where(OutboxEntry.state == "waiting", OutboxEntry.next_at <= now, Action.act == ACT)
    )
    return session.scalars(query.order_by(Action.id)).all()


def sound(database: Database, tell: Tell, now: datetime, by_hand: timedelta) -> Counter[str]:
    """Tell what is due; counts actions by state. Killed in between, a letter may come twice.

    Who cannot be told by the program is a task for a person, `by_hand` long.
    """
    with database.reading() as session:
        waiting = due(session, now)
    if not waiting:
        return Counter()
    try:
        found = tell(waiting)
    except NetworkFault as fault:
        found = Next("waiting", f"письмо главе не отправлено: {fault}")
    with database.writing() as session:
        return Counter(_settle(session, action, found, now, by_hand) for action in waiting)


def _settle(
    session: Session, action_id: int, found: Next, now: datetime, by_hand: timedelta
) -> str:
    entry = session.get_one(OutboxEntry, action_id, with_for_update=True)
    if entry.state != "waiting":  # taken back meanwhile
        return entry.state
    entry.attempts += 1
    if found.state == "waiting":
        found = given_up(ACT, again(found.reason, entry.attempts))
    entry.next_at = now + found.pause
    entry.due_at = now + by_hand if found.state == "by_hand" else None
    journal.move(session, entry, found.state, now, "outbox", reason=found.reason)
    return found.state
