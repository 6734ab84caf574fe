"""While somebody types: the text is kept and checked, whatever becomes of the browser."""

from fastapi import APIRouter, Request, Response

from incidents import drafts
from incidents.examining import remarks
from incidents.sight import visible
from web.access import Number, Sent, User, office_of, opens
from web.incidents.eyes import eyes
from web.incidents.page import page
from web.incidents.view import pieces
from web.pages import render, wants_fragment

router = APIRouter(prefix="/incidents")
LONGEST = 20_000  # characters: the longest that a network takes is 9000


@router.post("/{number}/working")
def keep(request: Request, number: Number, sent: Sent, user: User = opens("incidents")) -> Response:
    """Keep what is being typed and say what the checks advise; without script, the same page."""
    desk, looking = eyes(request, user)
    office, text = office_of(request), sent.get("text", "")[:LONGEST]
    upon, version = _number(sent, "seen") or 0, _number(sent, "version")
    with office.store.reading() as session:
        visible(session, number, looking.sight)
    try:
        with office.store.writing() as session:
            kept = drafts.save(
                session, number, user.name, text, looking.now, upon,
                sent.get("form", "answer")[:16], version,
            )  # fmt: skip
    except drafts.Outpaced as error:
        said = {"words": str(error), "mine": text, "theirs": error.text, "version": error.version}
        return render(request, "incident_outpaced.html", 409, number=number, **said)
    if not wants_fragment(request):
        return page(request, user, number)
    with office.store.reading() as session:
        advised = remarks(session, desk, office.tools, number, text) if text.strip() else []
    return render(
        request, "incident_remarks.html",
        remarks=advised, pieces=pieces(text, advised), kept=kept, text=text,
    )  # fmt: skip


def _number(sent: dict[str, str], name: str) -> int | None:
    given = sent.get(name, "")
    return int(given) if given.isdecimal() else None
