"""The registry as a whole: what is wrong, which terms run, the order, the exempt, news."""

from fastapi import APIRouter, Request, Response

from pages import book
from pages.refusal import RegistryError
from pages.registrar import perform_whole
from pages.survey import shown, survey
from web.access import Sent, User, office_of, opens, requires
from web.pages import redirect, render
from web.registry_form import WORDS, WRITERS, order_of, today

router = APIRouter(prefix="/check")
OFFERED = {"order": ("order",), "exempt": ("body", "ground"), "bind": ("body", "ground"),
           "news": ("text", "body")}  # fmt: skip


@router.get("")
def check(request: Request, user: User = opens("pages")) -> Response:
    """Everything that is wrong with the registry."""
    return _check(request, user)


@router.post("")
def enter(request: Request, sent: Sent, user: User = requires(*WRITERS)) -> Response:
    """An order, an exempt body, news that came."""
    office, act = office_of(request), sent.get("act", "")
    facts = {name: sent.get(name, "") for name in OFFERED.get(act, ())}
    try:
        if act not in OFFERED:
            raise RegistryError("Такой записи нет.")
        order = order_of(sent, office, user, act, facts)
        perform_whole(office.store.writing, office.registrar, order, office.clock())
    except RegistryError as error:
        return _check(request, user, 422, str(error), sent)
    return redirect("/pages/check", "Записано.")


def _check(
    request: Request,
    user: User,
    status: int = 200,
    refusal: str = "",
    sent: dict[str, str] | None = None,
) -> Response:
    office = office_of(request)
    act, day = office.regulation, today(office)
    bodies = [body.name for body in office.config.routing.bodies]
    networks = act.networks.names if act.networks else ()
    with office.store.reading() as session:
        found = list(survey(session, office.town, day, bodies, networks))
        seen = shown(session, office.town)
        whole, owed = book.whole(session), book.terms(session)
    owed = [one for one in owed if one[1].state(day) != "kept"]
    return render(
        request, "pages_check.html", status, found=found, seen=seen, whole=whole, owed=owed,
        day=day, watched=office.town.by_ref, bodies=bodies, refusal=refusal, sent=sent or {},
        writes=user.has(*WRITERS), **WORDS,
    )  # fmt: skip
