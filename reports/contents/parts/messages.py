"""How many wrote, where and when."""

from reports.contents.facts import Facts
from reports.document import Chart, Column, Section, Table
from reports.figures import matters
from reports.figures import messages as figures
from reports.wording import WEEKDAYS, so_many
from words import NETWORK, plural

_COUNTS = (
    Column("Сообщений", "int", total=True),
    Column("Требуют ответа", "int", total=True),
    Column("Сообщений до того", "int", total=True),
)


def on_pages(facts: Facts) -> Section:
    """Messages and requests by network and page, beside the period before."""
    return Section("Сообщения", told(facts), (_networks(facts), _pages(facts)))


def told(facts: Facts) -> str:
    """«Жители написали 21 сообщение, требуют ответа 3; за предыдущие 7 дней — 30 и 2.»"""
    asked = len(facts.asked)
    return (
        f"Жители написали {so_many(facts.messages, 'сообщение', 'сообщения', 'сообщений')}, "
        f"требуют ответа {asked}; {_earlier(facts.period.days)} — {facts.before.messages} "
        f"и {len(facts.before.asked)}."
    )


def _earlier(days: int) -> str:
    word = plural(days, "предыдущий", "предыдущие", "предыдущие")
    return f"за {word} {so_many(days, 'день', 'дня', 'дней')}" if days > 1 else "за день до того"


def _networks(facts: Facts) -> Table:
    now, before = (figures.by_network(each.pages) for each in (facts, facts.before))
    asked = matters.count(facts.asked, lambda matter: matter.network)
    rows = tuple(
        (NETWORK.get(key, key), now[key], asked[key], before[key]) for key in {**now, **before}
    )
    return Table("По соцсетям", (Column("Соцсеть"), *_COUNTS), rows)


def _pages(facts: Facts) -> Table:
    asked = matters.count(facts.asked, lambda matter: matter.page)
    now = {page.id: page.messages for page in facts.pages}
    before = {page.id: page.messages for page in facts.before.pages}
    known = {page.id: page for page in (*facts.pages, *facts.before.pages)}
    rows = tuple(
        (NETWORK.get(page.network, page.network), page.page, now.get(id, 0), asked[id],
         before.get(id, 0))
        for id, page in known.items()
    )  # fmt: skip
    return Table("По страницам", (Column("Соцсеть"), Column("Страница"), *_COUNTS), rows)


def by_day(facts: Facts) -> Section:
    """Messages of each day as a line."""
    counted = figures.by_day(facts.hours, facts.period)
    columns = (Column("День", "date"), Column("Сообщений", "int", total=True))
    table = Table("По дням", columns, tuple(counted.items()))
    return Section("По дням", charts=(Chart("Сообщения по дням", "lines", table, *_titles(table)),))


def _titles(table: Table) -> tuple[str, str]:
    return table.columns[0].title, table.columns[1].title


def rhythm(facts: Facts) -> Section:
    """When residents write: weekday and hour."""
    columns = (Column("Час", "int"), Column("День недели"), Column("Сообщений", "int"))
    counted = sorted(figures.rhythm(facts.hours).items())
    rows = tuple((hour, WEEKDAYS[weekday], count) for (weekday, hour), count in counted)
    table = Table("По часам недели", columns, rows, "Час — по местному времени.")
    chart = Chart("Когда пишут", "rhythm", table, "Час", "День недели", "Сообщений")
    return Section("Ритм недели", charts=(chart,))
