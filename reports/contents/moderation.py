"""Moderation: flags, decisions, actions, people, and how right the flags were."""

from sqlalchemy.orm import Session

from reports.contents.context import Context
from reports.contents.facts import Facts
from reports.contents.making import composed, made
from reports.contents.parts import moderation
from reports.document import Period, Report

NAME, TITLE = "moderation", "Модерация комментариев"
NOT_OF_A_BODY = "Модерация не делится по организациям: сделайте отчёт по всему муниципалитету."


def build(session: Session, period: Period, context: Context) -> Report:
    """The report on moderation; there is none of one body."""
    facts = Facts(session, period, context)
    if context.body:
        return made(NAME, TITLE, facts, NOT_OF_A_BODY, ())
    parts = (moderation.by_category, moderation.by_moderator, moderation.on_networks)
    return composed(NAME, TITLE, facts, (moderation.told, moderation.worst), parts)
