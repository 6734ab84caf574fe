"""The curator's overview: today in a sentence, then what runs out, what is spoken of."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request, Response

from incidents.listing import COLUMNS
from moderation.by_hand import done_by_hand
from moderation.day import decided, messages
from moderation.overview import newest
from web.access import Number, User, office_of, opens, requires
from web.incidents.eyes import brief
from web.incidents.filters import COLUMN, midnight
from web.incidents.plates import plates
from web.overview_view import today
from web.pages import live, redirect, render
from words import ACTION, DECISION

router = APIRouter(prefix="/overview")
PART = 50  # rows of a list


@router.get("")
def show(request: Request, user: User = opens("overview")) -> Response:
    """The whole page."""
    return render(request, "overview.html", **_today(request))


@router.get("/now")
def again(request: Request, user: User = opens("overview")) -> Response:
    """Its numbers alone, for those who keep the page open."""
    return live(request, "overview_now.html", **_today(request))


def _today(request: Request) -> dict[str, Any]:
    office = office_of(request)
    warn = office.config.escalation.warn_minutes
    with office.store.reading() as session:
        found = today(session, office)
        return {
            "today": found,
            "late": plates(found.late_rows, found.at, office.worktime, warn),
            "soon": plates(found.soon_rows, found.at, office.worktime, warn),
            "steps": _steps(found.states),
            "titles": COLUMN,
            "brief": brief(found.at, office.worktime.zone),
            "DECISION": DECISION,
        }


def _steps(found: Mapping[str, int]) -> dict[str, int]:
    """How many stand in each column of the board, in its order, the empty ones left out."""
    steps = {name: sum(found.get(one, 0) for one in states) for name, states in COLUMNS.items()}
    return {name: number for name, number in steps.items() if number}


@router.get("/messages")
def written(request: Request, before: int = 0, user: User = opens("overview")) -> Response:
    """What residents wrote today, the newest first."""
    office = office_of(request)
    now = office.clock()
    with office.store.reading() as session:
        found = messages(session, midnight(now, office.worktime), PART + 1, _known(before))
        return render(request, "overview_messages.html", messages=found[:PART],
                      more=len(found) > PART, brief=brief(now, office.worktime.zone))  # fmt: skip


@router.get("/decisions")
def of_today(
    request: Request, action: str = "", before: int = 0, user: User = opens("overview")
) -> Response:
    """What was decided today and still holds, the newest first."""
    office = office_of(request)
    now, which = office.clock(), action if action in DECISION else ""
    with office.store.reading() as session:
        found = decided(session, midnight(now, office.worktime), PART + 1, which, _known(before))
        return render(request, "overview_decisions.html", decisions=found[:PART], action=which,
                      more=len(found) > PART, DECISION=DECISION,
                      brief=brief(now, office.worktime.zone))  # fmt: skip


@router.get("/tasks")
def tasks(request: Request, before: int = 0, user: User = opens("overview")) -> Response:
    """What no network lets a program do: people do it there and say so here."""
    office = office_of(request)
    with office.store.reading() as session:
        found = newest(session, PART + 1, ("by_hand",), _known(before))
        return render(request, "overview_tasks.html", tasks=found[:PART], more=len(found) > PART,
                      brief=brief(office.clock(), office.worktime.zone), ACTION=ACTION)  # fmt: skip


@router.post("/tasks/{number}")
def done(
    request: Request, number: Number, user: User = requires("moderator", "curator")
) -> Response:
    """Somebody has done it."""
    office = office_of(request)
    with office.store.writing() as session:
        done_by_hand(session, number, user.name, office.clock())
    return redirect("/overview/tasks", "Записано: сделано.")


def _known(number: int) -> int | None:
    """A number that the database can hold; an odd one asks for the beginning."""
    return number if 0 < number < 2**31 else None
