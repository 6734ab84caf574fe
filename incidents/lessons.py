"""What people settled about residents' messages: the next models learn from it."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Comment, Incident, Step

_SETTLED = ("correct", "route")


@dataclass(frozen=True, slots=True)
class Lesson:
    """A text with the topic it was sent on under and the body that answers; "" is unknown.

    `corrected`: a person replaced the topic that the machine had named.
    """

    text: str
    code: str
    group: str
    topic: str
    body: str
    corrected: bool


def lessons(session: Session) -> Iterator[Lesson]:
    """Incidents that a person corrected or routed, the earliest first; texts still kept alone."""
    acts = (
        select(Step.incident_id, func.max(Step.details["topic"].as_string()).label("said"))
        .where(Step.act.in_(_SETTLED))
        .group_by(Step.incident_id)
        .subquery()
    )
    rows = session.execute(
        select(Incident, Comment.text, acts.c.said)
        .join(acts, acts.c.incident_id == Incident.id)
        .outerjoin(Comment, Comment.id == Incident.comment_id)
        .where(Incident.purged_at.is_(None))
        .order_by(Incident.id)
    )
    for incident, comment, said in rows:
        text = incident.text if comment is None else comment
        if text:
            yield _lesson(incident, text, corrected=said is not None)


def _lesson(incident: Incident, text: str, *, corrected: bool) -> Lesson:
    return Lesson(
        text,
        incident.topic or "",
        incident.topic_group or "",
        incident.topic_name or "",
        next(iter(incident.bodies), ""),
        corrected,
    )
