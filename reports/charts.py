"""Charts that are read in black-and-white print too: the only file that draws with altair.

Everything is drawn in this process; no network, no browser. Colours differ in lightness, lines in
dash and point, parts of a bar in hatching (reports/hatching.py), and numbers stand at their marks.
"""

import textwrap
from collections.abc import Iterable, Sequence
from itertools import accumulate, cycle, islice
from typing import Any

import altair as alt
import vl_convert as vlc

from models.text import printable
from reports.crossed import axes, column, distinct, is_empty, numbers, values
from reports.document import Chart
from reports.hatching import PAINTS, hatched
from reports.shown import shown

SCALE = 2.5  # of a PNG: 240 dots an inch where the drawing takes 96
WIDTH = 620  # pixels; with labels it fits the width of an A4 page
LINE_CHARS, LINE_HEIGHT, CHAR_WIDTH = 34, 13, 9  # of a wrapped name; pixels
ROW_LINES = 4  # a name is cut after so many
FONT = "Liberation Sans, Arial, sans-serif"
INK, GRID = "#222222", "#d0d0d0"
DASHES = ([1, 0], [7, 3], [2, 3], [10, 3, 2, 3], [4, 2], [1, 2])
COLOURS = ("#1f3f66", "#b5531c", "#4c8a4c", "#8a5aa8", "#2a9d9d", "#7a7a7a")
POINTS = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")
HEAT = ("#ffffff", "#1f3f66")
DENSE = 12  # days up to which each has its mark on the axis
AXIS = alt.Axis(title=None, labelLimit=0, labelExpr="split(datum.label, '\\n')")

Drawn = Any  # an altair chart, layered or not


def svg(chart: Chart) -> str | None:
    """The picture; None where there is nothing to show."""
    if is_empty(chart):
        return None
    spec = _styled(DRAW[chart.kind](chart)).to_dict()
    drawn = vlc.vegalite_to_svg(spec, format_locale="ru-RU", time_format_locale="ru-RU")
    return hatched(drawn)


def png(chart: Chart) -> bytes | None:
    """The same picture in pixels, fit for print."""
    drawn = svg(chart)
    return vlc.svg_to_png(drawn, scale=SCALE) if drawn else None


def size(picture: bytes) -> tuple[int, int]:
    """Width and height of a PNG in pixels."""
    return int.from_bytes(picture[16:20]), int.from_bytes(picture[20:24])


def _lines(chart: Chart) -> Drawn:
    base = _of(_rows(chart), width=WIDTH - 40, height=240).encode(
        x=_along(chart), y=alt.Y("y:Q", title=None, axis=_number_axis(chart), scale=_scale(chart))
    )
    if not chart.series:
        return base.mark_line(point={"color": INK, "size": 45}, color=INK)
    names = _names(distinct(chart, chart.series))
    colour = alt.Color("part:N", legend=_legend(120), scale=_scale_of(names, COLOURS))
    dash = alt.StrokeDash("part:N", legend=_legend(120), scale=_scale_of(names, DASHES))
    shape = alt.Shape("part:N", legend=_legend(120), scale=_scale_of(names, POINTS))
    line = base.mark_line(strokeWidth=2).encode(color=colour, strokeDash=dash)
    return line + base.mark_point(size=45, filled=True, opacity=1).encode(color=colour, shape=shape)


def _legend(size: int) -> alt.Legend:
    return alt.Legend(title=None, orient="bottom", columns=3, labelLimit=0, symbolSize=size)


def _along(chart: Chart) -> alt.X:
    if column(chart, chart.x).kind != "date":
        return alt.X("x:N", sort=None, title=None, axis=alt.Axis(labelAngle=-45, labelLimit=0))
    marks = distinct(chart, chart.x)
    each = [day.isoformat() for day in marks] if len(marks) <= DENSE else alt.Undefined
    axis = alt.Axis(format="%-d %b", labelOverlap="greedy", grid=False, values=each)
    return alt.X("x:T", title=None, axis=axis, scale=alt.Scale(type="utc"))


def _bars(chart: Chart) -> Drawn:
    names = _names(distinct(chart, chart.x))
    base = _of(_rows(chart), width=WIDTH - 260, height=alt.Step(_row_height(names))).encode(
        x=alt.X("y:Q", title=None, axis=_number_axis(chart), scale=_scale(chart)),
        y=alt.Y("x:N", sort=names, axis=AXIS),
    )
    label = base.mark_text(align="left", dx=4, color=INK).encode(text="label:N")
    return base.mark_bar(color="#5b7ea6") + label


def _stacked(chart: Chart) -> Drawn:
    names, parts = _names(distinct(chart, chart.x)), _names(distinct(chart, chart.series))
    rows = _stacks(_rows(chart))
    base = _of(rows, width=WIDTH - 240, height=alt.Step(_row_height(names))).encode(
        y=alt.Y("x:N", sort=names, axis=AXIS)
    )
    bar = base.mark_bar(stroke=INK, strokeWidth=0.6).encode(
        x=alt.X("start:Q", title=None, axis=_number_axis(chart)),
        x2="end:Q",
        color=alt.Color("part:N", legend=_legend(250), scale=_scale_of(parts, PAINTS)),
    )
    inside = base.transform_filter("datum.wide").encode(x="middle:Q", text="label:N")
    halo = inside.mark_text(stroke="white", strokeWidth=4, strokeJoin="round", color="white")
    return bar + halo + inside.mark_text(color=INK)


def _stacks(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same rows with the ends of their part of the bar."""
    bars: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        bars.setdefault(row["x"], []).append(row)
    longest = max(sum(row["y"] for row in bar) for bar in bars.values())
    ended = [zip(bar, accumulate(row["y"] for row in bar), strict=True) for bar in bars.values()]
    return [
        row
        | {"start": end - row["y"], "end": end, "middle": end - row["y"] / 2}
        | {"wide": row["y"] * (WIDTH - 240) > longest * CHAR_WIDTH * len(row["label"])}
        for bar in ended
        for row, end in bar
    ]


def _heat(chart: Chart) -> Drawn:
    tops, sides = axes(chart)
    names = _names(sides)
    above = AXIS.copy()
    above.labelAngle, above.orient, above.labelExpr = -40, "top", alt.Undefined
    width = min(60, (WIDTH - 240) / len(tops))
    return _cells(chart, _of(_crossings(chart), width=alt.Step(width),
        height=alt.Step(max(26, _row_height(names) - 6))).encode(
        x=alt.X("x:N", sort=[_name(top) for top in tops], axis=above),
        y=alt.Y("y:N", sort=names, axis=AXIS),
    ), 11)  # fmt: skip


def _rhythm(chart: Chart) -> Drawn:
    hours, week = axes(chart)
    base = _of(_crossings(chart), width=alt.Step(22), height=alt.Step(24)).encode(
        x=alt.X("x:O", sort=list(hours), axis=alt.Axis(labelAngle=0, title="час", titleColor=INK)),
        y=alt.Y("y:N", sort=list(week), axis=AXIS),
    )
    return _cells(chart, base, 9)


def _cells(chart: Chart, base: alt.Chart, size: int) -> Drawn:
    """Darker is more; the number stands in each cell that has one."""
    most = max(filter(None, numbers(chart).values()))
    ramp = alt.Scale(range=HEAT, domain=[0, most], interpolate="rgb")
    shade = base.mark_rect(stroke=GRID).encode(color=alt.Color("number:Q", scale=ramp, legend=None))
    text = base.mark_text(fontSize=size).transform_filter("datum.number > 0")
    on_dark = alt.condition(alt.datum.number > most / 2, alt.value("white"), alt.value(INK))
    return shade + text.encode(text="label:N", color=on_dark)


def _crossings(chart: Chart) -> list[dict[str, Any]]:
    tops, sides = axes(chart)
    cells, kind = numbers(chart), column(chart, chart.series).kind
    found = [(top, side, cells.get((top, side)) or 0) for side in sides for top in tops]
    as_x = int if chart.kind == "rhythm" else _name
    return [
        {"x": as_x(top), "y": _wrapped(side), "number": number, "label": shown(number, kind, None)}
        for top, side, number in found
    ]


def _rows(chart: Chart) -> list[dict[str, Any]]:
    """A mark each; without data a line has a gap, a bar no length."""
    gaps = chart.kind == "lines"
    kind = column(chart, chart.y).kind
    parts = values(chart, chart.series) if chart.series else [""] * len(chart.table.rows)
    dated = column(chart, chart.x).kind == "date"
    triples = zip(values(chart, chart.x), values(chart, chart.y), parts, strict=True)
    return [
        {
            "x": x.isoformat() if dated else _wrapped(x),
            "y": y if y is not None or gaps else 0,
            "part": _wrapped(part),
            "label": shown(y, kind, None),
        }
        for x, y, part in triples
    ]


def _of(rows: list[dict[str, Any]], **size: Any) -> alt.Chart:
    return alt.Chart(alt.InlineData(rows), **size)


def _number_axis(chart: Chart) -> alt.Axis:
    kinds: dict[str, dict[str, Any]] = {
        "share": {"labelExpr": "format(datum.value * 100, '.0f') + ' %'"},
        "minutes": {"labelExpr": "format(datum.value / 60, '.1~f') + ' ч'"},
        "int": {"format": ",d", "tickMinStep": 1},
    }
    return alt.Axis(gridColor=GRID, tickCount=6, **kinds[column(chart, chart.y).kind])


def _scale(chart: Chart) -> alt.Scale:
    """Shares are seen against the whole."""
    if column(chart, chart.y).kind == "share":
        return alt.Scale(domain=[0, 1])
    return alt.Scale(zero=True)


def _scale_of(names: list[str], marks: Sequence[Any]) -> alt.Scale:
    return alt.Scale(domain=names, range=list(islice(cycle(marks), len(names))))


def _names(given: Iterable[Any]) -> list[str]:
    return [_wrapped(name) for name in given]


def _name(given: Any) -> str:
    return " ".join(printable(str(given)).split())


def _wrapped(given: Any) -> str:
    lines = textwrap.wrap(_name(given), LINE_CHARS, max_lines=ROW_LINES, placeholder="…")
    return "\n".join(lines)


def _row_height(names: list[str]) -> int:
    return max(name.count("\n") + 1 for name in names) * LINE_HEIGHT + 8


def _styled(drawn: Drawn) -> Drawn:
    return (
        drawn.configure(font=FONT, background="white", padding=6)
        .configure_axis(labelColor=INK, labelFontSize=11, domainColor=INK, tickColor=INK)
        .configure_legend(labelColor=INK, labelFontSize=11)
        .configure_view(stroke=None)
    )


DRAW = {
    "lines": _lines,
    "bars": _bars,
    "stacked": _stacked,
    "heat": _heat,
    "rhythm": _rhythm,
}
