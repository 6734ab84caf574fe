"""What a page must show, paragraph by paragraph, and what nobody can know."""

from dataclasses import replace
from datetime import timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from given import NOW
from sqlalchemy import select

from config import Config, regulation_of
from models import PageFacts, PageRef, StoredFinding
from models.page_rules import PAGE_KINDS
from pages.checks import Seen, outcomes
from pages.compliance import judge, record, standing
from pages.contacts import TOLD
from pages.watched import Town, Watched

MOSCOW = ZoneInfo("Europe/Moscow")
BODY = "Администрация города Приречного"
GOOD = PageFacts(
    "open",
    BODY,
    "prirechny",
    "Официальная страница администрации города Приречного",
    site="https://prirechny.example",
    email="priemnaya@prirechny.example",
    phone="8 (000) 11-22-33",
    postal="ул. Мира, 1",
    place="51.5, 81.2",
    links="https://ok.ru/prirechny",
    mark=True,
    comments=True,
    avatar=True,
    cover=True,
)
NOVO, RUB, LES, AMUR = "novokubansk-1740", "rubtsovsk-63", "lesozavodsk-215", "amurzet-98"


@cache
def town(act: str) -> Town:
    return Town((), regulation_of(Config(regulation=act)).pages, MOSCOW)


def seen(facts: PageFacts | None, kind: str = "subordinate", **given: object) -> Seen:
    usual = {
        "first": "prirechny",
        "read_at": NOW - timedelta(hours=1),
        "seen_from": NOW - timedelta(days=60),
        "posted": True,
    }
    return Seen(Watched(PageRef("vk", "100"), kind, BODY), facts, **{**usual, **given})


def wrong(act: str, facts: PageFacts | None, kind: str = "subordinate", **given: object):
    """What is wrong, by paragraph and force."""
    found = judge(seen(facts, kind, **given), town(act), NOW)
    return {(one.duty, one.paragraph, one.force) for one in found}


@pytest.mark.parametrize("act", [NOVO, RUB, LES, AMUR])
@pytest.mark.parametrize("kind", PAGE_KINDS)
def test_nothing_is_wrong_with_a_good_page(act, kind):
    assert wrong(act, GOOD, kind) == set()


DUTIES = [  # act, kind, what the page shows, what is then wrong
    (NOVO, "subordinate", {"standing": "closed"}, {("open_page", "прил.2 п.14", "must")}),
    (NOVO, "administration", {"comments": False}, {("open_comments", "прил.2 п.14", "must")}),
    (NOVO, "head", {"standing": "closed"}, set()),  # п.14 names the administration and the bodies
    (RUB, "subordinate", {"standing": "closed", "comments": False}, set()),  # no such duty there
    (NOVO, "subordinate", {"mark": False}, {("mark", "прил.2 пп.11–13", "must")}),
    (LES, "administration", {"mark": False}, {("mark", "прил.2 2.4", "desirable")}),
    (LES, "subordinate", {"mark": False}, set()),  # the act is about the administration alone
    (NOVO, "head", {"description": " "}, {("description", "прил.2 п.9", "must")}),
    (RUB, "subordinate", {"description": ""}, {("description", "2.4", "must")}),
    (RUB, "subordinate", {"postal": ""}, {("address", "2.4", "must")}),
    (RUB, "administration", {"email": ""}, {("email", "2.4", "must")}),
    (RUB, "subordinate", {"phone": ""}, {("phone", "2.4", "must")}),
    (RUB, "subordinate", {"site": "", "place": ""}, set()),  # asked by amurzet 2.1 only
    (AMUR, "subordinate", {"site": ""}, {("site", "2.1", "must")}),
    (AMUR, "subordinate", {"place": ""}, {("geolocation", "2.1", "must")}),
    (AMUR, "administration", {"site": "", "place": "", "email": ""}, set()),  # 2.1: the bodies
    (AMUR, "subordinate", {"standing": "deleted"}, {("gone", "1.2", "must")}),
    (AMUR, "administration", {"standing": "lost"}, {("gone", "1.2", "must")}),
    (NOVO, "subordinate", {"standing": "banned"}, {("gone", "", "must")}),
    (LES, "administration", {"links": ""}, {("links", "прил.2 2.4", "desirable")}),
    (LES, "administration", {"cover": False}, {("cover", "прил.2 2.4", "desirable")}),
    (LES, "administration", {"avatar": False}, {("avatar", "прил.2 2.4", "desirable")}),
    (NOVO, "head", {"avatar": False, "cover": False}, {("design", "прил.2 п.9", "must")}),
    (NOVO, "head", {"avatar": False, "cover": True}, set()),
    (
        RUB,
        "subordinate",
        {"name": "Наш город", "description": "Новости, тел. 11-22-33"},
        {("name", "2.4", "must")},
    ),
]


@pytest.mark.parametrize(("act", "kind", "shows", "found"), DUTIES)
def test_a_duty_of_its_paragraph(act, kind, shows, found):
    assert wrong(act, replace(GOOD, **shows), kind) == found


@pytest.mark.parametrize("act", [NOVO, RUB, LES, AMUR])
@pytest.mark.parametrize("kind", PAGE_KINDS)
def test_what_a_network_does_not_tell_is_never_missing(act, kind):
    assert wrong(act, PageFacts("open"), kind) == set()
    assert wrong(act, None, kind) == set()


@pytest.mark.parametrize(
    ("registered", "first", "shown", "is_wrong"),
    [
        ("https://vk.com/prirechny", "old", "prirechny", False),
        ("https://vk.com/old", "old", "prirechny", True),
        (None, "old", "prirechny", True),  # no entry at all: compared with what we first saw
        (None, "prirechny", "prirechny", False),
        (
            "https://vk.com/club100",
            "old",
            "prirechny",
            False,
        ),  # the number leads there all the same
        ("https://vk.com/prirechny", None, "Prirechny", False),
        ("https://vk.com/prirechny", None, None, False),
    ],
)
def test_an_address_that_the_registry_does_not_know(registered, first, shown, is_wrong):
    facts = replace(GOOD, address=shown)
    found = wrong(RUB, facts, registered=registered, first=first)
    assert found == ({("moved", "3.1, 3.2", "must")} if is_wrong else set())


@pytest.mark.parametrize(
    ("given", "is_wrong"),
    [
        ({"posted": True}, False),
        ({"posted": False}, True),
        ({"posted": False, "read_at": NOW - timedelta(days=3)}, False),  # it may have been us
        ({"posted": False, "read_at": None}, False),
        ({"posted": False, "seen_from": NOW - timedelta(days=5)}, False),
    ],
)
def test_a_silent_page(given, is_wrong):
    found = wrong(AMUR, GOOD, **given)
    assert found == ({("silent", "2.2", "must")} if is_wrong else set())


def test_no_norm_no_silence():
    assert wrong(AMUR, GOOD, "head", posted=False) == set()


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("email", "Пишите: priemnaya@gorod.example"),
        ("phone", "тел. 11-22-33"),
        ("phone", "+7 (000) 111-22-33"),
        ("phone", "8 000 111 22 33"),
        ("phone", "Приёмная: 2-11-57"),
        ("site", "Сайт https://gorod.example/news"),
        ("site", "наш сайт приречный.рф"),
        ("postal", "658000, г. Приречный"),
        ("postal", "ул. Гагарина, д. 5"),
        ("postal", "пр-кт Ленина 12"),
        ("links", "Мы в Телеграме: t.me/gorod"),
    ],
)
def test_contacts_in_words(what, text):
    assert TOLD[what](text)


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("email", "Пишите нам в @gorod"),
        ("phone", "Работаем с 2010 по 2026 год, ИНН 2200001111"),
        ("phone", "Дата 22-11-2026, приём с 8-00 до 17-00"),
        ("site", "Мы в ОК: ok.ru/gorod, почта a@gorod.example"),
        ("postal", "Официальная страница города, основанного в 1892 году"),
        ("links", "Сайт gorod.example"),
    ],
)
def test_words_without_contacts(what, text):
    assert not TOLD[what](text)


def test_where_there_is_no_field_the_description_speaks():
    channel = PageFacts("open", BODY, "prirechny", "Адрес: ул. Мира, 1. Тел. 11-22-33",
                        site="", email="", phone="", postal="")  # fmt: skip
    assert wrong(RUB, channel) == {("email", "2.4", "must")}


def looked(session, page, facts, at):
    """What changed when the page showed this."""
    return record(session, {page.id: outcomes(seen(facts), town(RUB), at)}, at)


def history(session):
    rows = session.scalars(select(StoredFinding).order_by(StoredFinding.id)).all()
    return [
        (row.what, (row.opened_at - NOW).days, row.closed_at and (row.closed_at - NOW).days)
        for row in rows
    ]


def test_a_finding_has_a_beginning_and_an_end(store, page):
    mute = replace(GOOD, phone="")
    days = [GOOD, mute, mute, PageFacts("open"), GOOD, mute]
    with store.writing() as session:
        changed = [
            looked(session, page, facts, NOW + timedelta(days=day))
            for day, facts in enumerate(days)
        ]
        assert changed == [0, 1, 0, 0, 1, 1]
        assert history(session) == [("phone", 1, 4), ("phone", 5, None)]
        (found,) = standing(session, page.id, MOSCOW)
        assert (found.duty, found.paragraph, found.since) == (
            "phone", "2.4", (NOW + timedelta(days=5)).date()
        )  # fmt: skip


def test_another_address_is_another_finding(store, page):
    with store.writing() as session:
        for day, address in enumerate(("second", "second", "third", "prirechny")):
            looked(session, page, replace(GOOD, address=address), NOW + timedelta(days=day))
        assert history(session) == [("moved", 0, 2), ("moved", 2, 3)]


def test_what_the_act_no_longer_asks_is_closed(store, page):
    with store.writing() as session:
        looked(session, page, replace(GOOD, phone=""), NOW)
        later = NOW + timedelta(days=1)
        other = outcomes(seen(replace(GOOD, phone="")), town("gulkevichi-draft"), later)
        assert record(session, {page.id: other}, later) == 1
        assert standing(session, page.id, MOSCOW) == []
