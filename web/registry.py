"""The registry of official pages: the list, one page with its history, what is entered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session

from models import PageRef
from models.page_rules import PAGE_KINDS
from pages import book, cadence
from pages.acts import ACTS, Act
from pages.address import network_of
from pages.cadence import Progress
from pages.duties import matched, page_findings, unlisted
from pages.finding import PageFinding
from pages.official import OfficialPage
from pages.persons import persons
from pages.refusal import RegistryError
from pages.registrar import perform
from pages.survey import shown
from pages.words import ACT
from web import plan, registry_check, registry_files
from web.access import Number, Sent, User, office_of, opens, requires
from web.office import Office
from web.pages import redirect, render
from web.registry_form import WORDS, WRITERS, order_of, person_of, today

router = APIRouter(prefix="/pages")
for part in (registry_check, registry_files, plan):  # before /pages/{number}
    router.include_router(part.router)
AT_ONCE = 50
FORMS = (  # what a person looks for: the acts behind it
    ("Адрес и название", ("move", "rename", "correct")),
    ("Ответственные", ("appoint", "dismiss")),
    ("Доступ", ("admit", "bar", "two_factor", "credentials")),
    ("Отметка", ("mark_given", "mark_asked", "mark_lost")),
    ("Сайт, почта, подписки, «Госпаблики»",
     ("link", "unlink", "email", "subscribe", "unsubscribe", "gospubliki_on", "gospubliki_off")),
    ("Примечание, закрытие", ("note", "close", "reopen")),
)  # fmt: skip
OFFERED = frozenset(act for _, acts in FORMS for act in acts)
NEW = ("body", "kind", "network", "address", "name", "ref")


@dataclass(frozen=True, slots=True)
class Line:
    """A page in the list; `week` is how it keeps the norm, where it is read."""

    page: OfficialPage
    found: Sequence[PageFinding]
    week: Progress | None


@router.get("")
def overview(
    request: Request,
    text: str = "",
    network: str = "",
    closed: bool = False,
    sheet: int = 1,
    user: User = opens("pages"),
) -> Response:
    """The pages, fifty at a time, with what each lacks and how it keeps the norm."""
    office = office_of(request)
    wanted = book.Wanted(text.strip()[:200], network[:16], closed)
    first = (max(sheet, 1) - 1) * AT_ONCE
    with office.store.reading() as session:
        total, pages = book.listing(session, wanted, AT_ONCE, first)
        lines = _lines(session, office, pages)
        networks = book.networks(session)
    return render(
        request, "pages.html", lines=lines, total=total, text=text, network=network, closed=closed,
        sheet=max(sheet, 1), sheets=-(-total // AT_ONCE), networks=networks,
        writes=user.has(*WRITERS), **WORDS,
    )  # fmt: skip


def _lines(session: Session, office: Office, pages: Sequence[OfficialPage]) -> list[Line]:
    refs = matched(pages, [page.ref for page in office.town.watched])
    rows = cadence.overview(session, office.town, office.clock(), refs.values())
    weeks = {row.watched.ref: row for row in rows}
    same, day = book.same_body(session), today(office)
    return [
        Line(
            page,
            page_findings(page, office.town.rules, day, same.get(page.number, 1)),
            weeks.get(refs.get(page.number, PageRef("", ""))),
        )
        for page in pages
    ]


@router.get("/new")
def new(request: Request, user: User = requires(*WRITERS)) -> Response:
    """The form for a page that the registry does not know yet."""
    return _new(request)


@router.post("/new")
def add(request: Request, sent: Sent, user: User = requires(*WRITERS)) -> Response:
    """A page, from the day it was created."""
    office = office_of(request)
    facts = {name: sent.get(name, "") for name in NEW}
    try:
        facts["network"] = network_of(facts["network"])
        order = order_of(sent, office, user, "open", facts, None)
        page = perform(office.store.writing, office.registrar, None, [order], office.clock())
    except RegistryError as error:
        return _new(request, 422, str(error), sent)
    return redirect(f"/pages/{page.number}", "Страница внесена.")


def _new(
    request: Request, status: int = 200, refusal: str = "", sent: Mapping[str, str] | None = None
) -> Response:
    office = office_of(request)
    with office.store.reading() as session:
        _, pages = book.listing(session, book.Wanted())
        news = book.whole(session).news
    missing = unlisted(pages, (page.ref for page in office.town.watched))
    bodies = sorted({page.body for page in pages} | {page.body for page in office.town.watched})
    return render(
        request, "pages_new.html", status, refusal=refusal, sent=sent or {}, bodies=bodies,
        news=news, kinds=PAGE_KINDS, missing=missing, day=today(office), **WORDS,
    )  # fmt: skip


@router.get("/{number}")
def show(request: Request, number: Number, user: User = opens("pages")) -> Response:
    """One page: what it is, what it lacks, its terms, its history; the forms for who may write."""
    return _show(request, number, user)


@router.post("/{number}")
def enter(
    request: Request, number: Number, sent: Sent, user: User = requires(*WRITERS)
) -> Response:
    """One entry about a page; another's faster entry refuses it."""
    office, act = office_of(request), sent.get("act", "")
    try:
        rule = ACTS[act] if act in OFFERED else Act()
        facts = {name: sent.get(name, "") for name in (*rule.needs, *rule.may)}
        order = order_of(sent, office, user, act, facts, person_of(sent) if rule.person else None)
        perform(office.store.writing, office.registrar, number, [order], office.clock())
    except RegistryError as error:
        return _show(request, number, user, 422, str(error), sent)
    return redirect(f"/pages/{number}", f"Записано: {ACT[act]}.")


def _show(
    request: Request,
    number: int,
    user: User,
    status: int = 200,
    refusal: str = "",
    sent: Mapping[str, str] | None = None,
) -> Response:
    office = office_of(request)
    with office.store.reading() as session:
        page, entries = book.one(session, number)
        known = persons(session, (entry.person_id for entry in entries if entry.person_id))
        [line] = _lines(session, office, [page])
        news = book.whole(session).news
        ref = line.week and line.week.watched.ref
        seen = [one for _, one in shown(session, office.town, [ref])] if ref else []
    return render(
        request, "pages_one.html", status, page=page, line=line, seen=seen, entries=entries,
        known=known, news=news, day=today(office), forms=FORMS, acts=ACTS, refusal=refusal,
        sent=sent or {}, writes=user.has(*WRITERS), **WORDS,
    )  # fmt: skip
