"""What a chart reads from its table, and the table beside it: of a heat map its axes crossed."""

from typing import Any

from reports.document import Chart, Column, Table

WEEK = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")
HOURS = tuple(range(24))


def beside(chart: Chart) -> Table:
    """The table next to the picture."""
    return crossed(chart) if chart.kind in ("heat", "rhythm") else chart.table


def crossed(chart: Chart) -> Table:
    """Values of x as columns, of y as rows; what no row tells is 0."""
    cells = numbers(chart)
    tops, sides = axes(chart)
    kind = column(chart, chart.series).kind
    columns = (Column(chart.y), *(Column(str(top), kind) for top in tops))
    rows = tuple((side, *(cells.get((top, side), 0) for top in tops)) for side in sides)
    return Table(chart.title, columns, rows, chart.table.note)


def axes(chart: Chart) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """The values along x and y in the order of the table; a week and a day are always whole."""
    if chart.kind == "rhythm":
        return HOURS, WEEK
    return distinct(chart, chart.x), distinct(chart, chart.y)


def numbers(chart: Chart) -> dict[tuple[Any, Any], Any]:
    """The number of each cell (x, y) of a heat map; without data 0."""
    xs, ys, found = (values(chart, title) for title in (chart.x, chart.y, chart.series))
    return {(x, y): number or 0 for x, y, number in zip(xs, ys, found, strict=True)}


def is_empty(chart: Chart) -> bool:
    """Whether a picture would show nothing."""
    measured = chart.series if chart.kind in ("heat", "rhythm") else chart.y
    return not any(values(chart, measured))


def values(chart: Chart, title: str) -> list[Any]:
    """The column with this title, row by row."""
    at = chart.table.columns.index(column(chart, title))
    return [row[at] for row in chart.table.rows]


def distinct(chart: Chart, title: str) -> tuple[Any, ...]:
    """What occurs in that column, each once, in order."""
    return tuple(dict.fromkeys(values(chart, title)))


def column(chart: Chart, title: str) -> Column:
    """The column with this title."""
    return next(one for one in chart.table.columns if one.title == title)
