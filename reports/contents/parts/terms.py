"""Whether the terms of the regulation were kept, and by whom not."""

from collections.abc import Iterable, Iterator
from typing import Any

from reports.contents.facts import Facts
from reports.document import Chart, Column, Section, Table
from reports.figures import terms as figures
from reports.figures.terms import Kept, Term
from reports.wording import NO_BODY, percent, so_many

NOBODY = "ещё никто, либо записал куратор"
_COUNTS = (
    Column("В срок", "int", total=True),
    Column("Нарушено", "int", total=True),
    Column("Время ещё есть", "int", total=True),
    Column("Доля в срок", "share"),
)


def by_clock(facts: Facts) -> Section:
    """Each clock with its paragraph."""
    found = figures.by_clock(facts.terms)
    rows = tuple((_clock(facts, *kept.key), *_counts(kept)) for kept in found)
    note = "Срок относится к периоду, в котором истекает; права («не наше», вопрос) не считаются."
    table = Table("По срокам регламента", (Column("Срок, пункт"), *_COUNTS), rows, note)
    chart = Chart("Доля в срок", "bars", table, "Срок, пункт", "Доля в срок")
    return Section("Сроки регламента", told(facts), charts=(chart,))


def _clock(facts: Facts, step: str, paragraph: str) -> str:
    return f"{facts.context.workflow.step.get(step, step)}, {paragraph}"


def told(facts: Facts) -> str:
    """«В срок 93 %, нарушено: 4 срока, время ещё есть: 2.»"""
    kept = [term.kept for term in facts.terms]
    whole = Kept("", kept.count(True), kept.count(False), kept.count(None))
    left = f", время ещё есть: {whole.running}" if whole.running else ""
    if whole.share is None:
        return f"Сроки в периоде не истекали{left}."
    broken = so_many(whole.broken, "срок", "срока", "сроков")
    return f"В срок {percent(whole.share)}, нарушено: {broken}{left}."


def _counts(kept: Kept[Any]) -> tuple[object, ...]:
    return kept.kept, kept.broken, kept.running, kept.share


def by_body(facts: Facts) -> Section:
    """Each body's own terms, and the terms of the answers it works on."""
    tables = (
        _bodies(facts, "Сроки исполнителей", whole=False),
        _bodies(facts, "Сроки ответов", whole=True),
    )
    return Section("Сроки по организациям", tables=tables)


def _bodies(facts: Facts, title: str, whole: bool) -> Table:
    found = sorted(figures.by_body(facts.terms, whole), key=lambda kept: -kept.broken)
    rows = tuple((kept.key or NO_BODY, *_counts(kept)) for kept in found)
    note = "Срок инцидента нескольких организаций засчитан каждой."
    return Table(title, (Column("Организация"), *_COUNTS), rows, note)


def by_person(facts: Facts) -> Section:
    """Who did the steps that have terms."""
    role = facts.context.workflow.role
    found = sorted(figures.by_person(facts.terms), key=lambda kept: -kept.broken)
    rows = tuple(
        (kept.key[1] or NOBODY, role.get(kept.key[0], kept.key[0]), *_counts(kept))
        for kept in found
    )
    columns = (Column("Кто"), Column("Роль"), *_COUNTS)
    return Section("Сроки по людям", tables=(Table("По исполнителям", columns, rows),))


BROKEN = (
    Column("Инцидент", "int"),
    Column("Срок"),
    Column("Пункт"),
    Column("Организация"),
    Column("Кто сделал"),
    Column("Надо было до", "moment"),
    Column("Сделано", "moment"),
    Column("Опоздание", "minutes"),
)


def broken(facts: Facts) -> Section:
    """Every broken term, the earliest first."""
    rows = tuple(broken_rows(facts, (term for term in facts.terms if term.kept is False)))
    note = "Опоздание — в рабочем времени; где шаг ещё не сделан, оно растёт."
    return Section("Нарушенные сроки", tables=(Table("Нарушенные сроки", BROKEN, rows, note),))


def broken_rows(facts: Facts, terms: Iterable[Term]) -> Iterator[tuple[object, ...]]:
    """Rows of `BROKEN`."""
    step = facts.context.workflow.step
    for term in terms:
        yield (
            term.incident,
            step.get(term.step, term.step),
            term.paragraph,
            ", ".join(term.bodies) or NO_BODY,
            term.by or None,
            term.due_at,
            term.ended_at,
            term.late(facts.context.now, facts.context.worktime),
        )
