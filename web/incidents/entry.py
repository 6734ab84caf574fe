"""A message that came by telephone, in private, from another system: entered by hand."""

from fastapi import APIRouter, Request, Response

from incidents.desk import Order, act
from incidents.entry import EntryError, enter
from incidents.filing import file_new
from web.access import Sent, User, office_of, requires
from web.hints import for_screen
from web.incidents.eyes import eyes
from web.pages import redirect, render

router = APIRouter(prefix="/incidents")
LONGEST = 20_000


@router.get("/new")
def ask(request: Request, user: User = requires("moderator", "curator")) -> Response:
    """The form."""
    return render(request, "incident_new.html", sent={}, refusal="")


@router.post("/new")
def add(request: Request, sent: Sent, user: User = requires("moderator", "curator")) -> Response:
    """A candidate, confirmed at once where it is said so."""
    desk, looking = eyes(request, user)
    office = office_of(request)
    try:
        with office.store.writing() as session:
            made = enter(
                session,
                looking.now,
                sent.get("text", "")[:LONGEST],
                _web_address(sent.get("link", "")),
                sent.get("reported_by", "").strip(),
                "incident" if sent.get("channel") == "incident" else "own",
                bool(sent.get("publication")),
            )
            if sent.get("confirm"):
                act(session, desk, made.id, Order("confirm", user.name), looking.now)
            file_new(session, office.adviser.judge)
    except EntryError as error:
        return render(request, "incident_new.html", 422, sent=sent, refusal=for_screen(str(error)))
    return redirect(f"/incidents/{made.id}", f"Записано: инцидент {made.id}.")


def _web_address(link: str) -> str:
    """Only what a browser may safely follow: «javascript:» is no address of a message."""
    link = link.strip()
    if link and not link.lower().startswith(("http://", "https://")):
        raise EntryError("Ссылка начинается с http:// или https://")
    return link
