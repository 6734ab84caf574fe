"""The registry: what entries come to, what is refused, that history stays."""

from datetime import date, timedelta

import pytest
from given import NOW
from pages_town import KEEPER, PAGE, TODAY, order, registrar
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DatabaseError

from models import RegistryEntry
from pages import book
from pages.persons import GONE, Person, persons
from pages.refusal import RegistryError
from pages.registrar import Overtaken, enter, perform
from pages.secrecy import SecretRefused, refuse_secret
from store import retention

MAY, JUNE = date(2026, 5, 12), date(2026, 6, 1)


def test_a_page_remembers_its_former_addresses(clerk):
    opened = clerk(order("open", MAY, **PAGE))
    moved = clerk(order("move", JUNE, address="https://vk.ru/dk_ural"), number=opened.number)
    assert moved.address == "https://vk.com/dk_ural"
    assert [(old.address, old.since, old.until) for old in moved.former] == [
        ("https://vk.com/dk_town", MAY, JUNE)
    ]


def test_what_happened_earlier_counts_as_earlier_though_entered_later(clerk):
    page = clerk(order("open", MAY, **PAGE))
    clerk(order("move", date(2026, 8, 1), address="vk.com/third"), number=page.number)
    page = clerk(order("move", JUNE, address="vk.com/second"), number=page.number)
    assert page.address.endswith("third")
    assert [old.address.rsplit("/", 1)[1] for old in page.former] == ["dk_town", "second"]


def test_the_mark_is_lost_with_the_name_and_asked_for_again(clerk):
    number = clerk(order("open", MAY, **PAGE), order("mark_given", MAY)).number
    lost = clerk(order("rename", JUNE, name="Ткач"), number=number).mark
    assert (lost.state, lost.since) == ("lost", JUNE)
    asked = clerk(order("mark_asked", JUNE), number=number).mark
    assert asked.state == "asked"
    assert clerk(order("mark_given"), number=number).mark.since == TODAY


def test_responsible_persons_have_their_period(clerk, store):
    other = Person("Ким Олег", "методист")
    page = clerk(
        order("open", MAY, **PAGE),
        order("appoint", MAY, person=KEEPER),
        order("dismiss", JUNE, person=Person("гусева  мария львовна")),
        order("appoint", JUNE, person=other),
    )
    assert [(one.since, one.until) for one in page.responsible] == [(MAY, JUNE), (JUNE, None)]
    with store.reading() as session:
        known = persons(session, page.persons)
    assert list(known.values()) == [other]


def test_a_list_shows_what_the_journal_comes_to(clerk, store):
    page = clerk(order("open", MAY, **PAGE), order("email", email="dk@example.ru"))
    with store.reading() as session:
        assert book.listing(session, book.Wanted("КУЛЬТУР"))[1] == [page]
        assert book.listing(session, book.Wanted("нет такого"))[0] == 0
        assert book.one(session, page.number)[0] == page


UNFIT = [
    (order("move", address="vk.com/dk_town"), "Это и есть действующий адрес"),
    (order("move", address="ok.ru/dk"), "нужен адрес страницы вида https://vk.com/…"),
    (order("move"), "не указано: адрес"),
    (order("note", text="x", colour="y"), "лишнее: colour"),
    (order("rename", name="Дом культуры"), "так и называется"),
    (order("dismiss", person=KEEPER), "здесь нет. Сейчас есть: никого"),
    (order("appoint"), "не указан человек"),
    (order("note", text="x", person=KEEPER), "человек здесь не указывается"),
    (order("mark_lost", ground="x"), "Отметки и так нет"),
    (order("email", email="почта"), "нужен адрес вида"),
    (order("link", url="сайт"), "нужен адрес вида"),
    (order("subscribe", to="сосед"), "Нужно одно из: head, administration"),
    (order("gospubliki_off", ground="x"), "не подключена"),
    (order("reopen", ground="x"), "и так открыта"),
    (order("told", entries=[1]), "уже извещён"),
    (order("reported", entry=1), "не ждёт"),
    (order("note", date(2027, 1, 1), text="x"), "по сегодня"),
    (order("move", date(2026, 1, 1), address="vk.com/x"), "раньше создания"),
    (order("move", TODAY, date(2026, 6, 1), address="vk.com/x"), "раньше самого события"),
    (order("open", **PAGE), "один раз"),
    (order("note", text="x", news=7), "Сообщения 7 нет"),
]


def test_what_does_not_fit_is_refused_and_nothing_is_entered(clerk, store):
    page = clerk(order("open", MAY, **PAGE))
    for change, words in UNFIT:
        with pytest.raises(RegistryError) as error:
            clerk(order("note", text="сначала это"), change, number=page.number)
        assert words in str(error.value), change
    with store.reading() as session:
        assert book.one(session, page.number)[0] == page


def test_the_same_address_twice_is_the_same_page(clerk):
    page = clerk(order("open", MAY, **PAGE))
    again = order("open", MAY, **{**PAGE, "body": "Другой", "address": "m.vk.com/DK_town/"})
    with pytest.raises(RegistryError, match=f"уже в реестре под номером {page.number}"):
        clerk(again)
    clerk(order("close", ground="удалена"), number=page.number)
    assert clerk(again).number == page.number + 1


def test_a_closed_page_takes_only_what_comes_afterwards(clerk):
    number = clerk(order("open", MAY, **PAGE), order("close", JUNE, ground="не нужна")).number
    with pytest.raises(RegistryError, match=r"закрыта 01\.06\.2026"):
        clerk(order("move", address="vk.com/x"), number=number)
    assert clerk(order("note", text="архив у пресс-службы"), number=number).closed
    assert clerk(order("reopen", ground="нужна"), number=number).closed is None


def test_of_two_people_the_second_is_told(clerk, store):
    page = clerk(order("open", MAY, **PAGE))
    clerk(order("note", text="первый"), number=page.number)
    late = order("note", text="второй", seen=page.last)
    with pytest.raises(Overtaken, match="уже изменил другой человек"):
        perform(store.writing, registrar(), page.number, [late], NOW)


def test_the_database_refuses_to_change_history(clerk, store):
    clerk(order("open", MAY, **PAGE))
    for change in (update(RegistryEntry).values(by="никто"), delete(RegistryEntry)):
        with pytest.raises(DatabaseError, match="journal"), store.engine.begin() as connection:
            connection.execute(change)


@pytest.mark.parametrize(
    "place",
    [
        "сейф отдела ИТО, каб. 12",
        "менеджер паролей KeePass, раздел «Страницы»",
        "журнал учёта № 4-17, у Орловой",
        "пароль: в сейфе",
        "пароль — у начальника отдела",
        "https://passwords.example.ru/Folder/17",
    ],
)
def test_a_place_is_no_secret(place):
    refuse_secret(place, strict=True)


@pytest.mark.parametrize(
    "secret",
    [
        "Qwerty123!",
        "пароль: Lodka77",
        "password=hunter2000",
        "логин admin пароль - zima2026",
        "vk1.a.AbCdEf0123456789",
        "123456789:AAF_abcdefghijklmnopqrstuvwxyz012345",
        "ключ 0123456789abcdef0123456789abcdef",
    ],
)
def test_a_secret_is_refused_and_not_repeated(secret):
    with pytest.raises(SecretRefused) as error:
        refuse_secret(secret, strict=True)
    assert secret not in str(error.value)


def test_no_word_of_the_registry_takes_a_password(clerk, store):
    page = clerk(order("open", MAY, **PAGE), order("note", text="Тел. 8-913-000-11-22"))
    leaks = [
        order("credentials", place="Qwerty123!"),
        order("note", text="новый пароль: Lodka77"),
        order("appoint", person=Person("Ким О.", "пароль: Lodka77")),
    ]
    for leak in leaks:
        with pytest.raises(SecretRefused):
            clerk(leak, number=page.number)
    with store.reading() as session:
        assert len(session.scalars(select(RegistryEntry)).all()) == 2


def test_an_unknown_page_is_named(store):
    with pytest.raises(RegistryError, match="Страницы 5 в реестре нет"), store.writing() as session:
        enter(session, registrar(), 5, [order("note", text="x")], NOW)


def test_retention_empties_persons_whom_no_page_needs(clerk, store):
    other = Person("Ким Олег", "методист")
    page = clerk(
        order("open", MAY, **PAGE),
        order("appoint", MAY, person=KEEPER),
        order("dismiss", JUNE, person=KEEPER),
        order("appoint", JUNE, person=other),
    )
    ids = {held.person for held in page.responsible}
    with store.writing() as session:
        assert retention.purge_persons(session, NOW - timedelta(days=3)) == 0
        assert retention.purge_persons(session, NOW + timedelta(days=3)) == 1
    with store.reading() as session:
        names = {person.name for person in persons(session, ids).values()}
    assert names == {GONE, "Ким Олег"}
    assert clerk(order("appoint", person=KEEPER), number=page.number).keepers[-1].person not in ids
