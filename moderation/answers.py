"""Approved answers of incidents on their way out, and those that stand."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Action, Comment, Incident, OutboxEntry, Step
from moderation import journal
from moderation.intents import Cause, intend
from moderation.overview import Row, rows

OVERTAKEN = "инцидент больше не ждёт этого ответа"


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
    incident, step = _source(row.action)
    details = row.last.details
    link = details.get("link") or row.comment.url or ""
    return Published(incident, step, row.action.by, details.get("answer", ""), link)


def _source(action: Action) -> tuple[int, int]:
    """Incident and entry that an answer is of, as `send` wrote them into its key."""
    _, incident, step, *_ = action.key.split(":")
    return int(incident), int(step)


def overtaken(session: Session, action: Action) -> str:
    """Why this answer must not go out any more: its incident is closed, or has another draft."""
    if action.incident_id is None:
        return ""
    number, step = _source(action)
    incident = session.get_one(Incident, number, populate_existing=True)
    drafts = select(func.max(Step.number)).where(Step.incident_id == number, Step.act == "draft")
    awaited = incident.state == "approved" and session.scalar(drafts) == step
    return "" if awaited else OVERTAKEN


def drop_tasks(session: Session, now: datetime) -> int:
    """Stop tasks to answer by hand that nobody waits for any more; returns how many.

    Where an earlier call may have arrived the task stays: a person has to look.
    """
    tasks = session.execute(
        select(OutboxEntry, Action)
        .join(Action, Action.id == OutboxEntry.action_id)
        .where(
            Action.act == "answer", OutboxEntry.state == "by_hand", OutboxEntry.doubtful.is_(False)
        )
        .with_for_update(of=OutboxEntry)
    ).all()
    late = [entry for entry, action in tasks if overtaken(session, action)]
    for entry in late:
        journal.move(session, entry, "stopped", now, "outbox", reason=OVERTAKEN)
    return len(late)
