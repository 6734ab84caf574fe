"""To the head at once: threats, high importance, surges (lesozavodsk-215 прил.1 п.20)."""

from datetime import datetime

from sqlalchemy.orm import Session

from reports.contents.context import Context
from reports.contents.facts import Facts
from reports.contents.making import made
from reports.contents.parts import surges
from reports.document import Column, Period, Report, Section, Table
from reports.figures import urgent as figures
from reports.figures.urgent import Urgent

CARD = {
    "open": "ждёт решения",
    "decided": "решение принято",
    "cleared": "автор исправил текст",
    "withdrawn": "удалён автором",
}


def build(session: Session, period: Period, context: Context) -> Report:
    """Everything urgent of the period, whatever body or page is asked for."""
    facts = Facts(session, period, context)
    threats = figures.threats(session, period.begin, period.end)
    important = figures.important(session, period.begin, period.end)
    sections = [_threats(threats), _important(important, facts), surges.listed(facts)]
    return made(
        "urgent",
        "Срочный доклад главе",
        facts,
        f"{_told(threats, important, context)} {surges.told(facts)}",
        sections,
        ("Главе муниципального образования",),
    )


def _told(threats: list[Urgent], important: list[Urgent], context: Context) -> str:
    rule = context.regulation.report_to_head
    wanted = f" Доклад требует {rule.paragraph}: {rule.text}." if rule else ""
    return f"Угроз: {len(threats)}, сообщений высокой важности: {len(important)}.{wanted}"


def _threats(found: list[Urgent]) -> Section:
    columns = (
        Column("Карточка", "int"),
        Column("Текст"),
        Column("Что с ним"),
        Column("Замечен", "moment"),
        Column("Страница"),
        Column("Ссылка", "link"),
    )
    rows = tuple(
        (one.number, one.text, CARD[one.state], one.at, one.page, one.link or None) for one in found
    )
    tables = (Table("Угрозы", columns, rows),) if rows else ()
    return Section("Угрозы", "" if rows else "Угроз не замечено.", tables)


def _important(found: list[Urgent], facts: Facts) -> Section:
    columns = (
        Column("Инцидент", "int"),
        Column("Текст"),
        Column("Состояние"),
        Column("Ближайший срок", "moment"),
        Column("Кому направлен"),
        Column("Отмечен", "moment"),
        Column("Ссылка", "link"),
    )
    words = facts.context.workflow.state
    rows = tuple(
        (one.number, one.text, words.get(one.state, one.state), one.due_at,
         ", ".join(one.bodies) or None, one.at, one.link or None)
        for one in found
    )  # fmt: skip
    tables = (Table("Высокая важность", columns, rows),) if rows else ()
    text = "" if rows else "Сообщений высокой важности не было."
    return Section("Высокая важность", text, tables)


def matters(session: Session, since: datetime, context: Context) -> list[str]:
    """Stable keys of what became urgent from `since` to now."""
    keys = (
        *(f"threat:{one.number}" for one in figures.threats(session, since, context.now)),
        *(f"incident:{one.number}" for one in figures.important(session, since, context.now)),
        *(f"surge:{number}" for number in figures.surges(session, since, context.now)),
    )
    return list(keys)
