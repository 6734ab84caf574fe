"""One decision for many: near-identical comments, or all of an author's in a period.

First the preview, then the same list decided; every comment gets its own decision and actions.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from errors import OtklikError
from models import Action, Comment, ReviewItem, StoredVerdict
from moderation import queue
from moderation.deciding import Order, decide
from moderation.policy import House

ALIKE = 0.7  # share of common four-letter pieces from which texts are the same
PIECE = 4


def alike(session: Session, item_id: int) -> Sequence[Comment]:
    """Comments of open cards with nearly the same text as this one, itself first."""
    seed = queue.show(session, item_id).card.comment
    others = session.scalars(
        select(Comment)
        .join(ReviewItem, ReviewItem.comment_id == Comment.id)
        .where(ReviewItem.state == "open", Comment.id != seed.id)
        .order_by(Comment.id)
    )
    wanted = pieces(seed.text)
    return [seed, *(other for other in others if likeness(wanted, pieces(other.text)) >= ALIKE)]


def by_author(
    session: Session, item_id: int, since: datetime, until: datetime
) -> Sequence[Comment]:
    """All standing comments of this card's author in a period, on all pages of the network.

    Those that somebody has decided about are left as they are.
    """
    author = queue.show(session, item_id).card.author
    if author is None:
        raise OtklikError("Соцсеть скрыла автора: его комментарии не собрать")
    query = select(Comment).where(
        Comment.author_id == author.id,
        Comment.created_at.between(since, until),
        Comment.deleted_at.is_(None),
        Comment.context.is_(False),
        Comment.id.not_in(select(ReviewItem.comment_id).where(ReviewItem.state == "decided")),
    )
    return session.scalars(query.order_by(Comment.id)).all()


def pieces(text: str) -> frozenset[str]:
    """The text as a set of overlapping pieces of its letters and digits."""
    plain = "".join(char for char in text.lower().replace("ё", "е") if char.isalnum())
    return frozenset(plain[i : i + PIECE] for i in range(max(1, len(plain) - PIECE + 1)))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """How much two texts share, 0..1."""
    return len(one & other) / len(one | other)


def decide_all(
    session: Session,
    house: House,
    comments: Iterable[Comment],
    order: Order,
    now: datetime,
    grace: timedelta,
) -> list[Action]:
    """Decide about each, all or none; a ban is made once for an author and page.

    Raises as `decide`.
    """
    made: list[Action] = []
    banned: set[tuple[int | None, int]] = set()
    for comment in comments:
        who = comment.author_id, comment.page_id
        once = order.action == "delete_and_ban" and who in banned
        single = replace(order, action="delete") if once else order
        banned.add(who)
        card = _card(session, comment, now)
        made += decide(session, house, card.id, single, now, grace)[1]
    return made


def _card(session: Session, comment: Comment, now: datetime) -> ReviewItem:
    """Its card; one that was cleared or never opened is opened by the person who decides."""
    card = session.scalar(select(ReviewItem).where(ReviewItem.comment_id == comment.id))
    if card is not None:
        card.state = "open" if card.state == "cleared" else card.state
        return card
    query = select(StoredVerdict.id).where(StoredVerdict.comment_id == comment.id)
    verdict = session.scalar(query.order_by(StoredVerdict.id.desc()).limit(1))
    if verdict is None:
        raise OtklikError(f"Комментарий {comment.id} ещё не размечен: otklik run")
    card = ReviewItem(comment.id, verdict, "open", 1, [], now)
    session.add(card)
    session.flush()
    return card
