"""Answered matters that were taken up again."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Incident, Step
from reports.figures.scope import Scope


def reopened(session: Session, scope: Scope) -> int:
    """How often an answered incident was reopened in the period."""
    found = session.scalar(
        select(func.count())
        .select_from(Step)
        .join(Incident, Incident.id == Step.incident_id)
        .where(scope.within(Step.at), Step.act == "reopen", *scope.of_incident())
    )
    return found or 0
