"""Answered incidents that a new message may repeat, found without reading all of them."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from incidents.repeats import Answered, Repeat, Told, repeats
from incidents.workflow import OUT
from models import Comment, Incident, IncidentKey, Step, StoredVerdict, rows_of
from models.likeness import shingles, sketch

_OWN, _ALIKE = 50, 200  # at most so many of the author's, and so many that share a key


def keep_keys(session: Session, rows: Iterable[tuple[Incident, Comment | None]]) -> None:
    """Write the keys of those that are answered anew: by them later messages find the answer."""
    answered = [(i, c) for i, c in rows if i.state in OUT and i.purged_at is None]
    numbers = [incident.id for incident, _ in answered]
    session.execute(delete(IncidentKey).where(IncidentKey.incident_id.in_(numbers)))
    keys = [
        {"incident_id": incident.id, "key": key}
        for incident, comment in answered
        for key in set(sketch(shingles(_text(incident, comment))))
    ]
    if keys:
        session.execute(insert(rows_of(IncidentKey)), keys)


def repeated_by(session: Session, incident: Incident) -> list[Repeat]:
    """The answered incidents that this one repeats, the surest first."""
    comment = session.get(Comment, incident.comment_id) if incident.comment_id else None
    text = _text(incident, comment)
    found = {*_by_author(session, comment), *_by_key(session, text)} - {incident.id}
    message = _told(incident, comment, _topics(session, [incident.comment_id or 0]))
    return repeats(message, _answered(session, found))


def _text(incident: Incident, comment: Comment | None) -> str:
    return comment.text if comment else incident.text


def _by_author(session: Session, comment: Comment | None) -> Iterator[int]:
    if comment is None or comment.author_id is None:
        return
    yield from session.scalars(
        select(Incident.id)
        .join(Comment, Comment.id == Incident.comment_id)
        .where(Comment.author_id == comment.author_id, Incident.state.in_(OUT))
        .order_by(Incident.id.desc())
        .limit(_OWN)
    )


def _by_key(session: Session, text: str) -> Iterator[int]:
    """Those that share the most keys come first."""
    yield from session.scalars(
        select(IncidentKey.incident_id)
        .where(IncidentKey.key.in_(sketch(shingles(text))))
        .group_by(IncidentKey.incident_id)
        .order_by(func.count().desc(), IncidentKey.incident_id.desc())
        .limit(_ALIKE)
    )


def _answered(session: Session, incidents: Collection[int]) -> Iterator[Answered]:
    rows = session.execute(
        select(Incident, Comment)
        .outerjoin(Comment, Comment.id == Incident.comment_id)
        .where(Incident.id.in_(incidents), Incident.state.in_(OUT))
    ).all()
    topics = _topics(session, [incident.comment_id or 0 for incident, _ in rows])
    times = _answer_times(session, incidents)
    for incident, comment in rows:
        told = _told(incident, comment, topics)
        when = times.get(incident.id, incident.detected_at)
        yield Answered(incident.id, told, when, tuple(incident.bodies))


def _answer_times(session: Session, incidents: Collection[int]) -> dict[int, datetime]:
    rows = session.execute(
        select(Step.incident_id, func.max(Step.at))
        .where(Step.incident_id.in_(incidents), Step.act.in_(("publish", "hand_over")))
        .group_by(Step.incident_id)
    )
    return dict(rows.all())


def _topics(session: Session, comments: Collection[int]) -> dict[int, frozenset[str]]:
    """The topics of each comment by its newest verdict."""
    rows = session.execute(
        select(StoredVerdict.comment_id, StoredVerdict.topics)
        .where(StoredVerdict.comment_id.in_(comments))
        .order_by(StoredVerdict.id)
    )
    return {comment: frozenset(topic["code"] for topic in topics) for comment, topics in rows}


def _told(incident: Incident, comment: Comment | None, topics: dict[int, frozenset[str]]) -> Told:
    if comment is None:
        return Told(incident.text)
    return Told(
        comment.text,
        author=str(comment.author_id or ""),
        thread=comment.parent or comment.external_id,
        topics=topics.get(comment.id, frozenset()),
    )
