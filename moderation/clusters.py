"""Near-identical comments among many cards: found by keys, compared by their pieces."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select, union_all
from sqlalchemy.orm import Session

from models import Comment, ReviewItem, ReviewKey, rows_of
from models.likeness import likeness, shingles, sketch
from moderation.leases import free

ALIKE = 0.7  # share of common four-letter pieces from which texts are the same
KEYS = 8  # of likeness 0.8 two texts share one with probability 0.98, of 0.2 with 0.01
MOST = 100  # of a larger cluster the rest is decided next time
_NO_KEYS = {str(place): -1 for place in range(KEYS)}
# The newest that share a key: of what was decided long ago only so much is looked at.
_SHARING = union_all(
    *(
        select(
            select(ReviewKey.comment_id)
            .where(ReviewKey.key == bindparam(place))
            .order_by(ReviewKey.comment_id.desc())
            .limit(MOST)
            .subquery()
        )
        for place in _NO_KEYS
    )
)


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
    wanted = shingles(seed.text)
    same = {text for text in {*found.values()} if likeness(wanted, shingles(text)) >= ALIKE}
    return [seed.id, *sorted(comment for comment, text in found.items() if text in same)]


def _sharing(session: Session, seed: Comment, by: str, now: datetime) -> dict[int, str]:
    keys = {str(place): key for place, key in enumerate(_keys(seed.text))}
    candidates = set(session.scalars(_SHARING, _NO_KEYS | keys)) - {seed.id} if keys else set()
    if not candidates:
        return {}
    # A state with nothing added to it: SQLite would use its index and begin with all open cards.
    is_open = (ReviewItem.state + "") == "open"
    rows = session.execute(
        select(Comment.id, Comment.text)
        .join(ReviewItem, ReviewItem.comment_id == Comment.id)
        .where(ReviewItem.comment_id.in_(candidates), is_open, free(by, now))
        .limit(MOST)
    )
    return dict(rows.all())
