"""What people look at: the outbox as a list, one action whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Action, ActionEvent, Comment, Evidence, OutboxEntry, Page
from models.outbox import OPEN
from moderation.undo import found


@dataclass(frozen=True, slots=True)
class Row:
    """An action with where it stands and the last that happened to it."""

    action: Action
    entry: OutboxEntry
    page: Page
    comment: Comment
    last: ActionEvent


@dataclass(frozen=True, slots=True)
class Whole:
    """An action with everything that happened to it and the evidence."""

    action: Action
    entry: OutboxEntry
    events: Sequence[ActionEvent]
    evidence: Evidence


def listing(session: Session, limit: int, states: Sequence[str] = OPEN) -> list[Row]:
    """Actions in these states: tasks of people first, then the newest."""
    query = rows().where(OutboxEntry.state.in_(states))
    order = (OutboxEntry.state != "by_hand", Action.id.desc())
    return [Row(*row) for row in session.execute(query.order_by(*order).limit(limit))]


def in_state(session: Session, state: str) -> int:
    """How many actions stand there."""
    query = select(func.count()).select_from(OutboxEntry).where(OutboxEntry.state == state)
    return session.scalar(query) or 0


def newest(
    session: Session, limit: int, states: Sequence[str], before: int | None = None
) -> list[Row]:
    """Actions in these states, the newest first; `before` is the last one of the part before."""
    query = rows().where(OutboxEntry.state.in_(states))
    if before is not None:
        query = query.where(Action.id < before)
    return [Row(*row) for row in session.execute(query.order_by(Action.id.desc()).limit(limit))]


def rows() -> Any:
    """The columns of `Row`, for all actions."""
    return (
        select(Action, OutboxEntry, Page, Comment, ActionEvent)
        .join(OutboxEntry, OutboxEntry.action_id == Action.id)
        .join(Page, Page.id == Action.page_id)
        .join(Comment, Comment.id == Action.comment_id)
        .join(
            ActionEvent,
            (ActionEvent.action_id == Action.id) & (ActionEvent.number == OutboxEntry.number),
        )
    )


def whole(session: Session, action_id: int) -> Whole:
    """One action. Raises ActionError where there is none."""
    action = found(session, action_id)
    query = select(ActionEvent).where(ActionEvent.action_id == action_id)
    return Whole(
        action,
        session.get_one(OutboxEntry, action_id),
        session.scalars(query.order_by(ActionEvent.number)).all(),
        session.get_one(Evidence, action_id),
    )


def of_comment(session: Session, comment_id: int) -> list[Row]:
    """What was done, or is to be done, about one comment; the newest first."""
    query = rows().where(Action.comment_id == comment_id).order_by(Action.id.desc())
    return [Row(*row) for row in session.execute(query)]
