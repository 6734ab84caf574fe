"""Broken terms by official, for the head, the chief of staff and the deputies.

lesozavodsk-215 прил.1 п.19: who breaks the rules must be found out, and decided about.
"""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from reports.contents.context import Context
from reports.contents.facts import Facts
from reports.contents.making import made
from reports.contents.parts.terms import BROKEN, broken_rows
from reports.document import Column, Period, Report, Section, Table
from reports.figures.terms import Term
from reports.wording import so_many

ADDRESSEES = ("Главе", "Руководителю аппарата", "Заместителям главы")
Official = tuple[str, str]
"""A name, or how the person is to be found, and the role."""


def build(session: Session, period: Period, context: Context) -> Report:
    """The report on what was not done in time, and by whom."""
    facts = Facts(session, period, context)
    broken: dict[Official, list[Term]] = {}
    for term in facts.terms:
        if term.kept is False:
            broken.setdefault(official(term, context), []).append(term)
    sections = [_summed(broken, facts), *_each(broken, facts)] if broken else []
    return made(
        "shortcomings",
        "Недостатки в работе с сообщениями жителей",
        facts,
        _told(broken, context),
        sections,
        ADDRESSEES if context.regulation.shortcomings else ADDRESSEES[:1],
    )


def official(term: Term, context: Context) -> Official:
    """Who broke the term: who did the step, else who holds the role now."""
    role = context.workflow.role.get(term.role, term.role)
    bodies = term.bodies if term.owner == "executor" else ("",)
    named = term.by or ", ".join(
        filter(None, (context.responsible(term.owner, body) for body in bodies))
    )
    return named or f"{role}: {', '.join(filter(None, bodies)) or 'имя не названо'}", role


def _told(broken: dict[Official, list[Term]], context: Context) -> str:
    rule = context.regulation.shortcomings
    ground = f" Направляется по {rule.paragraph}." if rule else ""
    total = sum(map(len, broken.values()))
    if not total:
        return f"Нарушенных сроков нет.{ground}"
    terms = so_many(total, "срок", "срока", "сроков")
    people = so_many(len(broken), "должностное лицо", "должностных лица", "должностных лиц")
    return f"Нарушено: {terms}; допустили {people}.{ground}"


def _summed(broken: dict[Official, list[Term]], facts: Facts) -> Section:
    columns = (
        Column("Должностное лицо"),
        Column("Роль"),
        Column("Нарушено сроков", "int", total=True),
        Column("Из них не исполнено", "int", total=True),
        Column("Пункты"),
        Column("Наибольшее опоздание", "minutes"),
    )
    ranked = sorted(broken.items(), key=lambda item: (-len(item[1]), item[0]))
    rows = tuple((*who, *_row(terms, facts)) for who, terms in ranked)
    note = "Опоздание — в рабочем времени; где шаг ещё не сделан, оно растёт."
    return Section("По должностным лицам", tables=(Table("Нарушения", columns, rows, note),))


def _row(terms: list[Term], facts: Facts) -> tuple[object, ...]:
    worst = max(term.late(facts.context.now, facts.context.worktime) for term in terms)
    undone = sum(term.ended_at is None for term in terms)
    paragraphs = ", ".join(dict.fromkeys(sorted(term.paragraph for term in terms)))
    return len(terms), undone, paragraphs, worst


def _each(broken: dict[Official, list[Term]], facts: Facts) -> Iterator[Section]:
    """A section for each official, so that it can be handed over."""
    for (name, role), terms in sorted(broken.items(), key=lambda item: (-len(item[1]), item[0])):
        table = Table(name, BROKEN, tuple(broken_rows(facts, terms)))
        yield Section(f"{name} ({role})", tables=(table,))
