"""The review queue: cards open by themselves, people close them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from errors import OtklikError
from models import (
    Author,
    Comment,
    Decision,
    Judgement,
    Page,
    Post,
    ReviewItem,
    StoredVerdict,
    rows_of,
)
from models.review import DECISIONS

URGENT = frozenset({"threat"})


class QueueError(OtklikError):
    """The card cannot be shown or decided; the message says why."""


@dataclass(frozen=True, slots=True)
class Card:
    """All that a moderator needs to decide about one comment."""

    item: ReviewItem
    comment: Comment
    page: Page
    verdict: StoredVerdict
    author: Author | None
    post: Post | None


@dataclass(frozen=True, slots=True)
class OpenedCard:
    """A card with the comment it answers and what was decided about it before."""

    card: Card
    parent: Comment | None
    decisions: Sequence[Decision]


def enqueue(session: Session, judgements: Iterable[Judgement], now: datetime) -> int:
    """Open a card for each flagged comment, clear the card of one no longer flagged.

    Returns how many of the judged comments are flagged.
    """
    judged = {judgement.comment_id: judgement for judgement in judgements}
    # A comment seen for the first time has no card yet.
    edited = [key for key, found in judged.items() if found.version > 1]
    cards = _cards_of(session, edited) if edited else {}
    flagged = {key: found for key, found in judged.items() if found.verdict.flags}
    rows = [_row(found, now) for key, found in flagged.items() if key not in cards]
    if rows:
        session.execute(insert(rows_of(ReviewItem)), rows)
    for key, card in cards.items():
        if key in flagged:
            _reopen(card, judged[key])
        elif card.state == "open":
            card.state = "cleared"
    return len(flagged)


def _cards_of(session: Session, comments: Collection[int]) -> dict[int, ReviewItem]:
    found = session.scalars(select(ReviewItem).where(ReviewItem.comment_id.in_(comments)))
    return {card.comment_id: card for card in found}


def _row(judgement: Judgement, now: datetime) -> dict[str, Any]:
    return {
        "comment_id": judgement.comment_id,
        "verdict_id": judgement.verdict_id,
        "state": "open",
        "urgency": _urgency(judgement),
        "categories": list(judgement.verdict.flags),
        "opened_at": now,
    }


def _urgency(judgement: Judgement) -> int:
    return 0 if URGENT & set(judgement.verdict.flags) else 1


def _reopen(card: ReviewItem, judgement: Judgement) -> None:
    card.state = "open"
    card.verdict_id = judgement.verdict_id
    card.urgency = _urgency(judgement)
    card.categories = list(judgement.verdict.flags)


def withdraw(session: Session, comments: Collection[int]) -> None:
    """The comments are gone from the network: nothing is left to decide."""
    _turn(session, comments, "open", "withdrawn")


def bring_back(session: Session, comments: Collection[int]) -> None:
    """The comments stand again: their undecided cards are open again."""
    _turn(session, comments, "withdrawn", "open")


def _turn(session: Session, comments: Collection[int], old: str, new: str) -> None:
    if comments:
        session.execute(
            update(ReviewItem)
            .where(ReviewItem.comment_id.in_(comments), ReviewItem.state == old)
            .values(state=new)
        )


def waiting(session: Session) -> int:
    """How many cards are open."""
    return (
        session.scalar(
            select(func.count()).select_from(ReviewItem).where(ReviewItem.state == "open")
        )
        or 0
    )


def listing(session: Session, limit: int, category: str | None = None) -> list[Card]:
    """Open cards: the most urgent first, then the oldest."""
    query = _with_details().where(ReviewItem.state == "open")
    rows = session.execute(
        query.order_by(ReviewItem.urgency, ReviewItem.opened_at, ReviewItem.id).execution_options(
            yield_per=100
        )
    )
    wanted = (Card(*row) for row in rows)
    chosen = (card for card in wanted if category is None or category in card.item.categories)
    return [card for _, card in zip(range(limit), chosen, strict=False)]


def _with_details() -> Any:
    return (
        select(ReviewItem, Comment, Page, StoredVerdict, Author, Post)
        .join(Comment, Comment.id == ReviewItem.comment_id)
        .join(Page, Page.id == Comment.page_id)
        .join(StoredVerdict, StoredVerdict.id == ReviewItem.verdict_id)
        .outerjoin(Author, Author.id == Comment.author_id)
        .outerjoin(Post, Post.id == Comment.post_id)
    )


def show(session: Session, item_id: int) -> OpenedCard:
    """One card, whatever its state. Raises QueueError where there is none."""
    row = session.execute(_with_details().where(ReviewItem.id == item_id)).one_or_none()
    if row is None:
        raise QueueError(f"Карточки {item_id} нет. Список: otklik queue list")
    comment: Comment = row[1]
    parent = session.scalar(
        select(Comment).where(
            Comment.network == comment.network, Comment.external_id == comment.parent
        )
    )
    decisions = session.scalars(
        select(Decision).where(Decision.item_id == item_id).order_by(Decision.id)
    ).all()
    return OpenedCard(Card(*row), parent, decisions)


def decide(
    session: Session,
    item_id: int,
    action: str,
    by: str,
    now: datetime,
    note: str = "",
    ground: str = "",
) -> Decision:
    """A named person decides; a skipped card stays open. Raises QueueError where it cannot be."""
    if action not in DECISIONS:
        raise QueueError(f"Решения «{action}» нет. Есть: {', '.join(DECISIONS)}")
    item = session.get(ReviewItem, item_id, with_for_update=True)
    if item is None:
        raise QueueError(f"Карточки {item_id} нет. Список: otklik queue list")
    if item.state != "open":
        raise QueueError(f"Карточка {item_id} уже закрыта. Журнал: otklik queue show {item_id}")
    decision = Decision(
        item_id=item_id,
        verdict_id=item.verdict_id,
        action=action,
        by=by,
        decided_at=now,
        note=note,
        ground=ground,
    )
    session.add(decision)
    if action != "skip":
        item.state = "decided"
    session.flush()
    return decision
