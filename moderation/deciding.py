"""Deciding about a card: the decision, and the intents that follow from it, in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, aliased

from errors import OtklikError
from models import Action, Comment, Decision, OutboxEntry
from models.rules import GROUNDS
from moderation import queue
from moderation.cards import Card, card
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


@dataclass(frozen=True, slots=True)
class _Subject:
    """A card, and what was done about its author before."""

    card: Card
    history: History


def proposal(session: Session, house: House, item_id: int) -> Proposal:
    """What the regulation proposes about this card, as far as its page lets it."""
    subject = _subject(session, item_id)
    return proposed(house, subject.card, subject.history)


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
    subject = _subject(session, item_id)
    causes = _causes(house, subject, order, now)
    ground = order.ground or next((cause.ground for _, cause in causes), "")
    decision = queue.decide(
        session, item_id, order.action, order.by, now, order.note, ground, order.seen
    )
    if order.action == "skip":
        return decision, []
    supersede(session, subject.card.comment.id, order.by, now)
    actions: list[Action] = []
    for act, cause in causes:
        key = f"decision:{decision.id}"
        after = actions[-1].id if actions else None
        made = replace(cause, key=key, decision_id=decision.id, after=after)
        actions.append(intend(session, act, subject.card.comment, made, now, grace))
    return decision, actions


def _causes(
    house: House, subject: _Subject, order: Order, now: datetime
) -> list[tuple[str, Cause]]:
    if order.action == "escalate":
        return [_preserving(subject, order)]
    if order.action not in REMOVALS:
        return []
    # A threat is never deleted silently: the evidence is kept and the head hears of it.
    is_threat = any(category in ESCALATED for category in subject.card.item.categories)
    first = [_preserving(subject, order)] if is_threat else []
    return first + _removing(house, subject, order, now)


def _preserving(subject: _Subject, order: Order) -> tuple[str, Cause]:
    known = [category for category in subject.card.item.categories if category in ESCALATED]
    ground = order.ground or next(iter([*known, *subject.card.item.categories]), "")
    return "preserve", _cause(order, ground, "")


def _removing(
    house: House, subject: _Subject, order: Order, now: datetime
) -> list[tuple[str, Cause]]:
    grounds = [order.ground] if order.ground else subject.card.item.categories
    _refuse_untouchable(house, subject, order)
    removal = grounded(house.regulation, "delete", grounds)
    deleting = ("delete", _cause(order, removal.ground, removal.paragraph))
    if order.action == "delete":
        return [deleting]
    ban = grounded(house.regulation, "ban", [removal.ground])
    until = order.until or _end(house, subject, now)
    banning = _cause(order, ban.ground, ban.paragraph)
    # A ban comes first: OK bans only while it deletes.
    return [("ban", replace(banning, until=until)), deleting]


def _refuse_untouchable(house: House, subject: _Subject, order: Order) -> None:
    if _trusted(house, subject.card):
        raise DecidingError("Доверенный автор (trusted): его не удаляют и не ограничивают")
    if order.action == "delete_and_ban" and subject.card.author is None:
        raise DecidingError("Соцсеть скрыла автора: в чёрный список его не внести. Есть: delete")


def _trusted(house: House, card: Card) -> bool:
    return card.author is not None and house.trusts(card.page.network, card.author.external_id)


def _end(house: House, subject: _Subject, now: datetime) -> datetime | None:
    term = house.term(subject.history.bans)
    return None if term is None else now + term


def _cause(order: Order, ground: str, paragraph: str) -> Cause:
    return Cause("", order.origin, order.by, ground=ground, paragraph=paragraph, note=order.note)


def _subject(session: Session, item_id: int) -> _Subject:
    found = card(session, item_id)
    history = history_of(session, found.author.id) if found.author else History()
    return _Subject(found, history)


def history_of(session: Session, author_id: int) -> History:
    """What was carried out about this author and not taken back."""
    later = aliased(Action)
    undone = exists().where(later.undoes == Action.id, later.origin == "undo")
    counted = (
        select(Action.act, func.count())
        .join(OutboxEntry, OutboxEntry.action_id == Action.id)
        .join(Comment, Comment.id == Action.comment_id)
        .where(
            Comment.author_id == author_id,
            Action.act.in_(("delete", "ban")),
            OutboxEntry.state == "done",
            ~undone,
        )
        .group_by(Action.act)
    )
    done = dict(session.execute(counted).all())
    return History(done.get("delete", 0), done.get("ban", 0))
