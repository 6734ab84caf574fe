"""The week: the same as the day, what grew, when people write, who keeps the terms."""

from sqlalchemy.orm import Session

from reports.contents.context import Context
from reports.contents.facts import Facts
from reports.contents.making import composed
from reports.contents.parts import incidents, messages, moderation, places, surges, terms, topics
from reports.document import Period, Report, Section

TOPICS = 20
TOLD = (messages.told, topics.told, terms.told, surges.told)


def build(session: Session, period: Period, context: Context) -> Report:
    """The report of a week."""
    facts = Facts(session, period, context)
    parts = (
        messages.on_pages,
        messages.by_day,
        messages.rhythm,
        topics.by_group,
        _topics,
        places.by_place,
        incidents.by_state,
        incidents.by_body,
        incidents.by_stage,
        terms.by_clock,
        terms.by_body,
        terms.broken,
        moderation.by_category,
        surges.listed,
    )
    return composed("weekly", "Отчёт за неделю", facts, TOLD, parts)


def _topics(facts: Facts) -> Section:
    return topics.by_topic(facts, TOPICS)
