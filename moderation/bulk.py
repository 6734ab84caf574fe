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
from moderation import cards, clusters
from moderation.deciding import Order, decide
from moderation.policy import House


def alike(session: Session, item_id: int, by: str, now: datetime) -> Sequence[Comment]:
    """Comments of open cards with nearly the same text as this one, without what others hold."""
    seed = cards.card(session, item_id).comment
    found = clusters.alike(session, seed, by, now)
    return session.scalars(select(Comment).where(Comment.id.in_(found)).order_by(Comment.id)).all()


def by_author(
    session: Session, item_id: int, since: datetime, until: datetime
) -> Sequence[Comment]:
    """All standing comments of this card's author in a period, on all pages of the network.

    Those that somebody has decided about are left as they are.
    """
    author = cards.card(session, item_id).author
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


def decide_all(
    session: Session,
    house: House,
    comments: Iterable[Comment],
    order: Order,
    now: datetime,
    grace: timedelta,
    seed: Comment | None = None,
) -> list[Action]:
    """Decide about each, all or none; a ban is made once for an author and page.

    `seed` is the one of which the same was decided just before. Raises as `decide`.
    """
    made: list[Action] = []
    banned = {(seed.author_id, seed.page_id)} if seed else set()
    # Always in one order: of two people who decide about many at once one waits for the other.
    for comment in sorted(comments, key=lambda comment: comment.id):
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
    card = ReviewItem(comment.id, comment.page_id, comment.network, verdict, "open", 1, [], now)
    session.add(card)
    session.flush()
    return card
