"""Deciding about a card: the decision, and the intents that follow from it, in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import bindparam, exists, func, select
from sqlalchemy.orm import Session, aliased

from errors import OtklikError
from models import Action, Comment, Decision, OutboxEntry
from models.rules import GROUNDS
from moderation import queue
from moderation.cards import Card, card, locked
from moderation.intents import Cause, intend, supersede
from moderation.policy import (
    ESCALATED,
    EVERYTHING,
    Case,
    History,
    House,
    Proposal,
    grounded,
    propose,
)

REMOVALS = ("delete", "delete_and_ban")


class DecidingError(OtklikError):
    """This decision cannot be carried out; the message says why and what can be done."""


@dataclass(frozen=True, slots=True)
class Order:
    """What somebody decides. `ground`: the reason where it is not the card's own category.

    `until`: the end of a ban; without it the usual term. `seen`: the verdict he had before him.
    """

    action: str
    by: str
    note: str = ""
    ground: str = ""
    until: datetime | None = None
    origin: str = "decision"
    seen: int | None = None


def proposal(session: Session, house: House, item_id: int) -> Proposal:
    """What the regulation proposes about this card, as far as its page lets it."""
    found = card(session, item_id)
    history = history_of(session, found.author.id) if found.author else History()
    return proposed(house, found, history)


def proposed(house: House, card: Card, history: History) -> Proposal:
    """The same where card and history are at hand."""
    page = f"{card.page.network}:{card.page.external_id}"
    case = Case(
        card.item.categories,
        card.author is not None,
        _trusted(house, card),
        history,
        house.acting.get(page, EVERYTHING),
    )
    return propose(house, case)


def decide(
    session: Session, house: House, item_id: int, order: Order, now: datetime, grace: timedelta
) -> tuple[Decision, Sequence[Action]]:
    """Record the decision and make its intents. Raises QueueError, PolicyError, DecidingError."""
    if order.ground and order.ground not in GROUNDS:
        raise DecidingError(f"Основания «{order.ground}» нет. Есть: {', '.join(GROUNDS)}")
    found = locked(session, item_id)
    causes = _causes(session, house, found, order, now)
    ground = order.ground or next((cause.ground for _, cause in causes), "")
    decision = queue.decide(
        session, found.item, order.action, order.by, now, order.note, ground, order.seen
    )
    if order.action == "skip":
        return decision, []
    supersede(session, found.comment.id, [act for act, _ in causes], order.by, now)
    actions: list[Action] = []
    after: int | None = None
    for act, cause in causes:
        key = f"decision:{decision.id}"
        made = replace(cause, key=key, decision_id=decision.id, after=after)
        actions.append(intend(session, act, found.comment, made, now, grace))
        after = None if act == "preserve" else actions[-1].id  # a letter holds nothing up
    return decision, actions


def _causes(
    session: Session, house: House, found: Card, order: Order, now: datetime
) -> list[tuple[str, Cause]]:
    if order.action == "escalate":
        return [_preserving(found, order)]
    if order.action not in REMOVALS:
        return []
    # A threat is never deleted silently: the evidence is kept and the head hears of it.
    is_threat = any(category in ESCALATED for category in found.item.categories)
    first = [_preserving(found, order)] if is_threat else []
    return first + _removing(session, house, found, order, now)


def _preserving(found: Card, order: Order) -> tuple[str, Cause]:
    known = [category for category in found.item.categories if category in ESCALATED]
    ground = order.ground or next(iter([*known, *found.item.categories]), "")
    return "preserve", _cause(order, ground, "")


def _removing(
    session: Session, house: House, found: Card, order: Order, now: datetime
) -> list[tuple[str, Cause]]:
    grounds = [order.ground] if order.ground else found.item.categories
    _refuse_untouchable(house, found, order)
    removal = grounded(house.regulation, "delete", grounds)
    deleting = ("delete", _cause(order, removal.ground, removal.paragraph))
    if order.action == "delete" or found.author is None:
        return [deleting]
    ban = grounded(house.regulation, "ban", [removal.ground])
    until = order.until or _end(house, history_of(session, found.author.id), now)
    banning = _cause(order, ban.ground, ban.paragraph)
    # A ban comes first: OK bans only while it deletes.
    return [("ban", replace(banning, until=until)), deleting]


def _refuse_untouchable(house: House, found: Card, order: Order) -> None:
    if _trusted(house, found):
        raise DecidingError("Доверенный автор (trusted): его не удаляют и не ограничивают")
    if order.action == "delete_and_ban" and found.author is None:
        raise DecidingError("Соцсеть скрыла автора: в чёрный список его не внести. Есть: delete")


def _trusted(house: House, found: Card) -> bool:
    return found.author is not None and house.trusts(found.page.network, found.author.external_id)


def _end(house: House, history: History, now: datetime) -> datetime | None:
    term = house.term(history.bans)
    return None if term is None else now + term


def _cause(order: Order, ground: str, paragraph: str) -> Cause:
    return Cause("", order.origin, order.by, ground=ground, paragraph=paragraph, note=order.note)


_LATER = aliased(Action)
DONE = (  # one row: what was carried out about :author and not taken back
    select(
        func.count().filter(Action.act == "delete").label("deletions"),
        func.count().filter(Action.act == "ban").label("bans"),
    )
    .join(OutboxEntry, OutboxEntry.action_id == Action.id)
    .join(Comment, Comment.id == Action.comment_id)
    .where(
        Comment.author_id == bindparam("author"),
        Action.act.in_(("delete", "ban")),
        OutboxEntry.state == "done",
        ~exists().where(_LATER.undoes == Action.id, _LATER.origin == "undo"),
    )
    .subquery()
)
_HISTORY = select(DONE)


def history_of(session: Session, author_id: int) -> History:
    """What was carried out about this author and not taken back."""
    return History(*session.execute(_HISTORY, {"author": author_id}).one())
