"""What a page shows of itself: raw answers, and what may follow from them."""

from dataclasses import replace
from datetime import timedelta

import pytest
from given import NOW, PAGE
from sqlalchemy import select

from collectors import ok_facts, telegram_facts, vk_facts
from collectors.intake import save_batch
from collectors.looking import AGAIN, KEY, Looking
from errors import NetworkFault, Outcome
from models import Batch, Look, Page, PageFacts, StoredFacts

VK = {
    "id": 100,
    "name": "Администрация",
    "screen_name": "gorod",
    "is_closed": 0,
    "description": "Отвечаем по будням",
    "site": "https://gorod.example",
    "contacts": [{"desc": "Приёмная", "phone": "8 (800) 000-00-01", "email": "a@gorod.example"}],
    "addresses": {
        "is_enabled": True,
        "main_address": {"id": 1, "address": "ул. Мира, 1", "latitude": 45.1, "longitude": 41.0},
    },
    "links": [{"id": 1, "url": "https://ok.ru/gorod"}],
    "verified": 1,
    "wall": 2,
    "has_photo": 1,
    "cover": {"enabled": 0},
}
VK_SEEN = PageFacts(
    "open",
    "Администрация",
    "gorod",
    "Отвечаем по будням",
    site="https://gorod.example",
    email="a@gorod.example",
    phone="8 (800) 000-00-01",
    postal="ул. Мира, 1",
    place="45.1, 41.0",
    links="https://ok.ru/gorod",
    mark=True,
    comments=True,
    avatar=True,
    cover=False,
)
EMPTY = ("contacts", "addresses", "links", "site")


def test_a_community_of_vk():
    assert vk_facts.group_facts(VK) == VK_SEEN


@pytest.mark.parametrize(
    ("raw", "fact", "value"),
    [
        ({"wall": 0}, "comments", False),
        ({"wall": 1}, "comments", True),
        ({"wall": 3}, "comments", False),
        ({"wall": None}, "comments", None),
        ({"verified": None}, "mark", None),
        ({"is_closed": 1}, "standing", "closed"),
        ({"is_closed": 1}, "description", None),
        ({"deactivated": "banned"}, "standing", "banned"),
        ({"deactivated": "deleted"}, "email", None),
        ({"addresses": {"is_enabled": False}}, "place", ""),
    ],
)
def test_a_fact_of_vk(raw, fact, value):
    assert getattr(vk_facts.group_facts(VK | raw), fact) == value


def test_what_vk_leaves_out_of_an_answered_question_is_empty():
    seen = vk_facts.group_facts({key: value for key, value in VK.items() if key not in EMPTY})
    assert (seen.email, seen.phone, seen.postal, seen.links, seen.site) == ("", "", "", "", "")


def test_without_an_answer_to_our_fields_nothing_is_known():
    seen = vk_facts.group_facts({"id": 100, "name": "А", "screen_name": "gorod", "is_closed": 0})
    assert seen == PageFacts("open", "А", "gorod")


def test_a_persons_page():
    seen = vk_facts.person_facts({"id": 5, "first_name": "Иван", "last_name": "И", "verified": 0})
    assert (seen.name, seen.mark, seen.phone) == ("Иван И", False, None)


OK = {"uid": "530", "name": "Район", "shortname": "raion", "access_type": "OPEN"}


@pytest.mark.parametrize(
    ("raw", "fact", "value"),
    [
        ({}, "phone", None),  # left out: unknown
        ({"phone": ""}, "phone", ""),
        ({}, "email", None),
        ({"description": "Пишите"}, "email", ""),  # no field for it but the description
        ({"gos_org": True}, "mark", True),
        ({}, "mark", None),
        ({"access_type": "CLOSED"}, "standing", "closed"),
        ({"private": True}, "standing", "closed"),
        ({"blocked": True}, "standing", "banned"),
        ({"who_can_comment": "nobody"}, "comments", False),
        ({"who_can_comment": "ALL"}, "comments", True),
        ({"who_can_comment": "FRIENDS_OF_FRIENDS"}, "comments", None),  # a word nobody documented
        ({"city": "Луг", "address": "ул. Мира, 1"}, "postal", "Луг, ул. Мира, 1"),
        ({"location": {"lat": 45.1, "lng": 41}}, "place", "45.1, 41"),
    ],
)
def test_a_fact_of_ok(raw, fact, value):
    assert getattr(ok_facts.facts(OK | raw), fact) == value


CHAT = {"id": -1001, "type": "channel", "title": "Город", "username": "gorod"}


@pytest.mark.parametrize(
    ("raw", "fact", "value"),
    [
        ({}, "description", ""),
        ({}, "comments", False),
        ({"linked_chat_id": -1002}, "comments", True),
        ({"username": None}, "standing", "closed"),
        ({}, "mark", None),
        ({}, "place", None),
        ({"photo": {}}, "avatar", True),
        ({"description": "Сайт https://gorod.example и vk.com/gorod"}, "links",
         "https://gorod.example\nvk.com/gorod"),
    ],
)  # fmt: skip
def test_a_fact_of_telegram(raw, fact, value):
    assert getattr(telegram_facts.facts(CHAT | raw), fact) == value


class Reader:
    """An inner collector that reads nothing, or breaks."""

    network, owner, pages = "vk", "100", (PAGE,)

    def __init__(self, fault=None):
        self.fault = fault
        self.given = []

    def fetch(self, cursor, now):
        self.given.append(cursor)
        yield Batch(PAGE, cursor={"owner": -100})
        if self.fault:
            raise self.fault


def fault(outcome):
    return NetworkFault("vk", 15, "закрыто", outcome)


def looks(inner, cursor=None, now=NOW, look=lambda *_: Look(VK_SEEN)):
    """The looks of one pass, and the cursor it leaves."""
    found = []
    try:
        for batch in Looking(inner, look, timedelta(days=1)).fetch(cursor, now):
            found += [batch.look] if batch.look else []
            cursor = batch.cursor or cursor
    except NetworkFault:
        pass
    return found, cursor


def test_a_page_is_looked_at_once_a_day():
    first, cursor = looks(Reader())
    assert first == [Look(VK_SEEN)]
    assert looks(Reader(), cursor, NOW + timedelta(hours=23))[0] == []
    assert looks(Reader(), cursor, NOW + timedelta(hours=24))[0] == [Look(VK_SEEN)]


def test_the_inner_collector_sees_its_own_cursor_alone():
    _, cursor = looks(Reader())
    inner = Reader()
    looks(inner, cursor)
    assert (inner.given, set(cursor)) == ([{"owner": -100}], {"owner", KEY})


@pytest.mark.parametrize(
    ("outcome", "looked"),
    [
        (Outcome.SKIP, True),
        (Outcome.OPERATOR, True),
        (Outcome.RETRY, False),
        (Outcome.STOP_TOKEN, False),
    ],
)
def test_a_page_that_cannot_be_read_is_looked_at_and_a_dead_network_is_not(outcome, looked):
    assert bool(looks(Reader(fault(outcome)))[0]) is looked


@pytest.mark.parametrize("error", [fault(Outcome.OPERATOR), KeyError("id")])
def test_a_failed_look_is_told_and_tried_again_after_an_hour(error):
    def broken(*_):
        raise error

    (look,), cursor = looks(Reader(), look=broken)
    assert look.fault
    soon, later = NOW + AGAIN / 2, NOW + AGAIN
    assert looks(Reader(), cursor, soon)[0] == []
    assert looks(Reader(), cursor, later)[0] == [Look(VK_SEEN)]


def test_history_grows_only_when_something_changed(store, page):
    renamed = replace(VK_SEEN, address="gorod_new")
    for day, facts in enumerate((VK_SEEN, VK_SEEN, renamed, None, renamed)):
        with store.writing() as session:
            stored = session.get_one(Page, page.id)
            look = Look(facts, 10 + day) if facts else Look(fault="сеть молчит")
            save_batch(session, stored, Batch(PAGE, look=look), NOW + timedelta(days=day))
    with store.reading() as session:
        history = session.scalars(select(StoredFacts).order_by(StoredFacts.id)).all()
        assert [row.facts for row in history] == [VK_SEEN, renamed]
        stored = session.get_one(Page, page.id)
        assert (stored.looked_at, stored.members) == (NOW + timedelta(days=4), 14)
        assert stored.look_fault is None


def test_a_failed_look_keeps_what_was_seen(store, page):
    with store.writing() as session:
        stored = session.get_one(Page, page.id)
        for look in (Look(VK_SEEN), Look(fault="сеть молчит")):
            save_batch(session, stored, Batch(PAGE, look=look), NOW)
        assert stored.look_fault == "сеть молчит"
        assert session.scalars(select(StoredFacts)).one().facts == VK_SEEN
