"""Taking back one's own last decision while it costs nothing: the cards are open again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, aliased

from models import Action, Decision, OutboxEntry, ReviewItem
from models.review import UNDO
from moderation.leases import take
from moderation.undo import ActionError, undo

_LATER = aliased(Decision)
_MINE = (  # made once: an alias is dear
    select(Decision)
    .where(
        Decision.by == bindparam("who"),
        Decision.decided_at > bindparam("since"),
        Decision.action != UNDO,
        Decision.id
        == select(func.max(_LATER.id)).where(_LATER.item_id == Decision.item_id).scalar_subquery(),
    )
    .order_by(Decision.id.desc())
)


@dataclass(frozen=True, slots=True)
class Last:
    """What somebody decided last, several at once of a cluster, and until when it can go back."""

    decisions: Sequence[Decision]
    until: datetime


def last(session: Session, by: str, now: datetime, grace: timedelta) -> Last | None:
    """His newest decisions that are still the last word on their cards; None without any."""
    found = session.scalars(_MINE, {"who": by, "since": now - grace}).all()
    # What was decided at one moment was one decision.
    together = [each for each in found if each.decided_at == found[0].decided_at]
    return Last(together, found[0].decided_at + grace) if found else None


def take_back(session: Session, by: str, now: datetime, grace: timedelta) -> Sequence[Decision]:
    """Undo it: nothing goes out, each card is open and his again, the journal says so.

    Returns what was taken back. Raises ActionError where there is nothing, or it is too late.
    """
    found = last(session, by, now, grace)
    if found is None:
        raise ActionError("Отменять нечего: решение уже исполняется. Есть: otklik actions undo")
    for decision in found.decisions:
        _recall(session, decision, by, now)
        item = session.get_one(ReviewItem, decision.item_id, with_for_update=True)
        item.state = "open"
        session.add(Decision(item.id, decision.verdict_id, UNDO, by, now, ""))
        session.flush()
        take(session, item.id, by, now)
    return found.decisions


def _recall(session: Session, decision: Decision, by: str, now: datetime) -> None:
    made = select(Action).where(Action.decision_id == decision.id).order_by(Action.id)
    actions = session.scalars(made).all()
    if not actions:
        return
    said = undo(session, actions[0].id, by, now)
    for part in said:
        entry = session.get_one(OutboxEntry, part.of.id)
        if entry.state != "undone":
            raise ActionError(f"Отменить нельзя: {part.sentence}")
