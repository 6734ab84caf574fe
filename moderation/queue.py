"""The review queue: cards open by themselves, people close them."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from models import Comment, Decision, Judgement, ReviewItem, rows_of
from models.review import DECISIONS
from moderation import clusters
from moderation.cards import QueueError

URGENT = frozenset({"threat"})


def enqueue(session: Session, judgements: Iterable[Judgement], now: datetime) -> int:
    """Open a card for each flagged comment, clear the card of one no longer flagged.

    Returns how many of the judged comments are flagged.
    """
    judged = {judgement.comment_id: judgement for judgement in judgements}
    # A comment seen for the first time has no card yet.
    edited = [key for key, found in judged.items() if found.version > 1]
    cards = _cards_of(session, edited) if edited else {}
    flagged = {key: found for key, found in judged.items() if found.verdict.flags}
    comments = _comments(session, flagged) if flagged else {}
    rows = [_row(flagged[key], comments[key], now) for key in flagged if key not in cards]
    if rows:
        session.execute(insert(rows_of(ReviewItem)), rows)
    for key, card in cards.items():
        if key in flagged:
            _reopen(card, judged[key], now)
        elif card.state == "open":
            card.state = "cleared"
    clusters.forget(session, [key for key in flagged if key in cards])
    clusters.remember(session, {key: comment.text for key, comment in comments.items()})
    return len(flagged)


def _cards_of(session: Session, comments: Collection[int]) -> dict[int, ReviewItem]:
    found = session.scalars(select(ReviewItem).where(ReviewItem.comment_id.in_(comments)))
    return {card.comment_id: card for card in found}


def _comments(session: Session, ids: Collection[int]) -> dict[int, Any]:
    columns = (Comment.id, Comment.page_id, Comment.network, Comment.text)
    return {row.id: row for row in session.execute(select(*columns).where(Comment.id.in_(ids)))}


def _row(judgement: Judgement, comment: Any, now: datetime) -> dict[str, Any]:
    return {
        "comment_id": comment.id,
        "page_id": comment.page_id,
        "network": comment.network,
        "verdict_id": judgement.verdict_id,
        "state": "open",
        "urgency": _urgency(judgement),
        "categories": list(judgement.verdict.flags),
        "opened_at": now,
    }


def _urgency(judgement: Judgement) -> int:
    return 0 if URGENT & set(judgement.verdict.flags) else 1


def _reopen(card: ReviewItem, judgement: Judgement, now: datetime) -> None:
    # An open card keeps its place in the line: an author who edits must not push it to the end.
    if card.state != "open" or _urgency(judgement) < card.urgency:
        card.opened_at = now
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


def decide(
    session: Session,
    item: ReviewItem,
    action: str,
    by: str,
    now: datetime,
    note: str = "",
    ground: str = "",
    seen: int | None = None,
) -> Decision:
    """A named person decides about a locked card (`cards.locked`); one skipped stays open.

    `seen` is the verdict that he had before him: about a text edited since he has to look again.
    Raises QueueError where it cannot be.
    """
    if action not in DECISIONS:
        raise QueueError(f"Решения «{action}» нет. Есть: {', '.join(DECISIONS)}")
    _refuse(item, by, now, seen)
    decision = Decision(item.id, item.verdict_id, action, by, now, note, ground)
    session.add(decision)
    if action != "skip":
        item.state = "decided"
    item.held_by = item.held_until = None
    session.flush()
    return decision


def _refuse(item: ReviewItem, by: str, now: datetime, seen: int | None) -> None:
    if item.state != "open":
        raise QueueError(f"Карточка {item.id} уже закрыта. Журнал: otklik queue show {item.id}")
    if item.held_by not in (None, by) and item.held_until and item.held_until > now:
        raise QueueError(f"Карточку {item.id} сейчас решает {item.held_by}")
    if seen not in (None, item.verdict_id):
        raise QueueError(f"Комментарий карточки {item.id} изменили: посмотрите новый текст")
