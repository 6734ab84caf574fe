"""The outbox: claiming what is due, and writing down what came of it.

A worker holds a place, a lock that dies with its process. Whatever was being called from a place
whose lock is free was left by a dead worker: it is read back before it is tried again.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session, aliased

from errors import Busy
from models import Action, ActionEvent, Comment, Evidence, OutboxEntry, Page
from moderation import answers, edits, journal
from moderation.attempts import Next
from moderation.evidence import target_of
from networks.acting import Target

PLACES = 8  # workers at once on one database
REMOVING = ("delete", "ban")
EDITED = "автор изменил комментарий после решения"


class Database(Protocol):
    """Of the store, what the outbox needs."""

    def reading(self) -> AbstractContextManager[Session]: ...
    def writing(self) -> AbstractContextManager[Session]: ...
    def lock(self, name: str, wait: bool = False) -> AbstractContextManager[None]: ...


class Lost(Exception):
    """Another worker has taken this action over: what we know of it no longer counts."""


@dataclass(frozen=True, slots=True)
class Job:
    """A claimed action with all that its call needs.

    `doubtful`: an earlier call may have had its effect. `overtaken`: why it must not be called any
    more. `answered` is the external id of an answer that the network has already confirmed.
    """

    action: Action
    data: dict[str, Any]
    target: Target
    attempts: int
    doubtful: bool
    overtaken: str
    answered: str | None


@contextmanager
def place(database: Database) -> Iterator[int]:
    """Hold the first free place. Raises Busy where all are taken."""
    with ExitStack() as held:
        yield _first_free(database, held)


def _first_free(database: Database, held: ExitStack) -> int:
    for number in range(1, PLACES + 1):
        try:
            held.enter_context(database.lock(_name(number)))
        except Busy:
            continue
        return number
    raise Busy("Действия уже отправляют другие процессы: повторите позже.")


def _name(number: int) -> str:
    return f"outbox-{number}"


def recover(database: Database, mine: int, now: datetime) -> int:
    """Take over what dead workers were calling; returns how much it was."""
    with database.reading() as session:
        calling = OutboxEntry.state == "calling"
        places = session.scalars(select(OutboxEntry.worker).where(calling).distinct()).all()
    return sum(_take_over(database, number, mine, now) for number in places if number)


def _take_over(database: Database, number: int, mine: int, now: datetime) -> int:
    with ExitStack() as held:
        if number != mine:
            try:
                held.enter_context(database.lock(_name(number)))
            except Busy:
                return 0
        with database.writing() as session:
            return _release(session, number, mine, now)


def _release(session: Session, number: int, mine: int, now: datetime) -> int:
    left = session.scalars(
        select(OutboxEntry)
        .where(OutboxEntry.state == "calling", OutboxEntry.worker == number)
        .with_for_update()
    ).all()
    for entry in left:
        entry.state, entry.worker, entry.next_at = "waiting", None, now
        journal.note(session, entry, "recovered", now, f"worker {mine}", place=number)
    return len(left)


def claim(
    session: Session, worker: int, now: datetime, network: str = "", resting: Collection[int] = ()
) -> Job | None:
    """The next due action, marked as being called; None where there is none, or all is paused.

    What must not go out any more is stopped on the way; `resting` pages are left alone, and all
    networks but this one, where one is named.
    """
    if journal.paused(session):
        return None
    query = _due(now, network, resting).with_for_update(skip_locked=True, of=OutboxEntry).limit(1)
    while (entry := session.scalar(query)) is not None:
        action = session.get_one(Action, entry.action_id)
        comment = session.get_one(Comment, action.comment_id, populate_existing=True)
        overtaken = _overtaken(session, action, comment)
        if entry.doubtful:
            return _claimed(session, entry, action, worker, now, overtaken)
        if overtaken:
            journal.move(session, entry, "stopped", now, "outbox", reason=overtaken)
        elif action.act == "delete" and comment.deleted_at is not None:
            journal.move(session, entry, "done", now, "outbox", reason="уже нет")
        else:
            return _claimed(session, entry, action, worker, now)
    return None


def _overtaken(session: Session, action: Action, comment: Comment) -> str:
    """What came between decision and call, where something did."""
    if action.act in REMOVING and comment.version != action.version:
        return EDITED
    return answers.overtaken(session, action) if action.act == "answer" else ""


def _due(now: datetime, network: str, resting: Collection[int]) -> Select[OutboxEntry]:
    first = aliased(OutboxEntry)
    untried = exists().where(
        first.action_id == OutboxEntry.after,
        (first.state == "calling") | ((first.state == "waiting") & (first.attempts == 0)),
    )
    return (
        select(OutboxEntry)
        .join(Action, Action.id == OutboxEntry.action_id)
        .join(Page, Page.id == Action.page_id)
        .where(OutboxEntry.state == "waiting", OutboxEntry.next_at <= now, ~untried)
        .where(Action.act != "preserve")  # is told to people: moderation/alarms.py
        .where(Page.id.not_in(resting), (Page.network == network) | (network == ""))
        .order_by(OutboxEntry.next_at, OutboxEntry.action_id)
    )


def _claimed(
    session: Session,
    entry: OutboxEntry,
    action: Action,
    worker: int,
    now: datetime,
    overtaken: str = "",
) -> Job:
    doubtful = entry.doubtful
    entry.state, entry.worker, entry.doubtful = "calling", worker, True
    entry.attempts += 1
    journal.note(session, entry, "calling", now, f"worker {worker}", attempt=entry.attempts)
    data = session.get_one(Evidence, action.id).data
    answered = _answered(session, action) if doubtful and action.act == "answer" else None
    session.flush()
    return Job(action, data, target_of(data), entry.attempts, doubtful, overtaken, answered)


def _answered(session: Session, action: Action) -> str | None:
    query = select(ActionEvent).where(
        ActionEvent.action_id == action.id, ActionEvent.what == "called"
    )
    event = session.scalar(query.order_by(ActionEvent.id.desc()).limit(1))
    return str(event.details.get("answer", "")) if event else None


def note_called(session: Session, job: Job, worker: int, now: datetime, answer: str | None) -> None:
    """The network has said yes; it is still to be read back."""
    entry = _mine(session, job, worker)
    journal.note(session, entry, "called", now, f"worker {worker}", answer=answer)


def settle(
    session: Session,
    job: Job,
    worker: int,
    now: datetime,
    found: Next,
    link: str = "",
    due_at: datetime | None = None,
) -> None:
    """Write down what came of the call; `waiting` is tried again after the pause.

    `link` is where a person does it by `due_at`, or where the answer stands. Raises Lost where
    another worker has it.
    """
    entry = _mine(session, job, worker)
    entry.next_at, entry.doubtful = now + found.pause, not found.sure
    entry.due_at = due_at
    if found.seen is not None:
        edits.note(session, job.action, found.seen, now)
    journal.move(
        session,
        entry,
        found.state,
        now,
        f"worker {worker}",
        reason=found.reason,
        answer=found.answer,
        link=link,
    )


def _mine(session: Session, job: Job, worker: int) -> OutboxEntry:
    entry = session.get_one(OutboxEntry, job.action.id, with_for_update=True)
    if (entry.state, entry.worker, entry.attempts) != ("calling", worker, job.attempts):
        raise Lost(job.action.key)
    return entry


def due(session: Session, now: datetime) -> Sequence[str]:
    """Networks on which something would go out now; none while everything is paused."""
    if journal.paused(session):
        return []
    waiting = OutboxEntry.state == "waiting", OutboxEntry.next_at <= now, Action.act != "preserve"
    query = (
        select(Page.network)
        .join(Action, Action.page_id == Page.id)
        .join(OutboxEntry, OutboxEntry.action_id == Action.id)
    )
    return session.scalars(query.where(*waiting).distinct()).all()
