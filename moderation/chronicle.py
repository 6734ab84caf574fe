"""Who did what: decisions, actions, pauses and what the automatics found, in order of time."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from heapq import merge
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import (
    Action,
    ActionEvent,
    Comment,
    Decision,
    Page,
    Pause,
    ReviewItem,
    StoredVerdict,
    Trial,
)
from moderation.automatic import NAME

AT_ONCE = 500  # rows held in memory


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the log.

    `kind`: decision, action, pause or automatic; `number` of the card or action; `what`: the
    decision, the act, `pause` or `resume`, the category; `state` an action came into. `decided_by`
    ordered it, `by` did it.
    """

    at: datetime
    kind: str
    what: str
    by: str
    number: int | None = None
    state: str = ""
    decided_by: str = ""
    ground: str = ""
    paragraph: str = ""
    page: str = ""
    comment: str = ""
    details: dict[str, Any] = field(default_factory=dict)


def entries(session: Session) -> Iterator[Entry]:
    """Everything that was ever done."""
    streams = (_decisions(session), _actions(session), _pauses(session), _automatic(session))
    yield from merge(*streams, key=lambda entry: entry.at)


def _decisions(session: Session) -> Iterator[Entry]:
    query = (
        select(Decision, Comment.external_id, Page)
        .join(ReviewItem, ReviewItem.id == Decision.item_id)
        .join(Comment, Comment.id == ReviewItem.comment_id)
        .join(Page, Page.id == Comment.page_id)
        .order_by(Decision.decided_at, Decision.id)
    )
    for made, comment, page in _rows(session, query):
        yield Entry(
            made.decided_at,
            "decision",
            made.action,
            made.by,
            made.item_id,
            decided_by=made.by,
            ground=made.ground,
            page=_name(page),
            comment=comment,
            details={"note": made.note} if made.note else {},
        )


def _actions(session: Session) -> Iterator[Entry]:
    query = (
        select(ActionEvent, Action, Comment.external_id, Page)
        .join(Action, Action.id == ActionEvent.action_id)
        .join(Page, Page.id == Action.page_id)
        .join(Comment, Comment.id == Action.comment_id)
        .order_by(ActionEvent.at, ActionEvent.id)
    )
    for event, action, comment, page in _rows(session, query):
        yield Entry(
            event.at,
            "action",
            action.act,
            event.by,
            action.id,
            event.what,
            action.by,
            action.ground,
            action.paragraph,
            _name(page),
            comment,
            event.details,
        )


def _pauses(session: Session) -> Iterator[Entry]:
    for pause in session.scalars(select(Pause).order_by(Pause.at, Pause.id)):
        details = {"note": pause.note} if pause.note else {}
        what = "pause" if pause.paused else "resume"
        yield Entry(pause.at, "pause", what, pause.by, decided_by=pause.by, details=details)


def _automatic(session: Session) -> Iterator[Entry]:
    query = (
        select(Trial, Comment.external_id, Page)
        .join(StoredVerdict, StoredVerdict.id == Trial.verdict_id)
        .join(Comment, Comment.id == StoredVerdict.comment_id)
        .join(Page, Page.id == Comment.page_id)
        .order_by(Trial.at, Trial.id)
    )
    for trial, comment, page in _rows(session, query):
        yield Entry(
            trial.at,
            "automatic",
            trial.category,
            NAME,
            state="acted" if trial.acted else "noted",
            page=_name(page),
            comment=comment,
            details={"score": trial.score, "threshold": trial.threshold},
        )


def _rows(session: Session, query: Any) -> Any:
    return session.execute(query.execution_options(yield_per=AT_ONCE))


def _name(page: Page) -> str:
    return f"{page.network}:{page.external_id}"
