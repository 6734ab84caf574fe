"""What a person must know around a card: the thread, the author, what was decided and done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select, true
from sqlalchemy.orm import Session

from models import Comment, CommentVersion, Decision, ReviewItem
from moderation import overview
from moderation.cards import Card
from moderation.deciding import DONE
from moderation.evidence import Said, thread
from moderation.overview import Row
from moderation.policy import History

LATEST = 5  # decisions about the author's other comments


@dataclass(frozen=True, slots=True)
class Past:
    """What is known of an author: how much was written, what was done, the last decisions."""

    comments: int
    done: History
    deleted_at: datetime | None
    decisions: Sequence[tuple[Decision, Comment]]


@dataclass(frozen=True, slots=True)
class Context:
    """All around a card. `branch`: how many comments the thread has, with this one.

    `above` is what it answers, the oldest first; `earlier` its former texts, the oldest first;
    `actions` the newest first.
    """

    above: Sequence[Said]
    branch: int
    past: Past | None
    decisions: Sequence[Decision]
    earlier: Sequence[CommentVersion]
    actions: Sequence[Row]


_BRANCH = (  # what answers the comment that began the thread
    select(func.count().label("answers"))
    .where(Comment.post_id == bindparam("post"), Comment.parent == bindparam("root"))
    .subquery()
)
_WRITTEN = (
    select(func.count().label("comments"), func.max(Comment.deleted_at).label("deleted_at"))
    .where(Comment.author_id == bindparam("author"))
    .subquery()
)
_DECIDED = (
    select(func.count().label("decisions")).where(Decision.item_id == bindparam("card")).subquery()
)
# Four rows side by side: a question of its own costs more than its answer.
_FIGURES = (
    select(_BRANCH, _WRITTEN, DONE, _DECIDED)
    .join_from(_BRANCH, _WRITTEN, true())
    .join(DONE, true())
    .join(_DECIDED, true())
)
_DECISIONS = select(Decision).where(Decision.item_id == bindparam("card")).order_by(Decision.id)
_EARLIER = (
    select(CommentVersion)
    .where(CommentVersion.comment_id == bindparam("comment"))
    .order_by(CommentVersion.version)
)
_OTHERS = (
    select(Decision, Comment)
    .join(ReviewItem, ReviewItem.id == Decision.item_id)
    .join(Comment, Comment.id == ReviewItem.comment_id)
    .where(
        Comment.author_id == bindparam("author"),
        ReviewItem.id != bindparam("card"),
        Decision.action != "skip",
    )
    .order_by(Decision.id.desc())
    .limit(LATEST)
)


def context(session: Session, card: Card) -> Context:
    """Read it, in a fixed number of queries but for the thread above."""
    comment, one = card.comment, {"card": card.item.id}
    above = thread(session, comment)
    root = above[0].comment if above else comment
    who = {"author": card.author.id if card.author else None}
    branch = {"post": comment.post_id, "root": root.external_id}
    figures = session.execute(_FIGURES, one | who | branch).one()
    others = session.execute(_OTHERS, one | who).all() if figures.comments > 1 else ()
    earlier = session.scalars(_EARLIER, {"comment": comment.id}) if comment.version > 1 else ()
    return Context(
        above,
        1 + figures.answers,
        _past(figures, others) if card.author else None,
        session.scalars(_DECISIONS, one).all() if figures.decisions else (),
        list(earlier),
        overview.of_comment(session, comment.id) if figures.decisions else (),
    )


def _past(figures: Any, others: Iterable[Any]) -> Past:
    done = History(figures.deletions, figures.bans)
    made = [(decision, comment) for decision, comment in others]
    return Past(figures.comments, done, figures.deleted_at, made)
