"""What residents wrote lately, by topic and place: what `surges` looks at."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from incidents.surges import PAST, Arrival
from models import Comment, Incident
from models.base import UtcTime

NO_MATTER = ("dismissed", "cleared")


def arrivals(session: Session, now: datetime) -> list[Arrival]:
    """Messages of the last `PAST` that need an answer, as filed or corrected.

    Topics are «code name»; a message without one counts under the topic "". Incidents are read,
    not comments: they are few, and have an index by time.
    """
    at = func.coalesce(Comment.created_at, Incident.detected_at, type_=UtcTime)
    rows = session.execute(
        select(at, Comment.author_id, Incident.topic, Incident.topic_name, Incident.place)
        .outerjoin(Comment, Comment.id == Incident.comment_id)
        .where(Incident.detected_at > now - PAST, at <= now, Incident.state.not_in(NO_MATTER))
    )
    return [
        Arrival(written, f"{code} {name}" if code else "", _places(place), str(author or ""))
        for written, author, code, name, place in rows
    ]


def _places(place: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(place[kind] for kind in ("street", "settlement") if kind in place)
