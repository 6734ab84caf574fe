"""Official pages: who kept the norm of publications, what is wrong with the pages."""

from collections import Counter
from collections.abc import Sequence

from sqlalchemy.orm import Session

from reports.contents.context import Context
from reports.contents.facts import Facts
from reports.contents.making import made, nothing
from reports.document import Chart, Column, Period, Report, Section, Table
from reports.figures import pages as figures
from reports.figures.pages import Flaw, Week
from reports.wording import so_many
from words import NETWORK

NAME, TITLE = "pages", "Официальные страницы"
NOT_OF_A_BODY = "Страницы не делятся по организациям: сделайте отчёт по всему муниципалитету."
NO_WEEK = "Ни одна неделя ещё не закрыта, замечаний к страницам нет."
FORCE = {"must": "обязательно", "recommended": "рекомендовано", "desirable": "желательно"}
NORM = (
    Column("Страница"),
    Column("Соцсеть"),
    Column("Недель", "int"),
    Column("Публикаций", "int", total=True),
    Column("Норма в неделю", "int"),
    Column("Недель ниже нормы", "int", total=True),
    Column("Недель с нормой", "share"),
)
WEEKS = (Column("Неделя с", "date"), Column("Страниц ниже нормы", "int"))
FLAWS = (
    Column("Страница"),
    Column("Соцсеть"),
    Column("Что не так"),
    Column("Что сделать"),
    Column("Обязательность"),
    Column("Пункт"),
    Column("С какого дня", "date"),
    Column("Исправлено", "date"),
)
COUNTED = (
    "Недели с понедельника по воскресенье, закончившиеся в эти дни. Недели, которые видны не "
    "целиком, не учтены. Норма — на день, когда неделя закрыта."
)


def build(session: Session, period: Period, context: Context) -> Report:
    """The report on official pages; there is none of one body."""
    facts = Facts(session, period, context)
    if context.body:
        return made(NAME, TITLE, facts, NOT_OF_A_BODY, ())
    weeks, flaws = figures.weeks(session, facts.scope), figures.flaws(session, facts.scope)
    if not weeks and not flaws:
        empty = NO_WEEK if facts.passes else nothing(facts)
        return made(NAME, TITLE, facts, empty, ())
    return made(NAME, TITLE, facts, f"{_kept(weeks)} {_wrong(flaws)}", (_norm(weeks), _list(flaws)))


def _kept(weeks: Sequence[Week]) -> str:
    held = figures.by_page([week for week in weeks if week.norm is not None])
    if not held:
        return "Нормы публикаций нет или недели ещё не закрыты."
    good = sum(not any(week.is_short for week in of_page) for of_page in held.values())
    pages = so_many(len(held), "страницы", "страниц", "страниц")
    return f"Норму публикаций все недели соблюдали {good} из {pages}."


def _wrong(flaws: Sequence[Flaw]) -> str:
    standing = [flaw for flaw in flaws if flaw.until is None]
    must = sum(flaw.force == "must" for flaw in standing)
    notes = so_many(len(standing), "замечание", "замечания", "замечаний")
    return f"Открыто {notes}, обязательных — {must}; исправлено — {len(flaws) - len(standing)}."


def _norm(weeks: Sequence[Week]) -> Section:
    rows = [_row(of_page) for of_page in figures.by_page(weeks).values()]
    table = Table("По страницам", NORM, tuple(rows), COUNTED)
    short = Counter(week.monday for week in weeks if week.is_short)
    days = sorted({week.monday for week in weeks})
    ran = Table("По неделям", WEEKS, tuple((day, short[day]) for day in days))
    chart = Chart("Страниц ниже нормы", "lines", ran, WEEKS[0].title, WEEKS[1].title)
    return Section("Норма публикаций", _kept(weeks), (table,), (chart,))


def _row(weeks: Sequence[Week]) -> tuple[object, ...]:
    last = weeks[-1]
    held = [week for week in weeks if week.norm is not None]
    short = sum(week.is_short for week in held)
    return (
        last.name,
        NETWORK.get(last.network, last.network),
        len(weeks),
        sum(week.posts for week in weeks),
        last.norm,
        short,
        (len(held) - short) / len(held) if held else None,
    )


def _list(flaws: Sequence[Flaw]) -> Section:
    rows = tuple(
        (
            flaw.name,
            NETWORK.get(flaw.network, flaw.network),
            flaw.text,
            flaw.advice,
            FORCE.get(flaw.force, flaw.force),
            flaw.paragraph,
            flaw.since,
            flaw.until,
        )
        for flaw in flaws
    )
    return Section("Что не так на страницах", _wrong(flaws), (Table("Замечания", FLAWS, rows),))
