"""One incident: the page, and a word for those who keep it open that something happened."""

from typing import Any

from fastapi import APIRouter, Request, Response

from incidents.desk import journal
from incidents.phrases import entries
from incidents.sight import visible
from incidents.whole import whole
from web.access import Number, User, office_of, opens
from web.incidents.eyes import eyes
from web.incidents.view import view
from web.pages import live, render

router = APIRouter(prefix="/incidents")


@router.get("/{number}")
def show(request: Request, number: Number, user: User = opens("incidents")) -> Response:
    """The incident whole; what another body works on is not there for an executor."""
    return page(request, user, number)


def page(request: Request, user: User, number: int, status: int = 200, **more: Any) -> Response:
    """The page, with a refusal and what was typed where an act was refused."""
    desk, looking = eyes(request, user)
    office = office_of(request)
    with office.store.reading() as session:
        found = whole(session, desk, office.adviser, number, looking)
        context = view(request, session, desk, found, looking.now)
        return render(request, "incident.html", status, **{**EMPTY, **context, **more})


EMPTY: dict[str, Any] = {"refusal": "", "sent": {}, "refused_act": ""}


@router.get("/{number}/news")
def news(
    request: Request, number: Number, seen: int = 0, user: User = opens("incidents")
) -> Response:
    """What was written to the journal after entry `seen`, by others."""
    desk, looking = eyes(request, user)
    with office_of(request).store.reading() as session:
        incident = visible(session, number, looking.sight)
        steps = journal(session, number)[1] if incident.number > seen else ()
        lines = [
            e for e in entries(steps, desk.regulation) if e.number > seen and e.by != user.name
        ]
        return live(request, "incident_news.html", lines=lines, number=number)
