"""Near-identical comments among many cards: found by keys, compared by their pieces."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, insert, select, union_all
from sqlalchemy.orm import Session

from models import Comment, ReviewItem, ReviewKey, rows_of
from models.likeness import likeness, shingles, sketch
from moderation.leases import free

ALIKE = 0.7  # share of common four-letter pieces from which texts are the same
KEYS = 8  # of likeness 0.8 two texts share one with probability 0.98, of 0.2 with 0.01
MOST = 200  # of a larger cluster the rest is decided next time


def remember(session: Session, texts: Mapping[int, str]) -> None:
    """Give the comments of new cards their keys."""
    keys = [
        {"comment_id": comment, "key": key}
        for comment, text in texts.items()
        for key in set(_keys(text))
    ]
    if keys:
        session.execute(insert(rows_of(ReviewKey)), keys)


def forget(session: Session, comments: Sequence[int]) -> None:
    """Their texts are others now."""
    session.execute(delete(rows_of(ReviewKey)).where(ReviewKey.comment_id.in_(comments)))


def _keys(text: str) -> tuple[int, ...]:
    return sketch(shingles(text))[:KEYS]


def alike(session: Session, seed: Comment, by: str, now: datetime) -> Sequence[int]:
    """Ids of comments of open cards with nearly the same text, itself first.

    At most MOST others; what somebody else holds is left to him.
    """
    found = _sharing(session, seed, by, now)
    same = {text: _same(seed.text, text) for text in found.values()}
    return [seed.id, *sorted(comment for comment, text in found.items() if same[text])]


def _sharing(session: Session, seed: Comment, by: str, now: datetime) -> dict[int, str]:
    """The newest that share a key: of what was decided long ago only so much is looked at."""
    of_key = [
        select(
            select(ReviewKey.comment_id)
            .where(ReviewKey.key == key, ReviewKey.comment_id != seed.id)
            .order_by(ReviewKey.comment_id.desc())
            .limit(MOST)
            .subquery()
        )
        for key in _keys(seed.text)
    ]
    if not of_key:
        return {}
    rows = session.execute(
        select(Comment.id, Comment.text)
        .join(ReviewItem, ReviewItem.comment_id == Comment.id)
        .where(Comment.id.in_(union_all(*of_key)), ReviewItem.state == "open", free(by, now))
        .limit(MOST)
    )
    return dict(rows.all())


def _same(one: str, other: str) -> bool:
    return likeness(shingles(one), shingles(other)) >= ALIKE
