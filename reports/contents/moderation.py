"""Moderation: flags, decisions, actions, people, and how right the flags were."""

from sqlalchemy.orm import Session

from reports.contents.context import Context
from reports.contents.facts import Facts
from reports.contents.making import composed
from reports.contents.parts import moderation
from reports.document import Period, Report


def build(session: Session, period: Period, context: Context) -> Report:
    """The report on moderation."""
    facts = Facts(session, period, context)
    parts = (moderation.by_category, moderation.by_moderator, moderation.on_networks)
    return composed(
        "moderation", "Модерация комментариев", facts, (moderation.told, moderation.worst), parts
    )
