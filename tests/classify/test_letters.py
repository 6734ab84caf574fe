"""Quick looks at letters spare most words the slow ones, and must never miss anything."""

import re

import pytest

from classify.letters import Fours, sayable, table_of, unsayable
from classify.morphology import in_dictionary
from classify.openings import any_of, beginning_with, openings
from classify.reading import Reader

READER = Reader()
MASH = ["щшоаылв", "фыва", "ъхзщ", "гджкл"]
WORDS = ["привет", "водопровод", "взгляд", "сюрреализм", "въезд"]


@pytest.mark.parametrize(
    ("expression", "first", "inside"),
    [
        ("рож[аи]$", {"рожа", "рожи"}, set()),
        ("(?:за|под)?страх", {"заст", "подс", "стра"}, set()),
        (".*(?:страху|слуху)", set(), {"стра", "слух"}),
        ("[а-я]{3}ху(?:й$|я$)", set(), {"хуй", "хуя"}),
        ("бл+я", {"бл.."}, set()),
        ("хер(?!сон)", {"хер"}, set()),
    ],
)
def test_openings(expression: str, first: set[str], inside: set[str]) -> None:
    assert openings(expression) == (first, inside)


def test_the_first_letter_leaves_out_no_expression_that_fits() -> None:
    lines = [line for each in READER.lexicons for line in each.beginnings]
    words = [text for each in READER.lexicons for text in each.sections["must"]] + WORDS + [""]
    all_at_once, by_letter = re.compile(any_of(lines)).match, beginning_with(lines)
    assert [bool(by_letter(word)) for word in words] == [bool(all_at_once(word)) for word in words]


def test_tables_find_beginnings_and_insides() -> None:
    words = Fours(["страх", "острастка", "нос"])
    assert words.begin_in(table_of(["стра"])).tolist() == [True, False, False]
    assert words.any_in(table_of(["стра"])).tolist() == [True, True, False]
    assert words.any_in(table_of(["нос"])).tolist() == [False, False, True]


def test_letters_nobody_says() -> None:
    assert [sayable(word) for word in (*MASH, *WORDS)] == [False] * 4 + [True] * 5
    assert Fours([*MASH, *WORDS]).any_in(unsayable()).tolist() == [True] * 4 + [False] * 5


@pytest.mark.parametrize("section", ["must", "must not"])
def test_many_chunks_read_as_one_by_one(section: str) -> None:
    lines = [line for each in READER.lexicons for line in each.sections[section]]
    chunks = [chunk for line in lines for chunk in line.split()]
    assert READER.read_all(chunks) == [READER.read(chunk) for chunk in chunks]


def test_roots_accuse_no_word_of_the_dictionary() -> None:
    for word in ("барсук", "сукно", "скипидаром", "безнадзорный", "застрахуй", "штрихуй"):
        assert in_dictionary(word)
        assert not READER.read(word).hits
