"""The commands that measure places, and the key that names the municipality's own."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from classify.places import GazetteerError
from classify.places.gazetteer import Entry
from commands.common import App
from commands.train import evaluate
from config import load

ROWS = [
    {"text": "Марата 14, снег", "street": ["Марата"], "house": ["14"]},
    {"text": "на ул. Чехова темно", "street": ["Чехова"], "house": []},
    {"text": "спасибо, всё сделали быстро", "street": ["быстро"], "house": []},
]


def measured(tmp_path: Path) -> list[list[str]]:
    """The rows of the table, cut into cells."""
    file = tmp_path / "marked.jsonl"
    lines = [json.dumps({"settlement": [], "other": [], **row}) for row in ROWS]
    file.write_text("\n".join(lines), encoding="utf-8")
    result = CliRunner().invoke(evaluate, ["places", "--on", str(file)])
    assert result.exit_code == 0, result.output
    return [[cell.strip() for cell in line.split("│")[1:-1]] for line in result.output.splitlines()]


def test_the_table_says_what_was_found_and_what_was_missed(tmp_path):
    table = {row[0]: row[1:] for row in measured(tmp_path) if row}
    assert table["street"][:3] == ["3", "1.00", "0.67"]
    assert table["street"][3].startswith("0.80")
    assert table["house"][:3] == ["1", "1.00", "1.00"]


def test_a_line_without_places_is_named(tmp_path):
    file = tmp_path / "bad.jsonl"
    file.write_text('{"text": "нет"}\n', encoding="utf-8")
    result = CliRunner().invoke(evaluate, ["places", "--on", str(file)])
    assert result.exit_code != 0
    assert "bad.jsonl:1" in str(result.exception)


@pytest.mark.parametrize("form", ["places: {}", "places: [{}]"])
def test_the_key_names_the_list(tmp_path, form):
    places, config = tmp_path / "places.csv", tmp_path / "config.yaml"
    places.write_text("settlement,street\nс. Яр,ул. Лесная\n", encoding="utf-8")
    config.write_text(form.format(places), encoding="utf-8")
    gazetteer = App(load(config, {}), {}).gazetteer()
    assert gazetteer.entries == (Entry("село Яр", "улица Лесная"),)


def test_a_list_that_is_not_there_is_named(tmp_path):
    config = tmp_path / "config.yaml"
    config.write_text("places: var/nowhere.csv", encoding="utf-8")
    with pytest.raises(GazetteerError, match=r"nowhere\.csv"):
        App(load(config, {}), {}).gazetteer()
