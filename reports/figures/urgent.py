"""What the head must hear of at once: threats, and messages of high importance."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from models import Comment, Incident, Page, ReviewItem, SeenSurge, Step

THREAT = 0  # the urgency of a card with a threat


@dataclass(frozen=True, slots=True)
class Urgent:
    """A message; `number` is that of its card or of its incident, `at` when it became urgent.

    `text` is what the resident wrote, "" after retention. `due_at` is the first running term.
    """

    number: int
    at: datetime
    state: str
    page: str
    text: str
    link: str
    bodies: tuple[str, ...] = ()
    due_at: datetime | None = None


def threats(session: Session, begin: datetime, end: datetime) -> list[Urgent]:
    """Comments flagged as threats between two moments, the oldest first."""
    rows = session.execute(
        select(
            ReviewItem.id,
            ReviewItem.opened_at.label("at"),
            ReviewItem.state,
            Page.name,
            Comment.text,
            Comment.url,
        )
        .join(Comment, Comment.id == ReviewItem.comment_id)
        .join(Page, Page.id == Comment.page_id)
        .where(
            ReviewItem.urgency == THREAT, ReviewItem.opened_at >= begin, ReviewItem.opened_at < end
        )
        .order_by(ReviewItem.opened_at, ReviewItem.id)
    )
    return [Urgent(row.id, row.at, row.state, row.name, row.text, row.url or "") for row in rows]


def important(session: Session, begin: datetime, end: datetime) -> list[Urgent]:
    """Incidents found to be of high importance between two moments, each once."""
    weighed = and_(
        Step.act.in_(("confirm", "importance")),
        Step.details["importance"].as_string() == "high",
        Step.at >= begin,
        Step.at < end,
    )
    rows = session.execute(
        select(Incident, Step.at, Comment, Page)
        .join(Step, Step.incident_id == Incident.id)
        .outerjoin(Comment, Comment.id == Incident.comment_id)
        .outerjoin(Page, Page.id == Comment.page_id)
        .where(weighed)
        .order_by(Step.at, Incident.id)
    )
    found: dict[int, Urgent] = {}
    for row in rows:
        found.setdefault(row.Incident.id, _important(*row))
    return list(found.values())


def _important(incident: Incident, at: datetime, comment: Any, page: Any) -> Urgent:
    return Urgent(
        number=incident.id,
        at=at,
        state=incident.state,
        page=page.name if page else "",
        text=comment.text if comment else incident.text,
        link=(comment.url if comment else incident.link) or "",
        bodies=tuple(incident.bodies),
        due_at=incident.due_at,
    )


def surges(session: Session, begin: datetime, end: datetime) -> list[int]:
    """The numbers of surges first seen, or seen to last, between two moments."""
    seen = SeenSurge.seen_at >= begin, SeenSurge.since < end
    return list(session.scalars(select(SeenSurge.id).where(*seen).order_by(SeenSurge.id)))
