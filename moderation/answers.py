"""Approved answers of incidents on their way out, and those that stand."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from models import Action, Comment, Incident, OutboxEntry
from moderation.intents import Cause, intend
from moderation.overview import Row, rows


@dataclass(frozen=True, slots=True)
class Approved:
    """What is to be published: entry `step` of an incident's journal, under or to `comment`.

    `photos` are paths; `by` is who sends it.
    """

    incident: int
    step: int
    comment: int
    text: str
    by: str
    photos: tuple[str, ...] = ()


def send(session: Session, approved: Approved, now: datetime, grace: timedelta) -> Action:
    """The intent to publish; the same entry of a journal goes out once, whoever sends it."""
    session.get_one(Incident, approved.incident, with_for_update=True)  # of two people, one sends
    cause = Cause(
        f"incident:{approved.incident}:{approved.step}",
        "incident",
        approved.by,
        incident_id=approved.incident,
        answer=approved.text,
        photos=approved.photos,
    )
    comment = session.get_one(Comment, approved.comment)
    return intend(session, "answer", comment, cause, now, grace)


@dataclass(frozen=True, slots=True)
class Published:
    """An answer that stands: of which entry of which incident, by whom, its id and address."""

    incident: int
    step: int
    by: str
    answer: str
    link: str


def published(session: Session) -> list[Published]:
    """Answers that stand, of incidents that are still waiting to hear of it."""
    query = rows().join(Incident, Incident.id == Action.incident_id)
    told = query.where(
        Action.act == "answer", OutboxEntry.state == "done", Incident.state == "approved"
    )
    return [_published(Row(*row)) for row in session.execute(told)]


def _published(row: Row) -> Published:
    _, incident, step, *_ = row.action.key.split(":")  # as `send` made it
    details = row.last.details
    link = details.get("link") or row.comment.url or ""
    return Published(int(incident), int(step), row.action.by, details.get("answer", ""), link)
