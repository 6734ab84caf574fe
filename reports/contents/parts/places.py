"""Where residents ask: settlements, streets, and topic by place."""

from collections.abc import Callable

from reports.contents.facts import Facts
from reports.contents.parts.topics import group_of
from reports.document import Chart, Column, Section, Table
from reports.figures import matters
from reports.figures.matters import Matter
from reports.wording import NO_BODY, NO_PLACE

_HEAT, _LISTED = 12, 30


def by_place(facts: Facts) -> Section:
    """Settlements and streets, each message once in either table."""
    tables = (
        _counted(facts, "Населённый пункт", lambda matter: matter.settlement),
        _counted(facts, "Улица", lambda matter: matter.street),
    )
    return Section("Где", tables=tables, charts=_heat(facts))


def _counted(facts: Facts, title: str, place: Callable[[Matter], str]) -> Table:
    columns = (Column(title), Column("Просьб", "int", total=True))
    found = matters.count(facts.asked, place).most_common()
    rest = sum(count for _, count in found[_LISTED:])
    note = f"В остальных местах ({len(found) - _LISTED}) просьб: {rest}." if rest else ""
    rows = tuple((name or NO_PLACE, count) for name, count in found[:_LISTED])
    return Table(f"Просьбы: {title.lower()}", columns, rows, note)


def _heat(facts: Facts) -> tuple[Chart, ...]:
    """The busiest groups of topics by the busiest places; nothing where no place is named."""
    placed = [matter for matter in facts.asked if matter.place]
    places = [name for name, _ in matters.count(placed, _place).most_common(_HEAT)]
    groups = [key for key, _ in matters.count(placed, group_of).most_common(_HEAT)]
    counted = matters.count(placed, lambda matter: (group_of(matter), matter.place))
    columns = (Column("Группа тем"), Column("Место"), Column("Просьб", "int"))
    rows = tuple((key[0], place, counted[key, place]) for key in groups for place in places)
    note = f"Место — населённый пункт, а где он не назван — улица. Не больше {_HEAT} × {_HEAT}."
    table = Table("Тема и место", columns, rows, note)
    chart = Chart("Тема и место", "heat", table, "Место", "Группа тем", "Просьб")
    return (chart,) if placed else ()


def _place(matter: Matter) -> str:
    return matter.place


def by_body(facts: Facts) -> Section:
    """Requests by the bodies they were routed to."""
    columns = (Column("Организация"), Column("Просьб", "int"))
    counted = matters.by_body(facts.asked).most_common()
    rows = tuple((body or NO_BODY, count) for body, count in counted)
    note = "Просьба, направленная нескольким организациям, засчитана каждой."
    return Section(
        "Кому направлено", tables=(Table("Просьбы по организациям", columns, rows, note),)
    )
