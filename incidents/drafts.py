"""A draft while it is typed: saved as often as the writer pauses, kept until it is handed in."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from errors import OtklikError
from models import Incident, WorkingDraft


class Outpaced(OtklikError):
    """The same person saved another text from another window: that text and its version."""

    def __init__(self, text: str, version: int) -> None:
        super().__init__("Этот проект изменён в другом вашем окне: выберите, какой текст оставить.")
        self.text = text
        self.version = version


def save(
    session: Session,
    incident: int,
    person: str,
    text: str,
    now: datetime,
    upon: int,
    form: str = "answer",
    version: int | None = None,
) -> WorkingDraft:
    """Keep what is being typed. `upon`: the last entry of the journal that the writer has read.

    `version` is that of the text they began from, 0 for none; without it theirs counts. Raises
    Outpaced. Whoever calls has made sure that this person may see the incident.
    """
    # The incident's row orders two windows of one person.
    session.get_one(Incident, incident, with_for_update=True)
    stored = session.get(WorkingDraft, (incident, person))
    if stored is None:
        stored = WorkingDraft(incident, person, text, form, upon, now)
        session.add(stored)
    elif (stored.text, stored.form) != (text, form):
        if version is not None and version != stored.version:
            raise Outpaced(stored.text, stored.version)
        stored.text, stored.form, stored.upon, stored.saved_at = text, form, upon, now
        stored.version += 1
    session.flush()
    return stored


def working(session: Session, incident: int, person: str) -> WorkingDraft | None:
    """What this person was typing here."""
    return session.get(WorkingDraft, (incident, person))


def drop(session: Session, incident: int, person: str) -> None:
    """It was handed in, or is not wanted."""
    session.execute(
        delete(WorkingDraft).where(
            WorkingDraft.incident_id == incident, WorkingDraft.person == person
        )
    )
