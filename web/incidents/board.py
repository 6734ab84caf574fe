"""The board: a column a step, the most urgent of each; or the counts alone, asked again."""

from typing import Any

from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session

from incidents.filing import unsure
from incidents.listing import Wanted, columns, count
from incidents.lookout import surges_now
from incidents.whole import Looking
from web.access import User, office_of, opens
from web.incidents.eyes import brief, eyes
from web.incidents.filters import COLUMN, Asked, asked, wanted
from web.incidents.plates import plates
from web.pages import live, render

router = APIRouter(prefix="/incidents")
EACH = 6  # cards of a column
EMPTY_FOR_ACT = ("resolution", "head")  # steps that most acts do not have


@router.get("")
def show(request: Request, user: User = opens("incidents")) -> Response:
    """The whole board."""
    return render(request, "incidents_board.html", **_board(request, user))


@router.get("/columns")
def again(request: Request, user: User = opens("incidents")) -> Response:
    """The columns alone, for those who keep the page open."""
    return live(request, "incidents_columns.html", **_board(request, user))


def _board(request: Request, user: User) -> dict[str, Any]:
    office, filters = office_of(request), asked(request.query_params)
    _, looking = eyes(request, user)
    warn = office.config.escalation.warn_minutes
    chosen = wanted(filters, user, looking.now, warn, office.worktime)
    with office.store.reading() as session:
        found = columns(session, looking.sight, EACH, chosen)
        guessed = unsure(session, [row for column in found for row in column.rows])
        shown = [
            (column, plates(column.rows, looking.now, office.worktime, warn, guessed))
            for column in found
            if column.total or column.name not in EMPTY_FOR_ACT
        ]
        return {
            "columns": shown,
            "titles": COLUMN,
            "filters": filters,
            "sums": sums(session, request, user, looking),
            "surges": surges_now(session) if looking.sight.bodies is None else (),
            **around(request, looking),
        }


def sums(session: Session, request: Request, user: User, looking: Looking) -> dict[str, int]:
    """How many are in work, late, soon late, and waiting for this very person."""
    office = office_of(request)
    warn = office.config.escalation.warn_minutes

    def number(**said: str) -> int:
        chosen: Wanted = wanted(Asked(**said), user, looking.now, warn, office.worktime)
        return count(session, looking.sight, chosen)

    return {
        "work": number(),
        "mine": number(state="mine"),
        "late": number(term="late"),
        "soon": number(term="soon"),
    }


def around(request: Request, looking: Looking) -> dict[str, Any]:
    """What the filter form offers, and times as lists show them."""
    office = office_of(request)
    groups = dict.fromkeys(topic.group for topic in office.adviser.topics)
    bodies = sorted({body.name for body in office.config.routing.bodies})
    return {
        "groups": list(groups),
        "bodies": bodies,
        "brief": brief(looking.now, office.worktime.zone),
    }
