"""A decision about a card through both stages: moderation records it, incidents take it up."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from incidents.candidates import put_down, take_up
from models import Action, Decision, ReviewItem
from moderation import deciding, takeback
from moderation.deciding import Order
from moderation.policy import House


def decide(
    session: Session,
    house: House,
    item_id: int,
    order: Order,
    now: datetime,
    grace: timedelta,
    matter: bool = False,
) -> tuple[Decision, Sequence[Action]]:
    """Record the decision; `matter`: beside it the message goes to the incidents.

    Raises as `moderation.deciding.decide`.
    """
    made = deciding.decide(session, house, item_id, order, now, grace)
    if matter or order.action == "incident":
        take_up(session, _comment(session, item_id), now)
    return made


def take_back(session: Session, by: str, now: datetime, grace: timedelta) -> Sequence[Decision]:
    """The last decision of this person, and the incidents that it made. Raises as `takeback`."""
    made = takeback.take_back(session, by, now, grace)
    for decision in made:
        put_down(session, _comment(session, decision.item_id), decision.decided_at)
    return made


def _comment(session: Session, item_id: int) -> int:
    return session.get_one(ReviewItem, item_id).comment_id
