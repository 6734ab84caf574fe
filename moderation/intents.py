"""Intents: what shall be done on a network, saved with its evidence by who decides."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from models import Action, Comment, Evidence, OutboxEntry
from models.outbox import OPEN
from moderation import evidence, journal

REPEATABLE = ("undo", "expiry", "incident")
CAME_TO_NOTHING = ("failed", "stopped", "undone")
OPPOSITE = {"delete": "restore", "ban": "unban"}  # what takes away, and how it is taken back


@dataclass(frozen=True, slots=True)
class Cause:
    """Why an action is made: the key of its cause, whose it is, on what ground.

    `answer` and `photos` are what is to be published. `kept` is evidence that is there already.
    """

    key: str
    origin: str
    by: str
    decision_id: int | None = None
    incident_id: int | None = None
    undoes: int | None = None
    ground: str = ""
    paragraph: str = ""
    note: str = ""
    until: datetime | None = None
    after: int | None = None
    answer: str = ""
    photos: tuple[str, ...] = ()
    kept: dict[str, Any] | None = None


def intend(
    session: Session, act: str, comment: Comment, cause: Cause, now: datetime, grace: timedelta
) -> Action:
    """Save intent and evidence; it goes out after the grace period.

    The same cause makes it once, but what came to nothing may be asked for again.
    """
    key = f"{cause.key}:{act}"
    # A decision is made in this very transaction: nothing can have come of it before.
    known = () if cause.decision_id else _known(session, key, cause.origin in REPEATABLE)
    if known and not (cause.origin in REPEATABLE and known[-1][1] in CAME_TO_NOTHING):
        return known[-1][0]
    key += f":{len(known) + 1}" if known else ""
    action = _action(key, act, comment, cause, now)
    session.add(action)
    session.flush()
    session.add(evidence.kept(action.id, _data(session, comment, cause)))
    entry = OutboxEntry(action.id, "waiting", now + grace, after=cause.after)
    session.add(entry)
    journal.note(session, entry, "intended", now, cause.by)
    session.flush()
    return action


def reverse(
    session: Session, action: Action, key: str, origin: str, by: str, now: datetime
) -> Action:
    """The intent that takes a done action back, without a grace period."""
    comment = session.get_one(Comment, action.comment_id)
    kept = session.get_one(Evidence, action.id).data
    cause = Cause(key, origin, by, undoes=action.id, ground=action.ground, kept=kept)
    return intend(session, OPPOSITE[action.act], comment, cause, now, timedelta(0))


def _known(session: Session, key: str, repeated: bool) -> Sequence[tuple[Action, str]]:
    # Looking for what a key begins with reads every action: only where it may be repeated.
    named = (Action.key == key) | Action.key.like(f"{key}:%") if repeated else Action.key == key
    query = (
        select(Action, OutboxEntry.state)
        .join(OutboxEntry, OutboxEntry.action_id == Action.id)
        .where(named)
    )
    return session.execute(query.order_by(Action.id)).all()


def _action(key: str, act: str, comment: Comment, cause: Cause, now: datetime) -> Action:
    return Action(
        key=key,
        act=act,
        origin=cause.origin,
        by=cause.by,
        made_at=now,
        page_id=comment.page_id,
        comment_id=comment.id,
        version=comment.version,
        decision_id=cause.decision_id,
        incident_id=cause.incident_id,
        undoes=cause.undoes,
        ground=cause.ground,
        paragraph=cause.paragraph,
        note=cause.note,
        until=cause.until,
    )


def _data(session: Session, comment: Comment, cause: Cause) -> dict[str, Any]:
    data = cause.kept or evidence.collect(session, comment)
    if cause.answer:
        data |= {"answer": cause.answer, "photos": list(cause.photos)}
    return data


_NOT_GONE_OUT = (
    select(OutboxEntry)
    .join(Action, Action.id == OutboxEntry.action_id)
    .where(
        Action.comment_id == bindparam("comment"),
        Action.act.in_(bindparam("acts", expanding=True)),
        Action.origin != "expiry",  # a term that is over is no decision about this comment
        OutboxEntry.state.in_(OPEN),
        OutboxEntry.state != "calling",
    )
    .with_for_update(of=OutboxEntry)
)


def supersede(
    session: Session, comment_id: int, made: Collection[str], by: str, now: datetime
) -> None:
    """A newer decision makes these acts: no older removal goes out any more.

    What takes a removal back goes on, unless the same is removed again.
    """
    acts = [*OPPOSITE, *(back for act, back in OPPOSITE.items() if act in made)]
    for entry in session.scalars(_NOT_GONE_OUT, {"comment": comment_id, "acts": acts}).all():
        journal.move(session, entry, "stopped", now, by, reason="решено заново")
