"""What a chart reads from its table, and the table beside it: a series becomes columns."""

from collections.abc import Iterator
from typing import Any

from reports.document import Chart, Column, Section, Table
from reports.wording import WEEKDAYS

HOURS = tuple(range(24))


def parts(section: Section) -> Iterator[tuple[Chart | None, Table | None]]:
    """Tables without a picture, then pictures with the table beside each; no table twice."""
    pictured = [chart.table for chart in section.charts]
    for table in section.tables:
        if table not in pictured:
            yield None, table
    for number, chart in enumerate(section.charts):
        yield chart, None if chart.table in pictured[:number] else beside(chart)


def tables(section: Section) -> Iterator[Table]:
    """The same without the pictures."""
    return (table for _, table in parts(section) if table is not None)


def beside(chart: Chart) -> Table:
    """The table next to the picture, a row for each mark of its longer axis."""
    return crossed(chart) if chart.series and chart.table.rows else chart.table


def crossed(chart: Chart) -> Table:
    """Of a heat map its axes; else x down and the series across. What no row counts is 0."""
    _, down, measured = _roles(chart)
    cells, (tops, sides) = numbers(chart), axes(chart)
    figure = column(chart, measured)
    untold = 0 if figure.kind == "int" else None
    columns = (Column(str(top), figure.kind, figure.total) for top in tops)
    rows = tuple((one, *(cells.get((top, one), untold) for top in tops)) for one in sides)
    return Table(chart.table.title, (column(chart, down), *columns), rows, chart.table.note)


def _roles(chart: Chart) -> tuple[str, str, str]:
    """Titles of the columns that go across, down, and into the cells."""
    if chart.kind in ("heat", "rhythm"):
        return chart.x, chart.y, chart.series
    return chart.series, chart.x, chart.y


def axes(chart: Chart) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """What goes across and down in the order of the table; a week and a day are always whole."""
    if chart.kind == "rhythm":
        return HOURS, WEEKDAYS
    across, down, _ = _roles(chart)
    return distinct(chart, across), distinct(chart, down)


def numbers(chart: Chart) -> dict[tuple[Any, Any], Any]:
    """The number of each cell (across, down)."""
    across, down, found = (values(chart, title) for title in _roles(chart))
    return dict(zip(zip(across, down, strict=True), found, strict=True))


def is_empty(chart: Chart) -> bool:
    """Whether a picture would show nothing."""
    return not any(values(chart, _roles(chart)[2]))


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
