"""Publications a week: what counts, when a week is over, and who is short of the norm."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select
from weeks_town import AMURZET, CHANNEL, MOSCOW, VK, open_page, town, writer

from models import Page, PageWeek, Post
from models.post import POST_KINDS
from pages.cadence import history, left, overview, short
from pages.closing import close_weeks
from pages.counting import COUNTS, Tally, tally
from pages.standings import SHOWN, retell
from pages.visits import enter
from pages.weeks import Week

WEEK = Week.named("2026-W47")  # 16–22 November
MONDAY, FRIDAY = datetime(2026, 11, 16, 9, tzinfo=MOSCOW), datetime(2026, 11, 20, 15, tzinfo=MOSCOW)
NEXT = datetime(2026, 11, 23, 6, tzinfo=MOSCOW)  # Monday again


def test_every_kind_of_post_is_decided_with_a_reason():
    assert COUNTS.keys() == set(POST_KINDS)
    assert all(why for _, why in COUNTS.values())


@pytest.mark.parametrize(
    ("kind", "bare_reposts", "posts", "left_out"),
    [
        ("post", False, 1, {}),
        ("quote", False, 1, {}),
        ("repost", False, 0, {"repost": 1}),
        ("repost", True, 1, {}),
        ("visitor", True, 0, {"visitor": 1}),
        ("ad", True, 0, {"ad": 1}),
        ("other", True, 0, {}),
    ],
)
def test_what_counts(store, kind, bare_reposts, posts, left_out):
    with store.writing() as session:
        page = open_page(session, VK, FRIDAY)
        writer(session, page)(MONDAY, kind)
        found = tally(session, WEEK, MOSCOW, bare_reposts)
        assert found.get(page, Tally()) == Tally(posts, Counter(left_out))


@pytest.mark.parametrize(
    ("deleted", "posts"),
    [
        (None, 1),
        (datetime(2026, 11, 22, 23, 59, tzinfo=MOSCOW), 0),
        (datetime(2026, 11, 23, 0, 0, tzinfo=MOSCOW), 1),  # the week had it
    ],
)
def test_a_deleted_post(store, deleted, posts):
    with store.writing() as session:
        page = open_page(session, VK, FRIDAY)
        writer(session, page)(MONDAY, deleted=deleted)
        found = tally(session, WEEK, MOSCOW)[page]
        assert (found.posts, found.left_out) == (posts, {} if posts else {"deleted": 1})


def test_an_album_is_one_publication(store):
    with store.writing() as session:
        page = open_page(session, CHANNEL, FRIDAY)
        write = writer(session, page, "telegram")
        for album in ("-1_7", "-1_7", "-1_7", "-1_8", None, None):
            write(MONDAY, album=album)
        assert tally(session, WEEK, MOSCOW)[page].posts == 4


@pytest.mark.parametrize(
    ("moment", "in_moscow", "in_amurzet"),
    [
        (datetime(2026, 11, 15, 13, 59, tzinfo=UTC), 0, 0),
        (datetime(2026, 11, 15, 14, 0, tzinfo=UTC), 0, 1),  # Monday has begun in the Far East
        (datetime(2026, 11, 15, 21, 0, tzinfo=UTC), 1, 1),
        (datetime(2026, 11, 22, 13, 59, tzinfo=UTC), 1, 1),
        (datetime(2026, 11, 22, 14, 0, tzinfo=UTC), 1, 0),
        (datetime(2026, 11, 22, 21, 0, tzinfo=UTC), 0, 0),
    ],
)
def test_a_week_is_that_of_the_town(store, moment, in_moscow, in_amurzet):
    with store.writing() as session:
        page = open_page(session, VK, FRIDAY)
        writer(session, page)(moment)
        found = [tally(session, WEEK, zone).get(page, Tally()) for zone in (MOSCOW, AMURZET)]
        assert [one.posts for one in found] == [in_moscow, in_amurzet]


def figures(session, page):
    rows = session.scalars(select(PageWeek).where(PageWeek.page_id == page).order_by(PageWeek.id))
    return [(str(Week(row.week)), row.posts, row.norm) for row in rows]


def test_a_week_is_closed_once(store):
    with store.writing() as session:
        page = open_page(session, VK, NEXT)
        write = writer(session, page)
        for day in (0, 1, 1, 6, 7):
            write(MONDAY + timedelta(days=day))
        assert close_weeks(session, town(), NEXT) == 1
        assert close_weeks(session, town(), NEXT) == 0
        assert figures(session, page) == [("2026-W47", 4, 10)]
        row = session.scalars(select(PageWeek)).one()
        assert (row.paragraph, row.force, row.rule) == ("прил.2 п.5", "recommended", "post+quote")


def test_a_post_read_late_corrects_the_week_and_the_former_figure_stays(store):
    with store.writing() as session:
        page = open_page(session, VK, NEXT)
        write = writer(session, page)
        write(MONDAY)
        close_weeks(session, town(), NEXT)
        write(FRIDAY)
        assert close_weeks(session, town(), NEXT + timedelta(hours=3)) == 1
        assert figures(session, page) == [("2026-W47", 1, 10), ("2026-W47", 2, 10)]
        assert [kept.posts for kept in history(session, page)] == [2]


def test_a_changed_rule_does_not_rewrite_the_past(store):
    with store.writing() as session:
        page = open_page(session, VK, NEXT)
        writer(session, page)(MONDAY, "repost")
        close_weeks(session, town(), NEXT)
        assert close_weeks(session, town(bare_reposts=True), NEXT) == 0
        assert figures(session, page) == [("2026-W47", 0, 10)]


@pytest.mark.parametrize(
    ("ref", "read_at", "since", "is_known"),
    [
        (VK, NEXT, None, True),
        (VK, FRIDAY, None, False),  # not read since the week was over
        (VK, None, None, False),
        (VK, NEXT, NEXT - timedelta(days=7), True),  # VK shows what was before us
        (CHANNEL, NEXT, NEXT - timedelta(days=7), False),  # a bot sees nothing of it
        (CHANNEL, NEXT, MONDAY - timedelta(days=8), True),
    ],
)
def test_a_week_that_was_not_seen_whole_has_no_figure(store, ref, read_at, since, is_known):
    with store.writing() as session:
        page = open_page(session, ref, read_at, since)
        other = open_page(session, CHANNEL if ref == VK else VK, None)
        writer(session, other)(MONDAY)  # something to count from
        close_weeks(session, town(), NEXT)
        assert bool(figures(session, page)) is is_known


def test_a_quiet_week_is_nought_not_nothing(store):
    with store.writing() as session:
        page = open_page(session, VK, NEXT)
        writer(session, page)(MONDAY - timedelta(days=14))
        close_weeks(session, town(), NEXT)
        assert [posts for _, posts, _ in figures(session, page)] == [1, 0, 0]


def test_the_overview_of_a_friday(store):
    with store.writing() as session:
        vk, channel = open_page(session, VK, FRIDAY), open_page(session, CHANNEL, FRIDAY)
        write = writer(session, vk)
        for day in (0, 1, 2):
            write(MONDAY + timedelta(days=day))
        write = writer(session, channel, "telegram")
        for day in range(5):
            write(MONDAY + timedelta(days=day, hours=-3))
        enter(session, vk, WEEK, 3, "Орлова", FRIDAY)
        close_weeks(session, town(), FRIDAY)
        administration, water = overview(session, town(), FRIDAY)
        assert (administration.posts, administration.missing, administration.state) == (
            3, 7, "short"
        )  # fmt: skip
        assert (administration.visits, administration.visits_norm.weekly) == (3, 5)
        assert (water.posts, water.missing, water.state) == (5, 0, "kept")
        assert short([water, administration]) == [administration]
        assert left(FRIDAY, town()) == timedelta(days=2, hours=9)


def test_a_page_we_have_not_seen_all_week_is_not_blamed(store):
    with store.writing() as session:
        open_page(session, VK, FRIDAY - timedelta(days=3))  # read last on Tuesday
        open_page(session, CHANNEL, FRIDAY, since=MONDAY - timedelta(days=5))  # since Wednesday
        states = [row.state for row in overview(session, town(), FRIDAY)]
        assert states == ["unknown", "unknown"]


def test_a_page_never_read_stands_in_the_overview():
    rows = town(act="rubtsovsk-63")
    assert [rows.rules.norm("posts", page.kind).weekly for page in rows.watched] == [5, 5]


def test_the_norm_is_that_of_the_act_and_kind(store):
    with store.writing() as session:
        norms = {
            act: [row.norm and row.norm.weekly for row in overview(session, town(act=act), FRIDAY)]
            for act in ("novokubansk-1740", "rubtsovsk-63", "lesozavodsk-215", "amurzet-98")
        }
    assert norms == {
        "novokubansk-1740": [10, 5],
        "rubtsovsk-63": [5, 5],
        "lesozavodsk-215": [10, None],
        "amurzet-98": [None, 2],
    }


def test_history_stands_in_its_places(store):
    with store.writing() as session:
        page = open_page(session, VK, NEXT)
        write = writer(session, page)
        for weeks in (1, 1, 3):
            write(MONDAY - timedelta(days=7 * weeks))
        close_weeks(session, town(), NEXT)
        retell(session, [page], WEEK.next())
        (row, _) = overview(session, town(), NEXT)
        assert [kept and kept.posts for kept in row.past] == [None] * (SHOWN - 4) + [1, 0, 2, 0]
        assert [str(kept.week) for kept in history(session, page)] == [
            "2026-W44", "2026-W45", "2026-W46", "2026-W47"
        ]  # fmt: skip
        assert all(kept.is_short for kept in history(session, page))


MOMENTS = st.datetimes(
    datetime(2026, 11, 1), datetime(2026, 11, 30), timezones=st.just(UTC)
)  # fmt: skip


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(MOMENTS, st.sampled_from(POST_KINDS)), max_size=12))
def test_weeks_add_up_to_the_whole(store, written):
    """Each counted post lies in one week; closed weeks and the present one hold them all."""
    with store.writing() as session:
        for table in (PageWeek, Post, Page):
            session.execute(delete(table))
        now = datetime(2026, 12, 1, tzinfo=UTC)
        page = open_page(session, VK, now)
        write = writer(session, page)
        for moment, kind in written:
            write(moment, kind)
        close_weeks(session, town(), now)
        closed = sum(kept.posts for kept in history(session, page))
        present = overview(session, town(), now, [VK])[0].posts
        assert closed + present == sum(kind in ("post", "quote") for _, kind in written)
