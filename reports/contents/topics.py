"""What residents ask for: topics, their change, their places."""

from sqlalchemy.orm import Session

from reports.contents.context import Context
from reports.contents.facts import Facts
from reports.contents.making import composed
from reports.contents.parts import messages, places, surges, topics
from reports.document import Period, Report


def build(session: Session, period: Period, context: Context) -> Report:
    """The report on topics."""
    facts = Facts(session, period, context)
    parts = (
        topics.by_group,
        topics.over_time,
        topics.by_topic,
        places.by_place,
        places.by_body,
        surges.listed,
    )
    return composed("topics", "Темы обращений жителей", facts, (messages.told, topics.told), parts)
