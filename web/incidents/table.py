"""The table: one filtered list, a page at a time."""

from fastapi import APIRouter, Request, Response

from incidents.filing import unsure
from incidents.listing import count, listing
from web.access import User, office_of, opens
from web.incidents.board import around, sums
from web.incidents.eyes import eyes
from web.incidents.filters import asked, wanted
from web.incidents.plates import plates
from web.pages import render

router = APIRouter(prefix="/incidents")
PAGE = 50


@router.get("/list")
def show(request: Request, after: str = "", user: User = opens("incidents")) -> Response:
    """The rows after the mark `after`; the address of each page can be sent to a colleague."""
    office, filters = office_of(request), asked(request.query_params)
    _, looking = eyes(request, user)
    warn = office.config.escalation.warn_minutes
    chosen = wanted(filters, user, looking.now, warn, office.worktime)
    with office.store.reading() as session:
        found = listing(session, looking.sight, chosen, PAGE, after)
        return render(
            request,
            "incidents_list.html",
            rows=plates(
                found.rows, looking.now, office.worktime, warn, unsure(session, found.rows)
            ),
            more=found.more,
            after=after,
            total=count(session, looking.sight, chosen),
            filters=filters,
            sums=sums(session, request, user, looking),
            **around(request, looking),
        )
