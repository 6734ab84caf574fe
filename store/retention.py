"""Personal data only as long as the job needs it: old texts and names become tombstones."""

from datetime import datetime

from sqlalchemy import ColumnElement, String, cast, delete, exists, literal, null, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from models import (
    Action,
    Author,
    Comment,
    CommentVersion,
    Deadline,
    Evidence,
    Incident,
    IncidentKey,
    IncidentWord,
    OutboxEntry,
    Post,
    RegistryPerson,
    ReviewKey,
    Step,
    StoredVerdict,
    WorkingDraft,
)
from models.outbox import OPEN

CHUNK = 1000


def purge(session: Session, before: datetime) -> int:
    """Empty at most CHUNK comments created before that time; returns how many.

    Text, earlier texts, attachments, quoted spans, posts of visitors, and names and ids of authors
    left without any text go, and so does the network's id of a private message, which holds its
    writer's number; our own ids, times, verdict scores and decisions stay: the journal must still
    add up.
    """
    _empty_posts_of_visitors(session, before)
    old = session.scalars(
        select(Comment.id)
        .where(Comment.created_at < before, Comment.purged_at.is_(None))
        .order_by(Comment.id)
        .limit(CHUNK)
    ).all()
    if old:
        session.execute(
            update(Comment)
            .where(Comment.id.in_(old))
            .values(text="", attachments=[], url=None, purged_at=before)
        )
        session.execute(
            update(Comment)
            .where(Comment.id.in_(old), Comment.kind == "message")
            .values(external_id=_forgotten(Comment.id), parent=None)
        )
        session.execute(
            update(CommentVersion).where(CommentVersion.comment_id.in_(old)).values(text="")
        )
        session.execute(
            update(StoredVerdict)
            .where(StoredVerdict.comment_id.in_(old))
            .values(findings=[], places={})
        )
        session.execute(delete(ReviewKey).where(ReviewKey.comment_id.in_(old)))
        _forget_authors(session, old)
    return len(old)


def purge_incidents(session: Session, before: datetime) -> int:
    """Empty at most CHUNK incidents detected before that time; returns how many.

    What was entered by hand or imported and what was written in their journals goes; who did
    what, when and on what ground stays. Those with a running term are left alone until it ends.
    """
    old = session.scalars(
        select(Incident.id)
        .where(
            Incident.detected_at < before,
            Incident.purged_at.is_(None),
            ~exists().where(Deadline.incident_id == Incident.id, Deadline.outcome == "open"),
        )
        .order_by(Incident.id)
        .limit(CHUNK)
    ).all()
    if old:
        session.execute(
            update(Incident)
            .where(Incident.id.in_(old))
            .values(text="", link=None, reported_by=None, aside=null(), place={}, purged_at=before)
        )
        session.execute(update(Step).where(Step.incident_id.in_(old)).values(text=""))
        for beside in (IncidentKey, IncidentWord, WorkingDraft):
            session.execute(delete(beside).where(beside.incident_id.in_(old)))
    return len(old)


def purge_evidence(session: Session, before: datetime) -> int:
    """Empty at most CHUNK pieces of evidence of actions made before that time; returns how many.

    The hash stays. What is still on its way keeps it, and so does a ban that holds: who is to be
    let in again must be known.
    """
    lifted = aliased(Action)
    old = session.scalars(
        select(Evidence.action_id)
        .join(Action, Action.id == Evidence.action_id)
        .join(OutboxEntry, OutboxEntry.action_id == Action.id)
        .where(
            Action.made_at < before,
            Evidence.purged_at.is_(None),
            OutboxEntry.state.not_in(OPEN),
            (Action.act != "ban")
            | (Action.until < before)
            | exists().where(lifted.undoes == Action.id),
        )
        .order_by(Evidence.action_id)
        .limit(CHUNK)
    ).all()
    if old:
        emptied = update(Evidence).where(Evidence.action_id.in_(old))
        session.execute(emptied.values(data={}, purged_at=before))
    return len(old)


def purge_persons(session: Session, before: datetime) -> int:
    """Empty at most CHUNK persons whom no page has needed since before that time; returns how many.

    That somebody was responsible from then till then stays in the registry's journal.
    """
    old = session.scalars(
        select(RegistryPerson.id)
        .where(RegistryPerson.left_on < before.date(), RegistryPerson.purged_at.is_(None))
        .order_by(RegistryPerson.id)
        .limit(CHUNK)
    ).all()
    if old:
        emptied = update(RegistryPerson).where(RegistryPerson.id.in_(old))
        session.execute(emptied.values(name="", post="", phone="", email="", purged_at=before))
    return len(old)


def _empty_posts_of_visitors(session: Session, before: datetime) -> None:
    """What residents wrote on a page is theirs, whether it was read as a message too or not."""
    theirs = update(Post).where(Post.kind == "visitor", Post.created_at < before, Post.text != "")
    session.execute(theirs.values(text=""))


def _forget_authors(session: Session, comments: object) -> None:
    touched = select(Comment.author_id).where(Comment.id.in_(comments))  # type: ignore[arg-type]
    still_needed = exists().where(Comment.author_id == Author.id, Comment.purged_at.is_(None))
    session.execute(
        update(Author)
        .where(Author.id.in_(touched), ~still_needed)
        .values(name="", external_id=_forgotten(Author.id))
    )


def _forgotten(id: InstrumentedAttribute[int]) -> ColumnElement[str]:
    return literal("forgotten-") + cast(id, String)
