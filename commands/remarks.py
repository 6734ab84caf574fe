"""What the checks advise about a draft, before the curator sees it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from commands.common import App

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from incidents.checks import Draft
    from incidents.desk import Desk
    from models import Incident


def remarks(app: App, desk: "Desk", session: "Session", number: int, text: str) -> Iterator[str]:
    """Advice, a line each, with the place in the text and the paragraph."""
    from incidents.case import case_of
    from incidents.checks import examine
    from incidents.desk import journal

    incident, steps = journal(session, number)
    draft = _draft(session, incident, text, case_of(incident, steps).repeat)
    for remark in examine(draft, app.answer_tools(), desk.regulation.checked):
        place = f"«{text[slice(*remark.span)][:60]}»: " if remark.span else ""
        paragraph = f" ({remark.paragraph})" if remark.paragraph else ""
        yield f"  {place}{remark.advice}{paragraph}"


def _draft(session: "Session", incident: "Incident", text: str, repeat: bool) -> "Draft":
    from incidents.checks import Draft
    from models import Author, Comment

    comment = session.get(Comment, incident.comment_id) if incident.comment_id else None
    if comment is None:
        return Draft(text, incident.text, "", repeat=repeat)
    author = session.get(Author, comment.author_id) if comment.author_id else None
    return Draft(
        text,
        comment.text,
        comment.network,
        author.name if author else "",
        comment.kind == "message",
        repeat,
    )
