"""Reports: look at one, take it along as a file, see what the schedule made and how it went."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import FileResponse, Response

from config import home
from errors import OtklikError
from incidents.words import ROLE, STATE, STEP
from incidents.workflow import CLOSED, OPEN
from models import MadeReport
from reports import deliveries
from reports.contents import REPORTS, Workflow
from reports.contents.context import context
from reports.document import Period, Report
from reports.render import FORMATS, file_name, html, render
from reports.schedule import asked
from web.access import Number, User, office_of, opens, requires
from web.pages import redirect
from web.pages import render as page

router = APIRouter(prefix="/reports")

OF_A_BODY = ("daily", "weekly", "monthly", "topics", "deadlines")  # an executor sees these
EVERYTHING = ("curator", "head", "administrator")
SHOWN = 20
WORKFLOW = Workflow(OPEN, CLOSED, STATE, STEP, ROLE)


@router.get("")
def choose(request: Request, user: User = opens("reports")) -> Response:
    """The form; what was made by itself; what did not arrive. The head sees what is urgent now."""
    return _shown(request, user, "urgent") if user.has("head") else _page(request, user)


@router.get("/view")
def view(request: Request, user: User = opens("reports")) -> Response:
    """The report under the form it was asked with."""
    try:
        return _shown(request, user, request.query_params.get("report", ""))
    except OtklikError as error:
        return _page(request, user, 422, refusal=str(error))


def _shown(request: Request, user: User, name: str) -> Response:
    report = _report(request, user, name)
    return _page(request, user, report=html.inner(report), formats=_links(request, name))


@router.get("/file")
def file(request: Request, user: User = opens("reports")) -> Response:
    """The same as a file."""
    format = request.query_params.get("format", "")
    if format not in FORMATS:
        raise HTTPException(404)
    report = _report(request, user, request.query_params.get("report", ""))
    return _attached(render(report, format), file_name(report, format), FORMATS[format].media)


@router.get("/report.css")
def style(user: User = opens("reports")) -> Response:
    """What the report wears, here as in its file."""
    return FileResponse(html.STYLE, media_type="text/css")


@router.get("/made/{number}/{at}")
def made(request: Request, number: Number, at: int, user: User = requires(*EVERYTHING)) -> Response:
    """A file that the schedule has made."""
    with office_of(request).store.reading() as session:
        found = session.get(MadeReport, number)
    if found is None or not 0 <= at < len(found.files):
        raise HTTPException(404)
    path: Path = home() / found.folder / found.files[at]
    if not path.is_file():
        raise OtklikError(f"Файла {path.name} в папке отчётов больше нет.")
    return _attached(path.read_bytes(), path.name, FORMATS[path.suffix[1:]].media)


@router.post("/deliveries/{number}")
def again(request: Request, number: Number, user: User = requires(*EVERYTHING)) -> Response:
    """Try once more what did not arrive."""
    office = office_of(request)
    with office.store.writing() as session:
        if not deliveries.again(session, number, office.clock()):
            raise OtklikError("Это отправление уже дошло.")
    return redirect("/reports", "Уйдёт в ближайшую минуту, если идёт чтение по расписанию.")


def _report(request: Request, user: User, name: str) -> Report:
    """This one, as the address asks for it. Raises OtklikError in words for the form."""
    office, body = office_of(request), request.query_params.get("body", "")
    if name not in _names(user):
        raise HTTPException(404)
    if not user.has(*EVERYTHING):
        body = user.body
    elif body and body not in office.config.bodies:
        raise OtklikError(f"Организации «{body}» нет.")
    desk, town, now = office.desk(), office.config.municipality.name, office.clock()
    with office.store.reading() as session:
        found = context(desk, WORKFLOW, town, now, body)
        return REPORTS[name].build(session, _period(request, name), found)


def _period(request: Request, name: str) -> Period:
    office, given = office_of(request), request.query_params
    first, last = _day(given.get("from", "")), _day(given.get("to", ""))
    zone = office.worktime.zone
    try:
        return asked(REPORTS[name].usual, first, last, office.clock(), zone)
    except ValueError:
        raise OtklikError("Последний день раньше первого.") from None


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        raise OtklikError("День пишется так: 2026-11-23.") from None


def _names(user: User) -> list[str]:
    return [name for name in REPORTS if user.has(*EVERYTHING) or name in OF_A_BODY]


def _links(request: Request, name: str) -> Mapping[str, str]:
    """The address of the shown report as a file, by the format's name."""
    given = {key: request.query_params.get(key, "") for key in ("from", "to", "body")}
    given = {"report": name} | given
    return {
        kind.title: f"/reports/file?{urlencode(given | {'format': format})}"
        for format, kind in FORMATS.items()
    }


def _page(request: Request, user: User, status: int = 200, **found: Any) -> Response:
    shown: dict[str, Any] = {"report": None, "refusal": "", "formats": {}, "made": [], "lost": []}
    shown |= {"asked": request.query_params, "bodies": office_of(request).config.bodies}
    if user.has(*EVERYTHING):
        with office_of(request).store.reading() as session:
            shown["made"] = deliveries.made(session, SHOWN)
            shown["lost"] = deliveries.recent(session, SHOWN, trouble=True)
    kinds = {name: REPORTS[name] for name in _names(user)}
    whole = user.has(*EVERYTHING)
    return page(request, "reports.html", status, kinds=kinds, whole=whole, **(shown | found))


def _attached(content: bytes, name: str, media: str) -> Response:
    where = f"attachment; filename*=UTF-8''{quote(name)}"
    return Response(content, media_type=media, headers={"Content-Disposition": where})
