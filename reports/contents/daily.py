"""The day: what came, what is open, what was late."""

from sqlalchemy.orm import Session

from reports.contents.context import Context
from reports.contents.facts import Facts
from reports.contents.making import composed
from reports.contents.parts import incidents, messages, moderation, surges, terms, topics
from reports.document import Period, Report, Section

TOPICS = 10


def build(session: Session, period: Period, context: Context) -> Report:
    """The report of a day, or of a few."""
    facts = Facts(session, period, context)
    parts = (
        messages.on_pages,
        _topics,
        incidents.by_state,
        terms.by_clock,
        terms.broken,
        moderation.by_category,
        surges.listed,
    )
    return composed(
        "daily", "Отчёт за день", facts, (messages.told, terms.told, surges.told), parts
    )


def _topics(facts: Facts) -> Section:
    return topics.by_topic(facts, TOPICS)
