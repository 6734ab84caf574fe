"""A day of incidents: how many stand at each step, what residents write about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from incidents.workflow import CLOSED, OPEN
from models import Incident

MATTERS = ("candidate", *OPEN, *CLOSED)  # what nobody has dismissed


@dataclass(frozen=True, slots=True)
class Subject:
    """A topic, and how many wrote about it."""

    code: str
    name: str
    number: int


def by_state(session: Session) -> Mapping[str, int]:
    """How many candidates there are, and how many incidents in work by their state."""
    standing = Incident.state.in_(("candidate", *OPEN))
    query = select(Incident.state, func.count()).where(standing).group_by(Incident.state)
    return dict(session.execute(query).all())


def subjects(session: Session, since: datetime, limit: int) -> Sequence[Subject]:
    """The topics of what was detected from that moment on, the most frequent first."""
    number = func.count()
    query = (
        select(Incident.topic, func.max(Incident.topic_name), number)
        .where(Incident.detected_at >= since, Incident.state.in_(MATTERS))
        .where(Incident.topic.is_not(None))
        .group_by(Incident.topic)
        .order_by(number.desc(), Incident.topic)
        .limit(limit)
    )
    rows = session.execute(query)
    return [Subject(str(code), name or str(code), count) for code, name, count in rows]
