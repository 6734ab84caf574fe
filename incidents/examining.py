"""What the checks advise about a draft of one incident."""

from sqlalchemy.orm import Session

from incidents.asking import asking
from incidents.case import Case, case_of
from incidents.checks import Draft, Remark, Tools, examine
from incidents.desk import Desk, journal
from models import Author, Comment, Incident


def remarks(
    session: Session, desk: Desk, tools: Tools, incident_id: int, text: str
) -> list[Remark]:
    """Every remark on such a text. Raises DeskError."""
    incident, steps = journal(session, incident_id)
    return remarks_on(session, desk, tools, incident, case_of(incident, steps), text)


def remarks_on(
    session: Session, desk: Desk, tools: Tools, incident: Incident, case: Case, text: str
) -> list[Remark]:
    """The same for an incident that is at hand."""
    draft = _draft(session, asking(session, incident, case), text, case.repeat)
    return examine(draft, tools, desk.regulation.checked)


def _draft(session: Session, incident: Incident, text: str, repeat: bool) -> Draft:
    comment = session.get(Comment, incident.comment_id) if incident.comment_id else None
    if comment is None:
        return Draft(text, incident.text, "", repeat=repeat)
    author = session.get(Author, comment.author_id) if comment.author_id else None
    name = author.name if author else ""
    private = comment.kind == "message"
    return Draft(text, comment.text, comment.network, name, private, repeat)
