"""Words that people disguise are read as what they hide; others as they stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classify.lexicon import load_disguised
from classify.reading import Reader
from classify.unmasking import Unmasker

READER = Reader()
DISGUISED = load_disguised()
SMALL = Unmasker(["корова", "коровник", "перекоровить"], lambda word: word == "керова")


def read(chunk: str) -> list[str]:
    return [word.text for word in READER.read(chunk).words]


@pytest.mark.parametrize("chunk", DISGUISED.sections["must"])
def test_a_disguised_word_is_read_as_what_it_hides(chunk: str) -> None:
    (word,) = READER.read(chunk).words
    assert word.disguised
    assert READER.meant(word.text) == word.text


@pytest.mark.parametrize("chunk", DISGUISED.sections["must not"])
def test_other_words_are_read_as_they_stand(chunk: str) -> None:
    assert not any(READER.meant(word.text) for word in READER.read(chunk).words)


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("корова", "корова"),  # itself
        ("карова", "корова"),  # a vowel changed
        ("крва", ""),  # two vowels missing
        ("корва", "корова"),  # one missing
        ("окрова", "корова"),  # exchanged
        ("коррова", "корова"),  # doubled
        ("горова", "корова"),  # said aloud
        ("перикаровить", "перекоровить"),  # two in a long word
        ("кирава", ""),  # two in a short one
        ("корона", ""),  # another word
        ("керова", ""),  # acquitted by the list
    ],
)
def test_a_misspelt_word_has_the_consonants_of_the_word_meant(word: str, meant: str) -> None:
    assert SMALL.meant(word) == meant


@pytest.mark.parametrize(
    ("signs", "form"),
    [
        ("к*рова", "корова"),
        ("кор**а", "корова"),
        ("ко**а", "корова"),  # fewer signs than letters
        ("ко*а", ""),  # one sign is one letter
        ("*орова", ""),  # what hides its ends says too little
        ("к****а", ""),
        ("к*р*ва", "корова"),
        ("мор*ва", ""),
    ],
)
def test_signs_stand_for_letters(signs: str, form: str) -> None:
    assert SMALL.behind(signs) == form


def test_what_is_read_says_what_it_hides() -> None:
    assert read("к0р0ва") == ["к0р0ва"]
    assert read("растрелять") == ["расстрелять"]


@given(st.text())
def test_any_word_has_an_answer(word: str) -> None:
    assert READER.meant(word) in ("", word) or READER.read(word)
