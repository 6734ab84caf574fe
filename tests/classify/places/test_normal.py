"""Normal names: normalising twice changes nothing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classify.places.names import book_of, common_names
from classify.places.normal import Normaliser
from classify.places.vocabulary import load_vocabulary

NORMALISER = Normaliser(load_vocabulary(), book_of(common_names()))


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("ул садовой", "улица Садовая"),
        ("улице Звёздной", "улица Звёздная"),
        ("Большой Конюшенной ул.", "улица Большая Конюшенная"),
        ("пр-ту Дружбы", "проспект Дружбы"),
        ("комсомольскому проспекту", "проспект Комсомольский"),
        ("Суворовского проспекта", "проспект Суворовский"),
        ("проспекте Маяковского", "проспект Маяковского"),
        ("ул. Достоевского", "улица Достоевского"),
        ("50 лет Октября", "улица 50 лет Октября"),
        ("пер. Тихий", "переулок Тихий"),
        ("ул. К. Маркса", "улица К Маркса"),
        ("Большой", "улица Большая"),
        ("Большом", "Большом"),  # a street of that gender has a type word that is not told
        ("Большой проспект", "проспект Большой"),
        ("Садовом переулке", "переулок Садовый"),
    ],
)
def test_streets(text, normal):
    assert NORMALISER.street(text).text == normal


@pytest.mark.parametrize(
    ("text", "before", "normal"),
    [
        ("Прочноокопской", "станице", "станица Прочноокопская"),
        ("Торфяном", "п", "посёлок Торфяной"),
        ("Перми", "", "Пермь"),
        ("льговском районе", "", "Льговский район"),
        ("сосновке", "деревне", "деревня Сосновка"),
    ],
)
def test_settlements(text, before, normal):
    assert NORMALISER.settlement(text, before).text == normal


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("14 корп 2", "14, корпус 2"),
        ("18к1", "18, корпус 1"),
        ("13 «Б»", "13б"),
        ("12-а", "12а"),
        ("37б/2", "37б/2"),
        ("5-7", "5-7"),
        ("77\\2", "77/2"),
    ],
)
def test_houses(text, normal):
    assert NORMALISER.house(text) == normal


NAMES = st.lists(
    st.sampled_from(
        [
            "ул",
            "улица",
            "пр-т",
            "проспекте",
            "пер.",
            "Ленина",
            "садовой",
            "Невском",
            "кирова",
            "8",
            "марта",
            "Хутор",
            "новая",
            "мира",
            "лет",
            "перми",
            "сосновке",
            "Верхних",
            "Большом",
            "Усть-Ишиме",
            "районе",
            "р-н",
            "Торфяном",
            "д.",
            "гать",
            "яру",
            "ВЯЗАХ",
        ]
    ),
    min_size=1,
    max_size=4,
).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(NAMES)
def test_normalising_twice_changes_nothing(text):
    for normalise in (NORMALISER.street, NORMALISER.settlement):
        once = normalise(text).text
        assert normalise(once).text == once
    assert NORMALISER.other(NORMALISER.other(text)) == NORMALISER.other(text)


@settings(max_examples=50, deadline=None)
@given(st.from_regex(r"\d{1,3}[ -]?[абв]?( ?(к|корп\.?|стр\.?) ?\d{1,2})?", fullmatch=True))
def test_a_number_twice_is_the_same_number(text):
    assert NORMALISER.house(NORMALISER.house(text)) == NORMALISER.house(text)
