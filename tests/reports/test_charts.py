"""Charts say in ink what the table says in numbers; the same in grey as in colour."""

import re
from datetime import date, timedelta

import pytest
from paper import BODIES, TOPICS, charts, nothing

from reports import charts as drawing
from reports.crossed import beside, parts
from reports.document import Chart, Column, Section, Table
from reports.hatching import HATCHES

PICTURES = {chart.kind: chart for chart in charts()}


@pytest.fixture(scope="module")
def drawn() -> dict[str, str]:
    return {kind: drawing.svg(chart) or "" for kind, chart in PICTURES.items()}


def words(svg: str) -> set[str]:
    return set(re.findall(r">([^<>]+)</(?:text|tspan)>", svg))


def test_long_names_are_wrapped_and_whole(drawn):
    for kind, name in (("stacked", BODIES[2]), ("heat", TOPICS[0])):
        pieces = words(drawn[kind])
        assert name not in pieces
        assert all(any(word in piece for piece in pieces) for word in name.split())
        assert not any("…" in piece for piece in pieces)


def test_days_and_shares_are_written_in_russian(drawn):
    assert {"9 ноя", "15 ноя"} <= words(drawn["lines"])
    assert {"98,2\u00a0%", "—", "100 %"} <= words(drawn["bars"])


def test_a_rhythm_has_all_hours_and_days(drawn):
    assert {"понедельник", "вторник", "0", "23"} <= words(drawn["rhythm"])


def test_lines_differ_in_dash_and_point_parts_in_hatching(drawn):
    assert len(set(re.findall(r'stroke-dasharray="([^"]+)"', drawn["lines"]))) == 3
    assert "<pattern" in drawn["stacked"] and 'fill="url(#hatch-' in drawn["stacked"]
    assert not any(f'"{paint}"' in drawn["stacked"].partition("</defs>")[2]
                   for paint, (_, path, _) in HATCHES.items() if path)  # fmt: skip


def test_nothing_is_drawn_of_nothing():
    zeros = Table("Нули", (Column("Т"), Column("Ч", "int")), (("а", 0), ("б", None)))
    assert drawing.svg(nothing()) is None
    assert drawing.png(Chart("Нули", "bars", zeros, "Т", "Ч")) is None


def test_a_picture_in_pixels():
    assert (drawing.png(PICTURES["bars"]) or b"").startswith(b"\x89PNG")


@pytest.mark.parametrize("text", ["<script>x</script>", "а&б", "\x00\ud800", "'\"\\", "\n\n", ""])
@pytest.mark.parametrize("kind", ["bars", "heat"])
def test_hostile_names_stay_names(text, kind):
    columns = (Column("Тема"), Column("Место"), Column("Ч", "int"))
    table = Table("Т", columns, ((text, text, 3), ("другая", text, 1)))
    axes = ("Тема", "Место", "Ч") if kind == "heat" else ("Тема", "Ч")
    svg = drawing.svg(Chart("Т", kind, table, *axes)) or ""
    assert "<script" not in svg and "\x00" not in svg
    assert {"3", "1"} <= words(svg)


def test_a_month_of_days_keeps_its_axis_readable():
    days = [(date(2026, 11, 1) + timedelta(n), n) for n in range(30)]
    table = Table("Т", (Column("День", "date"), Column("Ч", "int")), tuple(days))
    told = [w for w in words(drawing.svg(Chart("Т", "lines", table, "День", "Ч")) or "")
            if w.endswith("ноя")]  # fmt: skip
    assert 4 <= len(told) <= 15


def test_the_table_beside_a_picture_has_a_series_as_columns():
    table = beside(PICTURES["lines"])
    assert [column.title for column in table.columns] == ["День", "ВК", "ОК", "Телеграм"]
    assert table.rows[0] == (date(2026, 11, 9), 0, 15, 30)
    week = beside(PICTURES["rhythm"])
    assert (len(week.rows), len(week.columns)) == (7, 25)


def test_a_table_with_a_picture_stands_there_once():
    bars = PICTURES["bars"]
    other = Table("Другая", (Column("Т"),), (("а",),))
    again = Chart("То же", "bars", bars.table, bars.x, "Инцидентов")
    found = list(parts(Section("Р", tables=(bars.table, other), charts=(bars, again))))
    assert found == [(None, other), (bars, bars.table), (again, None)]
