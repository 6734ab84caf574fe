"""A registry kept in a table elsewhere: in, out, and in again."""

from datetime import date, datetime

import pytest
from given import NOW
from pages_town import registrar

from pages import book
from pages.columns import HEADING, lines
from pages.imports import Outcome, take
from pages.persons import persons
from pages.refusal import RegistryError
from pages.rows import people_of, row_of
from spreadsheet import sheet_rows, workbook

FULL = {
    "Орган": "Дом культуры",
    "Чья страница": "подведомственная организация",
    "Соцсеть": "ВКонтакте",
    "Название страницы": "Дом культуры «Урал»",
    "Адрес": "https://vk.com/dk_ural",
    "Дата создания": "12.05.2024",
    "Прежние адреса": "https://vk.com/club77\nhttps://vk.com/dk_town",
    "Даты смены адреса": "01.06.2024\n15.01.2025",
    "Ответственный": "Гусева Мария Львовна\nКим Олег Андреевич",
    "Должность": "\nметодист",
    "Телефон": "8 (38557) 1-22-33",
    "Почта ответственного": "guseva@example.ru",
    "Отвечает с": "12.05.2024\n01.02.2025",
    "Отвечал до": "01.02.2025",
    "Доступ": "Ким Олег Андреевич",
    "Должность имеющего доступ": "методист",
    "Доступ с": "01.02.2025",
    "Двухфакторный вход подтверждён": "03.02.2025",
    "Кто подтвердил": "Орлова В. П.",
    "Где хранятся данные для доступа": "сейф отдела ИТО",
    "Отметка": "утрачена",
    "Отметка с": "20.10.2025",
    "Госпаблики с": "01.03.2025",
    "Ссылка на сайте": "https://dk.example.ru/kontakty",
    "Ссылка на сайте с": "15.05.2024",
    "Служебная почта": "dk@example.ru",
    "Подписки": "страница администрации, страница главы",
    "Страница конфигурации": "vk:77",
    "Примечание": "=ремонт до осени",
}
BARE = {
    "Ссылка": "ok.ru/group/70000000000001",
    "Организация": "Водоканал",
    "дата  создания": datetime(2025, 3, 1),
    "Ответственные": "Сом Н. Н., инженер",
    "Цвет": "синий",
}


def table(*rows: dict) -> list[tuple]:
    names = list(dict.fromkeys(name for row in rows for name in row))
    return [tuple(names), *(tuple(row.get(name) for name in names) for row in rows)]


def entered(store, *rows: dict) -> Outcome:
    return take(store.writing, registrar(), table(*rows), "Орлова", NOW)


def exported(store) -> list[tuple[str, ...]]:
    with store.reading() as session:
        _, pages = book.listing(session, book.Wanted(closed=None))
        known = persons(session, people_of(pages))
        return [row_of(page, known) for page in pages]


def test_what_goes_out_comes_in_the_same_and_only_once(store, tmp_path):
    outcome = entered(store, FULL)
    assert (outcome.opened, outcome.bad, outcome.unknown) == (1, [], [])
    rows = exported(store)
    told = dict(zip(HEADING, rows[0], strict=True))
    assert {name: told[name] for name in FULL} == FULL
    file = tmp_path / "registry.xlsx"
    file.write_bytes(workbook("Реестр", HEADING, rows))
    again = take(store.writing, registrar(), sheet_rows(file), "Орлова", NOW)
    assert again == Outcome(same=1)
    assert exported(store) == rows


def test_a_table_of_another_shape(store):
    outcome = entered(store, BARE)
    assert (outcome.opened, outcome.unknown) == (1, ["Цвет"])
    with store.reading() as session:
        [page] = book.listing(session, book.Wanted())[1]
        [keeper] = persons(session, page.persons).values()
    assert (page.network, page.kind, page.created) == ("ok", "subordinate", date(2025, 3, 1))
    assert str(keeper) == "Сом Н. Н., инженер"
    assert page.terms == ()  # what is taken over starts no term
    assert page.untold == ()


def test_bad_rows_are_told_by_number_and_the_others_are_entered(store):
    bad = [
        {**BARE, "Ссылка": "сайт"},
        {**BARE, "дата  создания": "позавчера"},
        {**BARE, "Организация": ""},
        {**BARE, "дата  создания": None},
        {**BARE, "Ссылка": "vk.com/new", "Где хранятся данные для доступа": "Qwerty123!"},
        {**BARE, "Ссылка": "vk.com/new", "Прежние адреса": "vk.com/old"},
        {**BARE, "Ссылка": "vk.com/new", "Отметка": "наверное"},
        {**BARE, "Ссылка": "vk.com/new", "Чья страница": "соседа"},
    ]
    outcome = entered(store, *bad, BARE)
    assert outcome.opened == 1
    assert [number for number, _ in outcome.bad] == list(range(2, 10))
    reasons = [reason for _, reason in outcome.bad]
    for reason, words in zip(reasons, [
        "соцсеть не указана", "«Дата создания»: позавчера", "пусто: Орган", "пусто: Дата создания",
        "похоже на пароль", "не указана дата смены", "«Отметка»", "чья страница",
    ], strict=True):  # fmt: skip
        assert words in reason
    assert len(exported(store)) == 1


def test_a_later_table_adds_and_ends_nothing(store):
    entered(store, BARE)
    later = {**BARE, "Ответственные": "Ёрш А. А.", "Служебная почта": "voda@example.ru"}
    assert entered(store, later).changed == 1
    assert entered(store, later, BARE) == Outcome(same=2, unknown=["Цвет"])
    with store.reading() as session:
        [page] = book.listing(session, book.Wanted())[1]
        assert len(page.keepers) == 2
        assert page.email == "voda@example.ru"


def test_a_row_with_a_former_address_is_the_same_page(store):
    entered(store, FULL)
    old = {name: FULL[name] for name in ("Орган", "Дата создания")} | {"Адрес": "vk.com/club77"}
    assert entered(store, old) == Outcome(same=1)


@pytest.mark.parametrize(
    ("heading", "words"),
    [
        (("Орган", "Адрес"), "нет столбцов: Дата создания. В первой строке: Орган, Адрес"),
        ((), "пусто"),
        (("Орган", "Адрес", "Ссылка", "Дата создания"), "значат одно и то же: Адрес, Ссылка"),
    ],
)
def test_a_bad_heading_is_told(store, heading, words):
    with pytest.raises(RegistryError) as error:
        take(store.writing, registrar(), [heading], "Орлова", NOW)
    assert words in str(error.value)


def test_lines_that_belong_together():
    row = {"keeper": "А\nБ", "keeper_post": "\nметодист", "keeper_phone": "1"}
    assert lines(row, "keeper", "keeper_post", "keeper_phone") == [
        ("А", "", "1"),
        ("Б", "методист", ""),
    ]
    with pytest.raises(RegistryError, match="строк больше"):
        lines({"keeper": "А", "keeper_post": "1\n2"}, "keeper", "keeper_post")
