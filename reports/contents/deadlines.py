"""The regulation's terms: kept and broken, by clock, body, person; how long the work takes."""

from sqlalchemy.orm import Session

from reports.contents.context import Context
from reports.contents.facts import Facts
from reports.contents.making import composed
from reports.contents.parts import incidents, terms
from reports.document import Period, Report


def build(session: Session, period: Period, context: Context) -> Report:
    """The report on terms."""
    facts = Facts(session, period, context)
    parts = (terms.by_clock, terms.by_body, terms.by_person, incidents.by_stage, terms.broken)
    return composed("deadlines", "Сроки регламента", facts, (terms.told,), parts)
