"""What a person must know around a card: the thread, the author, what was decided and done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from models import Author, Comment, CommentVersion, Decision, ReviewItem
from moderation import overview
from moderation.cards import Card
from moderation.deciding import history_of
from moderation.evidence import thread
from moderation.overview import Row
from moderation.policy import History

LATEST = 5  # decisions about the author's other comments


@dataclass(frozen=True, slots=True)
class Said:
    """A comment of the thread, and who wrote it; None: the network hides it."""

    comment: Comment
    author: Author | None


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


def context(session: Session, card: Card) -> Context:
    """Read it, in a fixed number of queries but for the thread above."""
    above = thread(session, card.comment)
    decided = select(Decision).where(Decision.item_id == card.item.id).order_by(Decision.id)
    decisions = session.scalars(decided).all()
    edited = card.comment.version > 1
    versions = select(CommentVersion).where(CommentVersion.comment_id == card.comment.id)
    return Context(
        [Said(one, _author(session, one)) for one in above],
        _branch(session, card.comment, above),
        _past(session, card),
        decisions,
        session.scalars(versions.order_by(CommentVersion.version)).all() if edited else (),
        overview.of_comment(session, card.comment.id) if decisions else [],
    )


def _author(session: Session, comment: Comment) -> Author | None:
    return session.get(Author, comment.author_id) if comment.author_id else None


def _branch(session: Session, comment: Comment, above: Sequence[Comment]) -> int:
    """The comment that began the thread and all that answer it; alone it is one."""
    root = above[0] if above else comment
    answers = select(func.count()).where(
        Comment.post_id == comment.post_id, Comment.parent == root.external_id
    )
    return 1 + (session.scalar(answers) or 0)


_WRITTEN = select(func.count(), func.max(Comment.deleted_at)).where(
    Comment.author_id == bindparam("author")
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


def _past(session: Session, card: Card) -> Past | None:
    if card.author is None:
        return None
    who = {"author": card.author.id}
    comments, deleted_at = session.execute(_WRITTEN, who).one()
    others = session.execute(_OTHERS, who | {"card": card.item.id})
    made = [(row[0], row[1]) for row in others]
    return Past(comments, history_of(session, card.author.id), deleted_at, made)
