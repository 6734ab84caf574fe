"""Incidents: the list, one whole, every act of the journal, a message entered from outside."""

from typing import Annotated, Any

from fastapi import APIRouter, BackgroundTasks, Query, Request
from pydantic import Field, field_validator
from sqlalchemy.orm import Session

from incidents.adviser import named_topic
from incidents.board import Row, owed
from incidents.case import case_of
from incidents.desk import Desk, Order, journal, perform
from incidents.entry import enter
from incidents.filing import file_new
from incidents.listing import COLUMNS, is_mark, listing
from incidents.permitted import permitted
from incidents.sight import visible
from incidents.whole import Looking
from incidents.workflow import STATES
from models import Comment, Step
from web.access import Number, User, office_of, opens, requires
from web.api.incident_shapes import (
    IMPORTANCE,
    ActDone,
    ActGiven,
    IncidentTold,
    IncidentWhole,
    MessageGiven,
    StepTold,
    TermTold,
    strange,
)
from web.api.said import MOST, Given, Line, OneOf, Part, refusals, unfit
from web.incidents.eyes import eyes
from web.incidents.filters import LISTS, Asked, wanted
from web.office import Office
from words import NETWORK

router = APIRouter(prefix="/incidents", tags=["Инциденты"])
WHICH = tuple(dict.fromkeys(("work", *filter(None, LISTS), *COLUMNS, *STATES)))


class Filters(Given):
    """Which incidents; what is not given restricts nothing."""

    state: Annotated[str, OneOf(WHICH)] = "work"
    topic: Line = ""
    body: Line = ""
    importance: Annotated[str, OneOf(("", *IMPORTANCE))] = ""
    network: Annotated[str, OneOf(("", *NETWORK))] = ""
    words: Line = ""
    term: Annotated[str, OneOf(("", "late", "soon"))] = ""
    since: Annotated[str, OneOf(("", "today"))] = ""
    after: Annotated[str, Field(max_length=80)] = ""
    limit: Annotated[int, Field(ge=1, le=MOST)] = 50

    @field_validator("after")
    @classmethod
    def _ours(cls, after: str) -> str:
        if after and not is_mark(after):
            raise ValueError("more")
        return after

    def asked(self) -> Asked:
        """As the screens ask."""
        said = self.model_dump(exclude={"after", "limit"})
        return Asked(**said | {"state": "" if self.state == "work" else self.state})


@router.get("", responses=refusals(), summary="Инциденты, у кого срок раньше — первыми")
def incidents(
    request: Request, filters: Annotated[Filters, Query()], user: User = opens("incidents")
) -> Part[IncidentTold]:
    """What another body works on is not there for an executor."""
    office, (_, looking) = office_of(request), eyes(request, user)
    warn = office.config.escalation.warn_minutes
    chosen = wanted(filters.asked(), user, looking.now, warn, office.worktime)
    with office.store.reading() as session:
        found = listing(session, looking.sight, chosen, filters.limit, filters.after)
        told = [IncidentTold.of(row) for row in found.rows]
        return Part[IncidentTold](items=told, more=found.more or None)


@router.post(
    "",
    status_code=201,
    responses=refusals(409, 413),
    summary="Записать сообщение, пришедшее не со страницы",
)
def add(
    request: Request, given: MessageGiven, user: User = requires("moderator", "curator")
) -> IncidentTold:
    """A candidate, filed at once; the same link twice is a 409."""
    office = office_of(request)
    with office.store.writing() as session:
        made = enter(
            session,
            office.clock(),
            given.text,
            given.link,
            given.reported_by,
            given.channel,
            given.publication,
        )
        file_new(session, office.adviser.judge)
        return IncidentTold.of(Row(made, None))


@router.get("/{number}", responses=refusals(404), summary="Инцидент целиком")
def one_incident(
    request: Request, number: Number, user: User = opens("incidents")
) -> IncidentWhole:
    """With its journal and its running terms."""
    desk, looking = eyes(request, user)
    with office_of(request).store.reading() as session:
        return _whole(session, desk, looking, number)


def _whole(session: Session, desk: Desk, looking: Looking, number: int) -> IncidentWhole:
    incident = visible(session, number, looking.sight)
    steps = journal(session, number)[1]
    comment = session.get(Comment, incident.comment_id) if incident.comment_id else None
    today = looking.now.astimezone(desk.worktime.zone).date()
    running = owed(session, number, looking.now, desk.worktime)
    return IncidentWhole.of(
        Row(incident, comment),
        journal=[StepTold.of(step) for step in steps],
        terms=[TermTold.of(one) for one in running],
        may=list(permitted(case_of(incident, steps), desk, looking.name, today)),
    )


@router.post(
    "/{number}/acts",
    status_code=201,
    responses=refusals(404, 409, 413),
    summary="Сделать шаг: направить, написать проект, согласовать, вернуть …",
)
def act(
    request: Request,
    number: Number,
    given: ActGiven,
    later: BackgroundTasks,
    user: User = opens("incidents"),
) -> ActDone:
    """One entry of the journal, in the name of whom the token acts for."""
    office, (desk, looking) = office_of(request), eyes(request, user)
    order = Order(
        given.act,
        user.name,
        given.seen,
        given.body.strip(),
        given.text.strip(),
        given.ground.strip(),
        _details(office, given),
    )
    with office.store.reading() as session:
        visible(session, number, looking.sight)
    case = perform(office.store.writing, desk, number, order, looking.now)
    later.add_task(_tell, office, desk, number, case.number)
    return ActDone(seen=case.number, state=case.state)


def _details(office: Office, given: ActGiven) -> dict[str, Any]:
    said = given.details.given()
    odd = strange(given.act, said)
    if odd:
        raise unfit(f"details: у действия {given.act} нет: {', '.join(odd)}")
    if "topic" in said:
        topic = named_topic(said["topic"], office.adviser.topics)
        if topic is None:
            raise unfit("details.topic: такой темы в перечне нет")
        said |= {"topic": topic.code, "group": topic.group, "name": topic.name}
    if "place" in said:
        said["place"] = {kind: name.strip() for kind, name in said["place"].items() if name.strip()}
    extra: dict[str, Any] = {"publish": {"by_hand": True}, "draft": {"form": "answer"}}
    return {**extra.get(given.act, {}), **said}


def _tell(office: Office, desk: Desk, number: int, entry: int) -> None:
    """Those whom the act concerns are written to after the answer has gone out."""
    with office.store.reading() as session:
        incident, steps = journal(session, number)
        step: Step = next(step for step in steps if step.number == entry)
        office.tell(desk, step, case_of(incident, steps))
