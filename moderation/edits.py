"""Edits that the outbox comes upon before any pass has read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from models import Action, Comment, CommentVersion, OutboxEntry, StoredVerdict


@dataclass(frozen=True, slots=True)
class Edit:
    """A version of a comment that no verdict has judged."""

    comment_id: int
    version: int
    text: str


def note(session: Session, action: Action, text: str, now: datetime) -> None:
    """Keep what the comment says now beside what was decided on, unless a pass has done so."""
    comment = session.get_one(
        Comment, action.comment_id, with_for_update=True, populate_existing=True
    )
    if comment.version != action.version:
        return
    session.add(CommentVersion(comment.id, comment.version, comment.text, now))
    comment.text, comment.version, comment.edited_at = text, comment.version + 1, now


def unjudged(session: Session) -> Sequence[Edit]:
    """Texts that stopped an action and that no pass will judge, because they are known already."""
    judged = exists().where(
        StoredVerdict.comment_id == Comment.id, StoredVerdict.version == Comment.version
    )
    rows = session.execute(
        select(Comment.id, Comment.version, Comment.text)
        .join(Action, Action.comment_id == Comment.id)
        .join(OutboxEntry, OutboxEntry.action_id == Action.id)
        .where(OutboxEntry.state == "stopped", Comment.version > Action.version, ~judged)
        .where(Comment.purged_at.is_(None))
        .distinct()
    )
    return [Edit(*row) for row in rows]
