"""Acting on an incident: one entry of the journal, its clocks, and who was first.

The command line and the web page both call `perform`.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from errors import OtklikError
from incidents.archive import keep_keys
from incidents.asking import asking
from incidents.case import QUIET, Case, after, case_of
from incidents.demands import Asked, refuse_unfit
from incidents.drafts import drop
from incidents.filing import correct
from incidents.people import Actor, People
from incidents.running import Turn, advance, first_due
from incidents.words import ACT, FORM, ROLE, STATE
from incidents.workflow import OUT, Move, moves, possible
from incidents.worktime import Worktime
from models import (
    Action,
    Comment,
    Deadline,
    Incident,
    IncidentBody,
    OutboxEntry,
    Step,
    rows_of,
)
from models.regulation import Regulation

Writing = Callable[[], AbstractContextManager[Session]]


class DeskError(OtklikError):
    """The incident cannot be shown or acted on; the message says why and what can be done."""


class Overtaken(DeskError):
    """Somebody else was first; what was typed is kept in the journal."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What every act needs: the regulation, the town's working time, its people."""

    regulation: Regulation
    worktime: Worktime
    people: People = field(default_factory=People)


@dataclass(frozen=True, slots=True)
class Order:
    """What somebody wants to do. `seen` is the last entry of the journal that they had read."""

    act: str
    by: str
    seen: int | None = None
    body: str = ""
    text: str = ""
    ground: str = ""
    details: dict[str, Any] = field(default_factory=dict)


def perform(writing: Writing, desk: Desk, incident_id: int, order: Order, now: datetime) -> Case:
    """Do it, in a transaction of its own. Raises DeskError, NotAllowed, UnfitOrder.

    Where somebody was faster, the text is kept as an entry of its own and Overtaken tells what
    they did.
    """
    try:
        with writing() as session:
            return act(session, desk, incident_id, order, now)
    except IntegrityError:
        overtaken: Overtaken = Overtaken(f"Инцидент {incident_id} только что изменил другой.")
    except Overtaken as error:
        overtaken = error
    kept = _keep(writing, desk, incident_id, order, now) if order.text else ""
    raise Overtaken(f"{overtaken}{kept} Посмотрите: otklik incidents show {incident_id}") from None


def act(session: Session, desk: Desk, incident_id: int, order: Order, now: datetime) -> Case:
    """Append the entry inside the caller's transaction; returns the case after it."""
    incident, steps = journal(session, incident_id, lock=True)
    _refuse_late(order, steps, desk)
    _refuse_twice(session, incident, order)
    before = case_of(incident, steps)
    move, actor = _move(before, order, desk, now)
    given = order.body, order.text, order.ground, order.details
    refuse_unfit(order.act, Asked(before, *given, desk.regulation, desk.worktime, now))
    step = _entry(session, incident, before, order, move, actor, now)
    case = after(before, step)
    session.add(step)
    known = session.scalars(select(Deadline).where(Deadline.incident_id == incident.id)).all()
    turn = Turn(incident, step, move.events, before, case)
    begun = advance(turn, known, desk.regulation, desk.worktime)
    session.add_all(begun)
    _mirror(session, incident, case, step)
    incident.due_at = first_due([*known, *begun])
    session.flush()
    _tidy(session, incident, step)
    return case


def journal(
    session: Session, incident_id: int, lock: bool = False
) -> tuple[Incident, Sequence[Step]]:
    """The incident and its entries, in order. Raises DeskError where there is none."""
    incident = session.get(Incident, incident_id, with_for_update=lock)
    if incident is None:
        raise DeskError(f"Инцидента {incident_id} нет. Список: otklik incidents list")
    query = select(Step).where(Step.incident_id == incident_id).order_by(Step.number)
    return incident, session.scalars(query).all()


def _refuse_late(order: Order, steps: Iterable[Step], desk: Desk) -> None:
    """Refuse an order given in ignorance of a newer entry; parts of several bodies are apart."""
    if order.seen is None:
        return
    newer = [step for step in steps if step.number > order.seen and step.act not in QUIET]
    apart = order.act == "inform" and all(step.act == "inform" for step in newer)
    if newer and not apart:
        last = newer[-1]
        when = last.at.astimezone(desk.worktime.zone)
        raise Overtaken(
            f"Вас опередили: {when:%d.%m %H:%M} {last.by} ({ROLE[last.role]}) — {ACT[last.act]}, "
            f"теперь инцидент {STATE[last.state]}."
        )


def _refuse_twice(session: Session, incident: Incident, order: Order) -> None:
    """Refuse to record an answer while the program is about to publish one itself."""
    if order.act != "publish":
        return
    going = OutboxEntry.state.in_(("waiting", "calling"))
    mine = Action.act == "answer", Action.incident_id == incident.id
    query = select(Action.id).join(OutboxEntry, OutboxEntry.action_id == Action.id)
    if session.scalar(query.where(going, *mine).limit(1)) is not None:
        raise DeskError(
            f"Ответ по инциденту {incident.id} уже отправляет программа: "
            "дождитесь её или сначала отмените отправку."
        )


def _move(before: Case, order: Order, desk: Desk, now: datetime) -> tuple[Move, Actor]:
    form = order.details.get("form", "answer") if order.act == "draft" else before.form
    fitting = moves(before, order.act, form, desk.regulation)
    if not fitting:
        raise DeskError(_impossible(before, order.act, form, desk))
    today = now.astimezone(desk.worktime.zone).date()
    move = fitting[0]
    bodies = speaking(before, order)
    return move, desk.people.actor(order.by, move.roles, bodies, order.ground, today)


def speaking(before: Case, order: Order) -> tuple[str, ...]:
    """The bodies whose executor may act: of several, the one that writes for all."""
    if order.body:
        return (order.body,)
    return (before.writer,) if order.act == "draft" and before.several else tuple(before.parts)


def _impossible(before: Case, act: str, form: str, desk: Desk) -> str:
    what = f"{ACT[act]} ({FORM[form]})" if act == "draft" and form in FORM else ACT[act]
    ways = [ACT[name] for name in possible(before, desk.regulation)]
    return (
        f"{what.capitalize()}: сейчас нельзя, инцидент {STATE[before.state]}. "
        f"Можно: {', '.join(ways)}"
    )


def _entry(
    session: Session,
    incident: Incident,
    before: Case,
    order: Order,
    move: Move,
    actor: Actor,
    now: datetime,
) -> Step:
    source = asking(session, incident, before).comment_id
    comment = session.get(Comment, source) if source else None
    asides = {"stands_for": actor.stands_for, "by_curator": actor.by_curator}
    return Step(
        incident_id=incident.id,
        number=before.number + 1,
        act=move.act,
        state=move.to or before.state,
        by=actor.name,
        role=actor.role,
        at=now,
        version=comment.version if comment else None,
        body=order.body or _own_part(before, actor),
        text=order.text,
        ground=order.ground,
        details=order.details | {name: value for name, value in asides.items() if value},
    )


def _own_part(before: Case, actor: Actor) -> str:
    """The body an executor speaks for; of one body there is no choice."""
    if actor.role != "executor":
        return ""
    return actor.body if actor.body in before.parts else next(iter(before.parts), "")


def _mirror(session: Session, incident: Incident, case: Case, step: Step) -> None:
    incident.state = case.state
    incident.number = case.number
    if incident.bodies != list(case.parts):
        incident.bodies = list(case.parts)
        _put_bodies(session, incident)
    incident.importance = case.message.importance
    incident.emergency = case.message.emergency
    if step.act == "confirm":
        incident.confirmed_at, incident.confirmed_by = step.at, step.by


def _put_bodies(session: Session, incident: Incident) -> None:
    session.execute(delete(IncidentBody).where(IncidentBody.incident_id == incident.id))
    rows = [{"body": body, "incident_id": incident.id} for body in incident.bodies]
    if rows:
        session.execute(insert(rows_of(IncidentBody)), rows)


def _tidy(session: Session, incident: Incident, step: Step) -> None:
    """What other tables keep of it follows the journal."""
    comment = session.get(Comment, incident.comment_id) if incident.comment_id else None
    if step.act == "draft":
        drop(session, incident.id, step.by)
    if step.act == "correct":
        correct(session, incident, comment, step.details)
    if incident.state in OUT:
        keep_keys(session, [(incident, comment)])


def _keep(writing: Writing, desk: Desk, incident_id: int, order: Order, now: datetime) -> str:
    """What the slower one typed becomes an entry that changes nothing."""
    with writing() as session:
        incident, steps = journal(session, incident_id, lock=True)
        case = case_of(incident, steps)
        actor = Actor(order.by, "")
        kept = replace(order, details={"act": order.act, **order.details})
        move = Move("kept", (), "", ())
        step = _entry(session, incident, case, kept, move, actor, now)
        session.add(step)
        incident.number = step.number
    return f" Ваш текст сохранён в журнале под номером {step.number}."
