"""The municipality's own list: both forms of it, and what is said of bad rows."""

import pytest

from classify.places import Gazetteer, GazetteerError
from classify.places.gazetteer import Entry

CSV = """settlement;street;district;body
с. Сорочий Яр;;Сорочеярское поселение;Отдел
с. Сорочий Яр;ул. Лесная;Сорочеярское поселение;Отдел
"""
YAML = """
- settlement: село Сорочий Яр
  district: Сорочеярское поселение
  body: Отдел
  streets: [ул. Лесная]
"""
BOTH = (
    Entry("село Сорочий Яр", "", "Сорочеярское поселение", "Отдел"),
    Entry("село Сорочий Яр", "улица Лесная", "Сорочеярское поселение", "Отдел"),
)


@pytest.mark.parametrize(("name", "text"), [("a.csv", CSV), ("a.yaml", YAML)])
def test_both_forms_say_the_same(tmp_path, name, text):
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    assert Gazetteer.read([file]).entries == BOTH


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.csv", "settlement,street\n,ул. Лесная\nс. Яр,\n", r"a\.csv:2: не назван населённый"),
        ("a.csv", "place,street\nс. Яр,\n", r"a\.csv:1: неизвестный столбец 'place'"),
        ("a.csv", "", r"a\.csv:1: нет строки заголовка"),
        ("a.csv", "settlement,street\nс. Яр,---\n", r"a\.csv:2: название улицы без букв"),
        ("a.yaml", "- {settlement: с. Яр}\n- {town: Яр}\n", r"a\.yaml:2: неизвестный столбец"),
        ("a.yaml", "settlement: Яр\n", r"нужен список"),
        ("a.yaml", "- [\n", r"не YAML"),
    ],
)
def test_bad_rows_are_named_by_number(tmp_path, name, text, expected):
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    with pytest.raises(GazetteerError, match=expected):
        Gazetteer.read([file])


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(GazetteerError, match=r"no\.csv"):
        Gazetteer.read([tmp_path / "no.csv"])


def test_a_name_without_a_type_is_kept(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("settlement\nБобровка\n", encoding="utf-8")
    assert Gazetteer.read([file]).entries == (Entry("Бобровка"),)
