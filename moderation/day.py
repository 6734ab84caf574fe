"""A day at the queue: what residents wrote, what was flagged, what people decided about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select, tuple_
from sqlalchemy.orm import Session

from models import Author, Comment, Decision, Page, ReviewItem
from models.review import UNDO


@dataclass(frozen=True, slots=True)
class Day:
    """How many messages, of them flagged; cards decided, by decision."""

    written: int
    flagged: int
    decided: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Message:
    """What a resident wrote, and where."""

    comment: Comment
    page: Page
    author: Author | None


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision that is still the last word on its card, and of which text."""

    decision: Decision
    comment: Comment
    page: Page


def day(session: Session, since: datetime) -> Day:
    """Everything from that moment on; by the network's time of writing."""
    by_action = select(Decision.action, func.count()).where(*_standing(since))
    return Day(
        _count(session, Comment.created_at >= since, ~Comment.context),
        _count(session, ReviewItem.opened_at >= since),
        dict(session.execute(by_action.group_by(Decision.action)).all()),
    )


def _count(session: Session, *which: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).where(*which)) or 0


def _standing(since: datetime) -> tuple[ColumnElement[bool], ...]:
    """Last words of that time: neither passed over nor taken back."""
    newest = (
        select(func.max(Decision.id))
        .where(Decision.decided_at >= since, Decision.action != "skip")
        .group_by(Decision.item_id)
    )
    return Decision.id.in_(newest), Decision.action != UNDO


def messages(
    session: Session, since: datetime, limit: int, before: int | None = None
) -> list[Message]:
    """What residents wrote from that moment on, the newest first; `before` ends the last part."""
    query = _messages().where(Comment.created_at >= since)
    last = session.get(Comment, before) if before else None
    if last is not None:
        query = query.where(tuple_(Comment.created_at, Comment.id) < (last.created_at, last.id))
    order = Comment.created_at.desc(), Comment.id.desc()
    return _read(session, query.order_by(*order).limit(limit))


def stored(session: Session, limit: int, after: int = 0) -> list[Message]:
    """All that is stored, in the order it came; `after` is the last comment of the part before."""
    query = _messages().where(Comment.id > after).order_by(Comment.id).limit(limit)
    return _read(session, query)


def _read(session: Session, query: Select[Comment, Page, Author]) -> list[Message]:
    return [Message(comment, page, author) for comment, page, author in session.execute(query)]


def _messages() -> Select[Comment, Page, Author]:
    return (
        select(Comment, Page, Author)
        .join(Page, Page.id == Comment.page_id)
        .outerjoin(Author, Author.id == Comment.author_id)
        .where(~Comment.context)
    )


def decided(
    session: Session, since: datetime, limit: int, action: str = "", before: int | None = None
) -> list[Decided]:
    """The decisions that `day` counts, the newest first; `before`: the last of the former part."""
    query = (
        select(Decision, Comment, Page)
        .join(ReviewItem, ReviewItem.id == Decision.item_id)
        .join(Comment, Comment.id == ReviewItem.comment_id)
        .join(Page, Page.id == Comment.page_id)
        .where(*_standing(since))
    )
    if action:
        query = query.where(Decision.action == action)
    if before:
        query = query.where(Decision.id < before)
    rows = session.execute(query.order_by(Decision.id.desc()).limit(limit))
    return [Decided(*row) for row in rows]
