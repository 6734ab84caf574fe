"""What stands around a message: the post, what it answers, what was answered to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from models import Author, Comment

LONGEST = 30  # messages of one thread: more is read on the network


@dataclass(frozen=True, slots=True)
class Line:
    """One message of the thread; `own`: the page itself wrote it; `this`: it is the incident's."""

    author: str
    text: str
    at: datetime
    own: bool
    this: bool
    deleted: bool


def thread(session: Session, comment: Comment) -> Sequence[Line]:
    """The comment with its parent, siblings and replies, in order of time."""
    rows = session.execute(
        select(Comment, Author.name)
        .outerjoin(Author, Author.id == Comment.author_id)
        .where(_around(comment))
        .order_by(Comment.created_at, Comment.id)
        .limit(LONGEST)
    )
    return tuple(
        Line(
            name or "",
            found.text,
            found.created_at,
            found.context,
            found.id == comment.id,
            found.deleted_at is not None,
        )
        for found, name in rows
    )


def _around(comment: Comment) -> ColumnElement[bool]:
    root = comment.parent or comment.external_id
    same = Comment.network == comment.network
    if comment.post_id is None:  # without a post only identity has an index
        return same & Comment.external_id.in_((root, comment.external_id))
    in_thread = or_(Comment.parent == root, Comment.external_id == root, Comment.id == comment.id)
    return (Comment.post_id == comment.post_id) & in_thread
