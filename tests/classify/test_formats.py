"""Personal data by form; every number here is made up."""

import pytest

from classify.formats import inn_valid, luhn_valid, personal_data, snils_valid

PERSONAL = [
    "звоните мне 8 900 000-00-00",
    "мой номер +7(999)1234567",
    "номер 89991234567, Пётр",
    "пишите на ivanov.petr.1970@mail.ru",
    "карта 4111 1111 1111 1111",
    "перевод на карту 2200 0000 0000 0001",
    "СНИЛС 112-233-445 95",
    "мой снилс 000-000-000 01",
    "паспорт 4500 123456",
    "полис ОМС 1234 5678 9012 3456",
    "живёт на Садовой 5 кв. 12",
    "Речная 3, квартира сорок",
    "Иванова Анна Петровна, 01.02.1980 г.р.",
]
IMPERSONAL = [
    "справочная 2-33-44",
    "телефон горячей линии 8-800-000-00-00",
    "заявка 2207-884",
    "дом 14, корпус 2",
    "в квартире 14 градусов",
    "пишите на info@example.org",
    "приказ 77-о от 12.05.2020",
    "счётчик 0118498",
    "площадь 45 кв.м",
]


@pytest.mark.parametrize("text", PERSONAL)
def test_personal(text: str) -> None:
    spans = list(personal_data(text))
    assert spans
    assert all(0 <= start < end <= len(text) for start, end in spans)


@pytest.mark.parametrize("text", IMPERSONAL)
def test_impersonal(text: str) -> None:
    assert not list(personal_data(text))


@pytest.mark.parametrize(
    "text", ["8-900-123-45-67", "Садовая 14-208 кв 7", "8 9 0 0 1 2 3 4 5 6 7", "тел. +79001234567"]
)
def test_what_several_forms_know_is_one_place(text: str) -> None:
    assert len(personal_data(text)) == 1


@pytest.mark.parametrize(
    ("check", "right", "wrong"),
    [
        (luhn_valid, "4111 1111 1111 1111", "4111 1111 1111 1112"),
        (snils_valid, "112-233-445 95", "112-233-445 96"),
        (inn_valid, "500100732259", "500100732258"),
    ],
)
def test_check_digits(check, right: str, wrong: str) -> None:
    assert check(right)
    assert not check(wrong)
