"""What residents wrote lately, by topic and place: what `surges` looks at."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from incidents.surges import PAST, Arrival
from models import Comment, StoredVerdict


def arrivals(session: Session, now: datetime) -> list[Arrival]:
    """Messages of the last `PAST` that need an answer, by their newest verdict.

    Topics are «code name»; a message without one counts under the topic "".
    """
    rows = session.execute(
        select(Comment.id, Comment.created_at, Comment.author_id, StoredVerdict)
        .join(StoredVerdict, StoredVerdict.comment_id == Comment.id)
        .where(
            Comment.created_at > now - PAST,
            Comment.created_at <= now,
            StoredVerdict.version == Comment.version,
        )
        .order_by(StoredVerdict.id)
    )
    newest = {comment: (at, author, verdict) for comment, at, author, verdict in rows}
    return [
        Arrival(at, _topic(verdict.topics), _places(verdict.places), str(author or ""))
        for at, author, verdict in newest.values()
        if verdict.needs_answer
    ]


def _topic(topics: list[Any]) -> str:
    return f"{topics[0]['code']} {topics[0]['topic']}" if topics else ""


def _places(places: dict[str, Any]) -> tuple[str, ...]:
    return tuple(
        place["normal"] for kind in ("street", "settlement") for place in places.get(kind, ())
    )
