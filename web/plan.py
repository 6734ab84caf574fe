"""The content plan: two weeks at a glance, what came of it, the calendar file."""

from datetime import date, timedelta

from fastapi import APIRouter, Request, Response

from models import PageRef
from pages import planning
from pages.counting import counted_kinds
from pages.ics import calendar
from pages.planning import Wish
from pages.refusal import RegistryError
from web.access import Number, Sent, User, office_of, opens, requires
from web.office import Office
from web.pages import redirect, render
from web.registry_form import WRITERS, day_of, today

router = APIRouter(prefix="/plan")
DAYS = 14
STATE = {"appeared": ("вышла", "good"), "missed": ("не вышла", "bad"), "ahead": ("впереди", "")}


@router.get("")
def show(
    request: Request, since: str = "", page: str = "", user: User = opens("pages")
) -> Response:
    """Day by day for a fortnight."""
    return _show(request, user, since, page)


@router.post("")
def add(request: Request, sent: Sent, user: User = requires(*WRITERS)) -> Response:
    """Plan a post."""
    office = office_of(request)
    try:
        day = day_of(sent.get("on", ""))
        if day is None:
            raise RegistryError("не указан день")
        wish = Wish(_page(office, sent.get("page", "")), day, sent.get("text", ""),
                    sent.get("clock", ""))  # fmt: skip
        with office.store.writing() as session:
            planning.add(session, wish, user.name, office.clock())
    except RegistryError as error:
        return _show(request, user, sent.get("since", ""), "", 422, str(error), sent)
    return redirect(_back(sent), "В плане.")


@router.post("/{number}")
def change(
    request: Request, number: Number, sent: Sent, user: User = requires(*WRITERS)
) -> Response:
    """Move, rewrite or drop a planned post; the earlier version stays."""
    office, now = office_of(request), office_of(request).clock()
    try:
        with office.store.writing() as session:
            if sent.get("act") == "drop":
                planning.drop(session, number, sent.get("ground", ""), user.name, now)
            else:
                planning.change(
                    session, number, user.name, now, day=day_of(sent.get("on", "")),
                    clock=sent.get("clock", ""), text=sent.get("text", ""),
                )  # fmt: skip
    except RegistryError as error:
        return _show(request, user, sent.get("since", ""), "", 422, str(error), sent, number)
    return redirect(_back(sent), "План изменён.")


@router.get("/plan.ics")
def ics(request: Request, since: str = "", user: User = opens("pages")) -> Response:
    """The fortnight for any calendar program."""
    office = office_of(request)
    first = _monday(office, since)
    with office.store.reading() as session:
        posts = planning.planned(session, first, first + timedelta(days=DAYS - 1))
        town = office.config.municipality.name
        file = calendar(posts, office.names, office.worktime.zone, town)
    told = {"Content-Disposition": 'attachment; filename="plan.ics"'}
    return Response(file, media_type="text/calendar; charset=utf-8", headers=told)


def _show(
    request: Request,
    user: User,
    since: str,
    page: str,
    status: int = 200,
    refusal: str = "",
    sent: dict[str, str] | None = None,
    changing: int = 0,
) -> Response:
    office = office_of(request)
    first, day = _monday(office, since), today(office)
    chosen = [one.ref for one in office.town.watched if str(one.ref) == page]
    counted = counted_kinds(office.town.bare_reposts)
    last = first + timedelta(days=DAYS - 1)
    with office.store.reading() as session:
        plans = planning.review(session, first, last, office.worktime.zone, day, counted, chosen)
    return render(
        request, "pages_plan.html", status, plans=plans, totals=dict(planning.totals(plans)),
        days=[first + timedelta(days=number) for number in range(DAYS)], first=first, day=day,
        before=first - timedelta(days=DAYS), after=first + timedelta(days=DAYS), chosen=page,
        watched=office.town.watched, names={one.ref: one.title for one in office.town.watched},
        refusal=refusal, sent=sent or {}, changing=changing, states=STATE,
        writes=user.has(*WRITERS),
    )  # fmt: skip


def _monday(office: Office, since: str) -> date:
    try:
        first = day_of(since) or today(office)
    except RegistryError:
        first = today(office)
    # Beyond these years a fortnight on either side would leave the calendar.
    first = min(max(first, date(2000, 1, 1)), date(2099, 1, 1))
    return first - timedelta(days=first.weekday())


def _page(office: Office, given: str) -> PageRef:
    for one in office.town.watched:
        if str(one.ref) == given:
            return one.ref
    raise RegistryError("не выбрана страница")


def _back(sent: dict[str, str]) -> str:
    try:
        since = day_of(sent.get("since", ""))
    except RegistryError:
        since = None
    return f"/pages/plan?since={since}" if since else "/pages/plan"
