"""The content plan: what of it appeared, what was missed, what nobody planned."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from given import NOW, PAGE
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from pages_town import ZONE

from models import PageRef, PlannedPost, Post
from pages import planning
from pages.ics import calendar
from pages.matching import SHIFT, Planned, Published, match
from pages.planning import Wish
from pages.refusal import RegistryError

MON = date(2026, 11, 16)
KINDS = ("post", "quote")
TOPICS = ["Ремонт дороги на Светлой", "Ярмарка мёда", "График отключения воды", "День матери", ""]


def plan(id: int, day: int, text: str = "", clock: str = "") -> Planned:
    return Planned(id, MON + timedelta(days=day), clock, text)


def post(id: int, day: int, text: str = "", clock: str = "12:00") -> Published:
    return Published(id, MON + timedelta(days=day), clock, text)


@pytest.mark.parametrize(
    ("plans", "posts", "told"),
    [
        # a text is found a day later, though another post stands on the planned day
        ([plan(1, 0, "Ярмарка мёда на площади")],
         [post(1, 0, "Отключение воды"), post(2, 1, "На площади прошла ярмарка мёда!")],
         {1: (2, "text")}),
        ([plan(1, 0, "Ярмарка мёда")], [post(1, 2, "Ярмарка мёда")], {1: None}),
        # nothing alike: the order of the day
        ([plan(1, 0, "утром", "09:00"), plan(2, 0, "вечером", "18:00")],
         [post(8, 0, "Б", "19:00"), post(7, 0, "А", "10:00")],
         {1: (7, "order"), 2: (8, "order")}),
        # … where there are as many of both
        ([plan(1, 0, "приём")], [post(5, 0, "Вода"), post(6, 0, "Свет")], {1: None}),
        # … and of that very day only
        ([plan(1, 0, "о разном")], [post(1, 1, "Вода")], {1: None}),
        # the more alike wins
        ([plan(1, 0, "Ремонт дороги"), plan(2, 0, "Ремонт дороги на Светлой улице")],
         [post(5, 0, "Закончен ремонт дороги на улице Светлой")],
         {1: (5, "text"), 2: None}),
        ([], [post(5, 0)], {}),
    ],
)  # fmt: skip
def test_what_became_of_the_plan(plans, posts, told):
    matched, unplanned = match(plans, posts, MON + timedelta(days=9))
    found = {one.planned.id: one.post and (one.post.id, one.why) for one in matched}
    assert found == told
    assert all(one.state == ("appeared" if one.post else "missed") for one in matched)
    used = {pair[0] for pair in told.values() if pair}
    assert {one.id for one in unplanned} == {one.id for one in posts} - used


@pytest.mark.parametrize(
    ("days", "state"), [(-1, "ahead"), (0, "ahead"), (1, "ahead"), (2, "missed")]
)
def test_a_post_may_come_a_day_late(days, state):
    [told], _ = match([plan(1, 0, "x")], [], MON + timedelta(days=days))
    assert told.state == state


DAYS = st.integers(0, 4)
PLANS = st.lists(st.tuples(DAYS, st.sampled_from(TOPICS)), max_size=5)


@settings(max_examples=60, deadline=None)
@given(PLANS, PLANS)
def test_every_plan_and_every_post_is_used_once(plans, posts):
    asked = [plan(n, day, text) for n, (day, text) in enumerate(plans)]
    there = [post(n, day, text) for n, (day, text) in enumerate(posts)]
    told, unplanned = match(asked, there, MON + timedelta(days=30))
    used = [one.post.id for one in told if one.post]
    assert len(used) == len(set(used))
    assert sorted([*used, *(one.id for one in unplanned)]) == list(range(len(posts)))
    assert {one.planned.id for one in told} == set(range(len(plans)))
    for one in (one for one in told if one.post):
        assert abs((one.post.day - one.planned.day).days) <= (SHIFT if one.why == "text" else 0)
    again, _ = match(asked[::-1], there[::-1], MON + timedelta(days=30))
    assert again == told


def write(session, page, number: int, at: datetime, text: str, **given) -> None:
    session.add(Post(page.network, f"wall-100_{number}", page.id, text, "", at, at, **given))


def test_the_plan_keeps_its_versions_and_meets_the_posts(store, page):
    late = datetime(2026, 11, 16, 23, 30, tzinfo=ZONE)  # Sunday night in Greenwich it is not
    with store.writing() as session:
        fair = planning.add(session, Wish(PAGE, MON, "Ярмарка мёда"), "Ким", NOW)
        moved = planning.change(session, fair.id, "Ким", NOW, day=MON + timedelta(days=1))
        gone = planning.add(session, Wish(PAGE, MON, "Лишнее", "10:00"), "Ким", NOW)
        planning.drop(session, gone.id, "перенесли на весну", "Ким", NOW)
        planning.add(session, Wish(PAGE, MON + timedelta(days=2), "День матери"), "Ким", NOW)
        write(session, page, 1, late, "Завтра ярмарка мёда")
        write(session, page, 2, late, "Вода: график", kind="quote")
        write(session, page, 3, late, "Чужое", kind="visitor")
        write(session, page, 4, late, "Стёрто", deleted_at=NOW)
        write(session, page, 5, late, "", kind="post", album="a")
        write(session, page, 6, late, "", kind="post", album="a")
    today = MON + timedelta(days=7)
    with store.reading() as session:
        [told] = planning.review(session, MON, today, ZONE, today, KINDS)
        elsewhere = planning.review(session, MON, today, ZONE, today, KINDS, [PageRef("ok", "1")])
        with pytest.raises(RegistryError, match=f"теперь она {moved.id}"):
            planning.one(session, fair.id)
        with pytest.raises(RegistryError, match="В плане нет"):
            planning.one(session, 99)
    assert [(one.planned.text, one.state, one.why) for one in told.posts] == [
        ("Ярмарка мёда", "appeared", "text"),
        ("День матери", "missed", ""),
    ]
    assert [one.text for one in told.unplanned] == ["Вода: график", ""]
    assert dict(planning.totals([told])) == {"appeared": 1, "missed": 1, "ahead": 0, "unplanned": 2}
    assert elsewhere == []


@pytest.mark.parametrize(
    ("text", "clock", "words"),
    [(" ", "", "нужен текст"), ("x", "25:00", "вида 10:30"), ("пароль: Lodka77", "", "пароль")],
)
def test_a_bad_wish_is_refused(store, text, clock, words):
    with pytest.raises(RegistryError, match=words), store.writing() as session:
        planning.add(session, Wish(PAGE, MON, text, clock), "Ким", NOW)


def rows(*posts: tuple[str, str]) -> list[PlannedPost]:
    made = [PlannedPost("vk", "100", MON, clock, text, "Ким", NOW) for text, clock in posts]
    for number, one in enumerate(made, 1):
        one.id = number
    return made


def test_any_calendar_reads_it():
    text = "Ярмарка; мёд, чай\\квас\nи пряники " + "ещё " * 40
    file = calendar(rows((text, "10:30"), ("День матери", "")), {PAGE: "ДК"}, ZONE, "Луг")
    assert all(len(line) <= 75 for line in file.split(b"\r\n"))
    timed, whole = Calendar.from_ical(file).walk("VEVENT")
    assert timed["DESCRIPTION"] == text
    assert timed.decoded("DTSTART") == datetime(2026, 11, 16, 3, 30, tzinfo=UTC)
    assert timed["SUMMARY"] == "ДК: Ярмарка; мёд, чай\\квас"
    assert whole.decoded("DTSTART") == MON
    assert whole.decoded("DTEND") == MON + timedelta(days=1)


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n"), min_size=1))
def test_no_text_breaks_the_calendar(text):
    file = calendar(rows((text, "")), {}, ZoneInfo("UTC"), text)
    [event] = Calendar.from_ical(file).walk("VEVENT")
    assert event["DESCRIPTION"] == text
