"""An approved answer goes out through the outbox, and can be called back while it waits."""

from fastapi import APIRouter, HTTPException, Request, Response

from config import home
from incidents.sending import letter
from incidents.sight import visible
from moderation import answers
from moderation.answers import Approved
from moderation.undo import found, undo
from web.access import Chosen, Number, User, office_of, requires
from web.incidents.eyes import eyes
from web.incidents.photos import FOLDER, keep
from web.pages import redirect

router = APIRouter(prefix="/incidents")


@router.post("/{number}/send")
def send(
    request: Request, number: Number, chosen: Chosen, user: User = requires("curator")
) -> Response:
    """Publish the approved text and its photos; the journal hears of it when it stands there."""
    office, (desk, looking) = office_of(request), eyes(request, user)
    grace, days = office.config.moderation.grace, office.config.retention.texts_days
    photos = keep(chosen.getlist("photos"), home() / FOLDER, looking.now, days)
    with office.store.writing() as session:
        visible(session, number, looking.sight)
        ready = letter(session, desk, number, user.name, looking.now)
        approved = Approved(number, ready.step, ready.comment, ready.text, user.name, photos)
        answers.send(session, approved, looking.now, grace)
    seconds = f"{grace.total_seconds():g}"
    return redirect(
        f"/incidents/{number}", f"Ответ уйдёт через {seconds} с, пока его можно отменить."
    )


@router.post("/{number}/send/{action}/undo")
def call_back(
    request: Request, number: Number, action: Number, user: User = requires("curator")
) -> Response:
    """Take the answer back before it goes out."""
    office, (_, looking) = office_of(request), eyes(request, user)
    with office.store.writing() as session:
        visible(session, number, looking.sight)
        if found(session, action).incident_id != number:
            raise HTTPException(404)
        (done,) = undo(session, action, user.name, looking.now)
    return redirect(f"/incidents/{number}", done.sentence.capitalize() + ".")
