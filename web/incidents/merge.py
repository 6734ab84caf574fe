"""A candidate and an answered incident are one matter: one button."""

from fastapi import APIRouter, HTTPException, Request, Response

from incidents.merging import merge
from incidents.sight import visible
from web.access import Number, Sent, User, office_of, requires
from web.incidents.eyes import eyes
from web.pages import redirect

router = APIRouter(prefix="/incidents")


@router.post("/{number}/merge")
def join(
    request: Request, number: Number, sent: Sent, user: User = requires("curator")
) -> Response:
    """Reopen the earlier incident by this one; on to where the work goes on."""
    desk, looking = eyes(request, user)
    into = sent.get("into", "")
    if not into.isdecimal() or len(into) > 9:
        raise HTTPException(422, "Нужен номер инцидента.")
    with office_of(request).store.writing() as session:
        for one in (number, int(into)):
            visible(session, one, looking.sight)
        merge(session, desk, number, int(into), user.name, looking.now)
    return redirect(f"/incidents/{into}", f"Сообщение № {number} присоединено сюда.")
