"""Every act of the journal by a plain form: one handler, one table of what an act brings along."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from fastapi import APIRouter, BackgroundTasks, HTTPException, Request, Response
from starlette.datastructures import FormData

from errors import OtklikError
from incidents.adviser import Adviser, named_topic
from incidents.case import Case
from incidents.desk import Desk, Order, Overtaken, journal, perform
from incidents.location import KINDS
from incidents.sight import visible
from incidents.words import ACT, STATE
from incidents.workflow import ACTS
from models.text import storable
from web.access import Chosen, Number, User, office_of, opens
from web.hints import for_screen
from web.incidents.conflict import conflict
from web.incidents.eyes import eyes
from web.incidents.page import page
from web.pages import redirect

router = APIRouter(prefix="/incidents")
Fields = Callable[[FormData, Adviser, Desk], dict[str, Any]]


@router.post("/{number}/act/{name}")
def act(
    request: Request,
    number: Number,
    name: str,
    sent: Chosen,
    later: BackgroundTasks,
    user: User = opens("incidents"),
) -> Response:
    """Append one entry; refused, the page says why with all that was typed in its place."""
    if name not in ACTS:
        raise HTTPException(404)
    office, (desk, looking) = office_of(request), eyes(request, user)
    with office.store.reading() as session:
        visible(session, number, looking.sight)
    try:
        order = _order(name, user, sent, office.adviser, desk)
        case = perform(office.store.writing, desk, number, order, looking.now)
    except Overtaken as error:
        return conflict(request, user, number, name, sent, str(error))
    except OtklikError as error:
        typed = {key: str(value) for key, value in sent.items()}
        return page(
            request, user, number, 409,
            refusal=for_screen(str(error)), sent=typed, refused_act=name,
        )  # fmt: skip
    later.add_task(_tell, request, desk, number, case)
    return redirect(_where(name, number), f"{ACT[name].capitalize()}. Теперь: {STATE[case.state]}.")


def _tell(request: Request, desk: Desk, number: int, case: Case) -> None:
    office = office_of(request)
    with office.store.reading() as session:
        office.tell(desk, journal(session, number)[1][-1], case)


def _where(name: str, number: int) -> str:
    return "/incidents/list?state=candidate" if name == "dismiss" else f"/incidents/{number}"


def _order(name: str, user: User, sent: FormData, adviser: Adviser, desk: Desk) -> Order:
    own = FIELDS.get(name, _nothing)(sent, adviser, desk)
    details = {key: value for key, value in own.items() if value not in (None, "", [])}
    return Order(
        name,
        user.name,
        seen=int(said(sent, "seen")) if said(sent, "seen").isdecimal() else None,
        body=said(sent, "body"),
        text=said(sent, "text"),
        ground=said(sent, "ground"),
        details=details,
    )


def said(sent: FormData, name: str) -> str:
    """A text field, "" where it was not sent."""
    value = sent.get(name, "")
    return storable(value).strip() if isinstance(value, str) else ""


def _nothing(sent: FormData, adviser: Adviser, desk: Desk) -> dict[str, Any]:
    return {}


def _weight(sent: FormData, adviser: Adviser, desk: Desk) -> dict[str, Any]:
    return {
        "importance": said(sent, "importance"),
        "emergency": bool(said(sent, "emergency")) or None,
    }


def _route(sent: FormData, adviser: Adviser, desk: Desk) -> dict[str, Any]:
    bodies = [storable(str(one)).strip() for one in sent.getlist("bodies")]
    return {"bodies": [one for one in bodies if one], "writer": said(sent, "writer")}


def _draft(sent: FormData, adviser: Adviser, desk: Desk) -> dict[str, Any]:
    return {"form": said(sent, "form") or "answer", "reason": said(sent, "reason")}


def _reason(sent: FormData, adviser: Adviser, desk: Desk) -> dict[str, Any]:
    return {"reason": said(sent, "reason")}


def _publish(sent: FormData, adviser: Adviser, desk: Desk) -> dict[str, Any]:
    return {"by_hand": True, "post": bool(said(sent, "post")) or None}


def _term(sent: FormData, adviser: Adviser, desk: Desk) -> dict[str, Any]:
    try:
        due = datetime.fromisoformat(said(sent, "due")).replace(tzinfo=desk.worktime.zone)
    except ValueError:
        return {"step": said(sent, "step")}
    return {"step": said(sent, "step"), "due": due.isoformat()}


def _correct(sent: FormData, adviser: Adviser, desk: Desk) -> dict[str, Any]:
    wanted = said(sent, "topic")
    topic = named_topic(wanted, adviser.topics) if wanted else None
    if wanted and topic is None:
        raise OtklikError(f"Темы «{wanted}» нет в перечне: выберите из списка")
    found: dict[str, Any] = {}
    if topic is not None:
        found = {"topic": topic.code, "group": topic.group, "name": topic.name}
    if any(kind in sent for kind in KINDS):
        found["place"] = {kind: said(sent, kind) for kind in KINDS if said(sent, kind)}
    return found


FIELDS: dict[str, Fields] = {
    "confirm": _weight,
    "importance": _weight,
    "route": _route,
    "draft": _draft,
    "return": _reason,
    "no_answer": _reason,
    "publish": _publish,
    "term": _term,
    "correct": _correct,
}
