"""Whose message an answer goes to: a repeat that reopened a matter is answered itself."""

from sqlalchemy.orm import Session

from incidents.case import Case
from models import Incident


def asking(session: Session, incident: Incident, case: Case) -> Incident:
    """The incident of the message to be answered: the repeat, where one reopened this matter."""
    again = session.get(Incident, case.again) if case.again else None
    return again or incident
