"""Cards as people look at them: read whole, changed nowhere here."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from errors import OtklikError
from models import Author, Comment, Decision, Page, Post, ReviewItem, StoredVerdict


class QueueError(OtklikError):
    """The card cannot be shown or decided; the message says why."""


class NoCard(QueueError):
    """There is no card of this number."""


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


# Made once: putting such a statement together takes longer than the database does.
_DETAILS = (
    select(ReviewItem, Comment, Page, StoredVerdict, Author, Post)
    .join(Comment, Comment.id == ReviewItem.comment_id)
    .join(Page, Page.id == Comment.page_id)
    .join(StoredVerdict, StoredVerdict.id == ReviewItem.verdict_id)
    .outerjoin(Author, Author.id == Comment.author_id)
    .outerjoin(Post, Post.id == Comment.post_id)
)
_ONE = _DETAILS.where(ReviewItem.id == bindparam("card"))
_LOCKED = _ONE.with_for_update(of=ReviewItem).execution_options(populate_existing=True)
_MANY = _DETAILS.where(ReviewItem.id.in_(bindparam("cards", expanding=True)))


def cards(session: Session, ids: Sequence[int]) -> list[Card]:
    """These cards, in this order."""
    rows = session.execute(_MANY, {"cards": ids})
    found = {row[0].id: Card(*row) for row in rows}
    return [found[id] for id in ids]


def card(session: Session, item_id: int) -> Card:
    """One card, whatever its state. Raises NoCard."""
    return _found(session, _ONE, item_id)


def locked(session: Session, item_id: int) -> Card:
    """One card as it is now, and nobody else's to change in this transaction. Raises NoCard."""
    return _found(session, _LOCKED, item_id)


def _found(session: Session, query: Select[*tuple[Any, ...]], item_id: int) -> Card:
    row = session.execute(query, {"card": item_id}).one_or_none()
    if row is None:
        raise NoCard(f"Карточки {item_id} нет. Список: otklik queue list")
    return Card(*row)


def show(session: Session, item_id: int) -> OpenedCard:
    """One card with what it answers and what was decided. Raises as `card`."""
    found = card(session, item_id)
    comment = found.comment
    parent = session.scalar(
        select(Comment).where(
            Comment.network == comment.network, Comment.external_id == comment.parent
        )
    )
    decisions = session.scalars(
        select(Decision).where(Decision.item_id == item_id).order_by(Decision.id)
    ).all()
    return OpenedCard(found, parent, decisions)
