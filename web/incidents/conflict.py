"""Somebody was faster: both texts side by side, and none of them lost."""

from fastapi import Request, Response
from starlette.datastructures import FormData

from incidents import drafts
from incidents.case import case_of
from incidents.desk import journal
from incidents.phrases import entries
from models.text import storable
from web.access import User, office_of
from web.hints import for_screen
from web.incidents.eyes import eyes
from web.pages import render


def conflict(
    request: Request, user: User, number: int, act: str, sent: FormData, words: str
) -> Response:
    """The page of a conflict; a draft is a working one again, what else was typed stands there."""
    desk, looking = eyes(request, user)
    text, ground, form = (storable(str(sent.get(name, ""))) for name in ("text", "ground", "form"))
    again = act == "draft" and bool(text.strip())
    with office_of(request).store.writing() as session:
        incident, steps = journal(session, number)
        if again:
            drafts.save(session, number, user.name, text, looking.now, incident.number,
                        form or "answer")  # fmt: skip
    case = case_of(incident, steps)
    said = str(sent.get("seen", ""))
    since = int(said) if said.isdecimal() else 0
    fresh = [step for step in steps if step.number > since and step.act != "kept"]
    return render(
        request,
        "incident_conflict.html",
        409,
        number=number,
        words=for_screen(words),
        mine=text or ground,
        again=again,
        theirs=case.draft.text if case.draft and case.draft.number > since else "",
        fresh=list(entries(fresh, desk.regulation)),
    )
