"""Rubtsovsk 1.4(5), 3.1, 3.2, 3.4: from which day a term runs, until which day."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from pages_town import DAY, PAGE, WORKTIME, ZONE, order, registrar

from incidents.worktime import Worktime
from pages.registrar import enter, enter_whole
from pages.terms import begun, due

D = date


@pytest.mark.parametrize(
    ("since", "days", "until"),
    [
        (D(2026, 11, 16), 3, D(2026, 11, 19)),  # Monday: Tue, Wed, Thu
        (D(2026, 11, 19), 3, D(2026, 11, 24)),  # Thursday: Fri, Mon, Tue
        (D(2026, 11, 21), 5, D(2026, 11, 27)),  # a Saturday counts as the day before Monday
        (D(2026, 12, 30), 3, D(2027, 1, 13)),  # the long holidays: 31.12 is a transferred day off
        (D(2026, 6, 11), 3, D(2026, 6, 17)),  # 12 June is a holiday
    ],
)
def test_working_days_from_the_day_of_the_event(since, days, until):
    assert due(since, days, WORKTIME) == until


def test_round_the_clock_a_day_still_ends_on_its_date():
    always = Worktime.of(ZONE, dict.fromkeys(range(5), DAY), round_the_clock=True)
    assert due(D(2026, 11, 16), 3, always) == D(2026, 11, 19)


def terms(act: str, kind: str = "subordinate", **given) -> dict[str, tuple[str, str]]:
    usual = {"news": True, "new_page": False, "happened_on": D(2026, 11, 16),
             "reported_on": D(2026, 11, 18), "entered_on": D(2026, 11, 20)}  # fmt: skip
    found = begun(registrar(act).rules, kind, worktime=WORKTIME, **{**usual, **given})
    return {term["duty"]: (term["paragraph"], term["due"]) for term in found}


def test_news_has_three_days_and_the_registrar_five():
    assert terms("rubtsovsk-63", new_page=True) == {
        "registry_news": ("3.1, 3.2", "2026-11-19"),
        "registry_entry": ("3.4", "2026-11-25"),
        "site_link": ("1.4(5)", "2026-11-23"),
    }


def test_the_terms_bind_the_bodies_that_the_paragraph_names():
    assert terms("rubtsovsk-63", "administration", new_page=True) == {}
    for act in ("novokubansk-1740", "lesozavodsk-215", "amurzet-98", "gulkevichi-draft"):
        assert terms(act, new_page=True) == {}


STORY = [  # happened, reported, entered, the state of both terms on the day of entering
    (D(2026, 11, 16), D(2026, 11, 19), D(2026, 11, 26), ("kept", "kept")),
    (D(2026, 11, 16), D(2026, 11, 20), D(2026, 11, 20), ("broken", "kept")),
    (D(2026, 11, 9), D(2026, 11, 11), D(2026, 11, 19), ("kept", "broken")),
    (D(2026, 11, 16), None, D(2026, 11, 18), ("open",)),
    (D(2026, 11, 9), None, D(2026, 11, 18), ("broken",)),
]


def test_kept_open_and_broken(store):
    for number, (happened, reported, entered, states) in enumerate(STORY):
        at = datetime(entered.year, entered.month, entered.day, 10, tzinfo=ZONE)
        with store.writing() as session:
            opening = {**PAGE, "address": f"vk.com/dk{number}"}
            found = order("open", happened, reported, **opening)
            page = enter(session, registrar(), None, [found], at)
        told = [term.state(entered) for term in page.terms if term.duty != "site_link"]
        assert tuple(told) == states


def test_the_link_meets_its_term_and_a_late_word_of_the_body_meets_its_own(clerk):
    page = clerk(order("open", D(2026, 11, 16), None, **PAGE))
    assert {term.duty: term.met for term in page.terms} == {
        "registry_news": None,
        "site_link": None,
    }
    page = clerk(
        order("link", D(2026, 11, 18), url="https://dk.example.ru/kontakty"),
        order("reported", D(2026, 11, 20), entry=1),
        number=page.number,
    )
    assert {term.duty: (term.met, term.state(D(2026, 11, 20))) for term in page.terms} == {
        "site_link": (D(2026, 11, 18), "kept"),
        "registry_news": (D(2026, 11, 20), "broken"),
    }


def test_news_waits_until_it_is_entered(store):
    at = datetime(2026, 11, 18, 12, tzinfo=ZoneInfo("UTC"))
    told = {"text": "новая страница в ОК", "body": "ДК"}
    with store.writing() as session:
        news = order("news", D(2026, 11, 16), D(2026, 11, 17), **told)
        [waiting] = enter_whole(session, registrar(), news, at).news
        assert {term.duty: term.due for term in waiting.terms} == {
            "registry_news": D(2026, 11, 19),
            "registry_entry": D(2026, 11, 24),
        }
        opened = order("open", D(2026, 11, 16), D(2026, 11, 17), news=waiting.number, **PAGE)
        enter(session, registrar(), None, [opened], at)
        order_of_town = order("order", D(2026, 11, 17), None, order="№ 5-р")
        registry = enter_whole(session, registrar(), order_of_town, at)
        assert registry.news == ()
        assert registry.order.text == "№ 5-р"
