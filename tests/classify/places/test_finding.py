"""What is a place and what only sounds like one, as tables."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classify import Classifier
from classify.places import Gazetteer, PlaceFinder
from classify.places.gazetteer import Entry

FINDER = PlaceFinder.load()
KINDS = ("settlement", "street", "house", "other")

MUST = [
    ("в станице Прочноокопской третий день нет воды", "settlement", "станица Прочноокопская"),
    ("г. Тверь, ул Энгельса д 138 А, течёт крыша", "settlement", "город Тверь"),
    ("в п. Торфяном опять нет света", "settlement", "посёлок Торфяной"),
    ("глава Черлакского района молчит", "settlement", "Черлакский район"),
    ("опять прорыв в центральном р-не", "settlement", "Центральный район"),
    ("ул ленина 25а, подвал затоплен", "street", "улица Ленина"),
    ("на Садовой темно как в лесу", "street", "улица Садовая"),
    ("на гагарина темно", "street", "улица Гагарина"),
    ("Марата 14, снег не убирали", "street", "улица Марата"),
    ("проспекте мира яма во всю дорогу", "street", "проспект Мира"),
    ("на Литейном проспекте лёд", "street", "проспект Литейный"),
    ("на Большом проспекте лёд", "street", "проспект Большой"),
    ("пр. Свердлова 5, контейнеры полные", "street", "проспект Свердлова"),
    ("ул. Терешковой, 5, нет горячей воды", "street", "улица Терешковой"),
    ("ул ленина 25а, подвал затоплен", "house", "25а"),
    ("г. Тверь, ул Энгельса д 138 А, течёт крыша", "house", "138а"),
    ("двор дома д.14 корп 2 по ул. Титова", "house", "14, корпус 2"),
    ("ул. Чехова, 37б/2, кв. 114, холодно", "house", "37б/2"),
]
MUST_NOT = [
    "глубокие ямы по всей дороге",
    "памятник Ленину надо помыть",
    "советский союз такого не знал",
    "Ленина читал, там всё сказано",
    "на советской власти далеко не уедешь",
    "мира и добра вам",
    "ждали автобус 14 сорок минут",
    "на улице холодно, дома тоже",
    "спасибо, всё сделали быстро",
    "",
]


def found(text: str, kind: str, finder: PlaceFinder = FINDER) -> list[str]:
    return [place.normal for place in getattr(finder.places(text), kind)]


@pytest.mark.parametrize(("text", "kind", "normal"), MUST)
def test_a_place(text, kind, normal):
    assert found(text, kind) == [normal]


@pytest.mark.parametrize("text", MUST_NOT)
def test_no_place(text):
    places = FINDER.places(text)
    assert [getattr(places, kind) for kind in KINDS] == [(), (), (), ()]


@pytest.mark.parametrize(
    ("text", "kind", "ambiguous"),
    [
        ("на гагарина темно", "street", True),  # a surname, no type word, no house
        ("на улице Гагарина темно", "street", False),
        ("Гагарина 8, лифт не работает", "street", False),
        ("в 164 доме нет лифта", "house", True),  # of which street?
        ("ул. Чехова, дом 164, нет лифта", "house", False),
    ],
)
def test_what_is_unsure_says_so(text, kind, ambiguous):
    assert [place.ambiguous for place in getattr(FINDER.places(text), kind)] == [ambiguous]


TOWN = Gazetteer(
    (
        Entry("село Сорочий Яр", body="Территориальный отдел"),
        Entry("село Сорочий Яр", "улица Лесная", body="Территориальный отдел"),
        Entry("город Верхнелужск", "улица Лесная", body="Администрация"),
        Entry("город Верхнелужск", "переулок Кузнечный", body="Администрация"),
        Entry("город Верхнелужск", "улица Хлебозаводская", body="Администрация"),
        Entry("село Большие Вязы", body="Администрация"),
    )
)
AT_HOME = PlaceFinder.load(gazetteer=TOWN)


@pytest.mark.parametrize(
    ("text", "kind", "normal"),
    [
        ("в Сорочьем Яру нет воды", "settlement", "село Сорочий Яр"),
        ("сорочий яр без воды", "settlement", "село Сорочий Яр"),
        ("почта в больших вязах закрыта", "settlement", "село Большие Вязы"),
        ("свалка на Кузнечном", "street", "переулок Кузнечный"),
        ("ул. Хлебозоводская, 3, яма", "street", "улица Хлебозаводская"),  # a slip of the pen
    ],
)
def test_the_gazetteer_knows_the_full_name(text, kind, normal):
    assert found(text, kind, AT_HOME) == [normal]


def test_a_street_of_two_settlements_is_ambiguous_until_one_is_named():
    (street,) = AT_HOME.places("на улице Лесной темно").street
    assert street.ambiguous
    places = AT_HOME.places("Сорочий Яр, улица Лесная, темно")
    assert not places.street[0].ambiguous
    assert [e.body for e in TOWN.entries_of(places)] == ["Территориальный отдел"] * 2


def test_a_place_named_twice_is_given_once():
    assert found("ул. Чехова, 5. Повторяю: на улице Чехова, 5 нет света", "street") == [
        "улица Чехова"
    ]


def test_a_verdict_has_its_places(classifier: Classifier):
    verdict = classifier.verdict("ул ленина 25а течёт крыша")
    assert verdict.as_json()["places"]["house"] == [
        {"text": "25а", "start": 10, "end": 13, "normal": "25а", "ambiguous": False}
    ]


PIECES = st.sampled_from(
    [
        "ул.",
        "Ленина",
        "на ",
        "д.",
        "25а",
        " корп ",
        "2",
        "с. ",
        "Яр",
        "-",
        "/",
        "ё",
        "🏠",
        "\n",
        "«",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=20).map("".join)))
def test_spans_lie_in_any_text(text):
    places = AT_HOME.places(text)
    for kind in KINDS:
        for place in getattr(places, kind):
            assert text[place.start : place.end] == place.text != ""
            assert place.normal


def test_many_texts_as_one_by_one():
    texts = [text for text, _, _ in MUST] + MUST_NOT
    assert FINDER.many(texts * 6) == [FINDER.places(text) for text in texts] * 6


@pytest.mark.parametrize("unit", ["а", "1", "ул. ", "Ленина 5, ", "д.", "-", "1/", "а-", "в Яру "])
def test_a_long_text_is_no_trouble(unit):
    text = unit * (100_000 // len(unit))
    assert all(place.text in text for place in FINDER.places(text).street)


@pytest.mark.parametrize("ending", [".", " !", ")))", "_", "\n\n"])
def test_signs_at_the_end_change_nothing(ending):
    assert FINDER.places("Марата 14, темно" + ending) == FINDER.places("Марата 14, темно")


@pytest.mark.parametrize(
    ("text", "settlements"),
    [
        ("ЖКХ | г. Льгов, ул. Ленина, д. 5 — яма", ["Льгов"]),
        ("[club1|Город Льгов], уберите снег", []),
        ("[id5|Анна], в г. Льгов опять яма", ["Льгов"]),
    ],
)
def test_a_mention_names_no_place_but_a_stroke_hides_none(text: str, settlements: list) -> None:
    assert [place.text for place in FINDER.many([text])[0].settlement] == settlements
