"""The registry out and in: a spreadsheet, the public view, the notice for the ЦУР."""

from typing import IO

from fastapi import APIRouter, Request, Response
from starlette.datastructures import UploadFile

from errors import OtklikError
from pages import book, notice, public
from pages.columns import HEADING
from pages.imports import Outcome, take
from pages.persons import persons
from pages.rows import people_of, row_of
from spreadsheet import sheet_rows, workbook
from web.access import Chosen, Sent, User, office_of, opens, requires
from web.pages import redirect, render
from web.registry_form import WRITERS, today

router = APIRouter()
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHAPES = {
    "html": (public.as_html, "text/html; charset=utf-8"),
    "csv": (lambda seen: "\ufeff" + public.as_csv(seen), "text/csv; charset=utf-8"),
    "json": (public.as_json, "application/json"),
}


@router.get("/files")
def files(request: Request, user: User = opens("pages")) -> Response:
    """What can be taken and what can be brought."""
    return _files(request, user)


@router.post("/import")
def bring(request: Request, chosen: Chosen, user: User = requires(*WRITERS)) -> Response:
    """Rows of a spreadsheet; bad ones are named by number."""
    office, file = office_of(request), chosen.get("file")
    try:
        told = take(
            office.store.writing, office.registrar, sheet_rows(_content(file)), user.name,
            office.clock(),
        )  # fmt: skip
    except OtklikError as error:
        return _files(request, user, 422, str(error))
    return _files(request, user, told=told)


def _content(file: object) -> IO[bytes]:
    if not isinstance(file, UploadFile) or not file.size:
        raise OtklikError("Файл не выбран.")
    return file.file


@router.get("/registry.xlsx")
def export(request: Request, user: User = requires(*WRITERS)) -> Response:
    """The whole registry, persons included."""
    with office_of(request).store.reading() as session:
        _, pages = book.listing(session, book.Wanted(closed=None))
        known = persons(session, people_of(pages))
    rows = (row_of(page, known) for page in pages)
    return _download(workbook("Реестр", HEADING, rows), XLSX, "registry.xlsx")


@router.get("/public.{shape}")
def show(request: Request, shape: str, user: User = opens("pages")) -> Response:
    """What everybody may see, to be put on the town's site."""
    office = office_of(request)
    if shape not in SHAPES:
        raise OtklikError(f"Такого вида нет: {shape[:10]}. Есть: {', '.join(SHAPES)}")
    with office.store.reading() as session:
        _, pages = book.listing(session, book.Wanted())
        whole = book.whole(session)
    seen = public.public(office.config.municipality.name, whole, pages, today(office))
    draw, kind = SHAPES[shape]
    return _download(draw(seen).encode(), kind, f"pages.{shape}")


@router.get("/notice.xlsx")
def table(request: Request, user: User = requires(*WRITERS)) -> Response:
    """The changes the ЦУР has not heard of, as a table."""
    with office_of(request).store.reading() as session:
        found = notice.untold(session)
    return _download(workbook("ЦУР", notice.HEADINGS, notice.rows(found)), XLSX, "notice.xlsx")


@router.post("/notice")
def told(request: Request, sent: Sent, user: User = requires(*WRITERS)) -> Response:
    """The notice has been sent: the ЦУР has heard of the changes that the page showed, no more."""
    office, shown = office_of(request), sent.get("shown", "").split()
    with office.store.reading() as session:
        found = [change for change in notice.untold(session) if _mark(change) in shown]
    notice.told(office.store.writing, office.registrar, found, user.name, office.clock())
    done = "Записано, что ЦУР извещён." if found else "Записывать нечего: об этом ЦУР уже извещён."
    return redirect("/pages/files", done)


def _mark(change: notice.Change) -> str:
    return f"{change.page.number}:{change.entry}"


def _files(
    request: Request, user: User, status: int = 200, refusal: str = "", told: Outcome | None = None
) -> Response:
    office = office_of(request)
    with office.store.reading() as session:
        untold = notice.untold(session)
    town = office.config.municipality.name
    letter = notice.notice(town, untold, user.name, today(office)) if untold else ""
    return render(
        request, "pages_files.html", status, refusal=refusal, told=told, letter=letter,
        shown=" ".join(map(_mark, untold)), writes=user.has(*WRITERS),
    )  # fmt: skip


def _download(content: bytes, kind: str, name: str) -> Response:
    told = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=kind, headers=told)
