"""An approved answer on its way out: what is to be sent, and the step once it stands."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from incidents.asking import asking
from incidents.case import case_of
from incidents.desk import Desk, DeskError, Order, act, journal
from incidents.people import Actor
from incidents.workflow import moves


@dataclass(frozen=True, slots=True)
class Letter:
    """What is to be published under `comment`: the newest draft, number `step` of the journal."""

    incident: int
    comment: int
    step: int
    text: str
    by: Actor


def letter(session: Session, desk: Desk, incident_id: int, by: str, now: datetime) -> Letter:
    """The approved text of an incident that we publish. Raises DeskError, NotAllowed."""
    incident, steps = journal(session, incident_id)
    case = case_of(incident, steps)
    fitting = moves(case, "publish", case.form, desk.regulation)
    if not fitting or case.draft is None:
        raise DeskError(f"Инцидент {incident_id}: согласованного текста для размещения нет")
    comment = asking(session, incident, case).comment_id
    if comment is None:
        raise DeskError(
            f"Инцидент {incident_id} не с нашей страницы: разместите сами и запишите: "
            f"otklik incidents publish {incident_id}"
        )
    today = now.astimezone(desk.worktime.zone).date()
    actor = desk.people.actor(by, fitting[0].roles, case.parts, "", today)
    return Letter(incident_id, comment, case.draft.number, case.draft.text, actor)


def published(
    session: Session, desk: Desk, incident_id: int, step: int, order: Order, now: datetime
) -> bool:
    """Record that the draft of this step stands there; False where that is known already."""
    incident, steps = journal(session, incident_id, lock=True)
    case = case_of(incident, steps)
    if case.draft is None or case.draft.number != step:
        return False
    if not moves(case, "publish", case.form, desk.regulation):
        return False
    act(session, desk, incident_id, order, now)
    return True
