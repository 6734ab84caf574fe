"""The month: everything."""

from sqlalchemy.orm import Session

from reports.contents import weekly
from reports.contents.context import Context
from reports.contents.facts import Facts
from reports.contents.making import composed
from reports.contents.parts import incidents, messages, moderation, places, surges, terms, topics
from reports.document import Period, Report


def build(session: Session, period: Period, context: Context) -> Report:
    """The report of a month, or of a longer time."""
    facts = Facts(session, period, context)
    parts = (
        messages.on_pages,
        messages.by_day,
        messages.rhythm,
        topics.by_group,
        topics.over_time,
        topics.by_topic,
        places.by_place,
        places.by_body,
        incidents.by_state,
        incidents.by_body,
        incidents.by_stage,
        terms.by_clock,
        terms.by_body,
        terms.by_person,
        moderation.by_category,
        moderation.by_moderator,
        moderation.on_networks,
        surges.listed,
    )
    return composed("monthly", "Отчёт за месяц", facts, weekly.TOLD, parts)
