"""Laws of figures: parts add up to the whole, halves to the period, days to the week."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session
from town_month import NOW, ZONE

from models import Comment
from models.base import Base
from reports.document import Period
from reports.figures import growth, matters, messages, moderation, repeats, surges, terms, times
from reports.figures.local import day_of, local_hour, offsets, weekday_of
from reports.figures.scope import Scope
from reports.figures.spread import spread

FIRST, LAST = date(2026, 10, 25), date(2026, 12, 5)
QUICK = settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
DAYS = st.dates(FIRST, LAST)
FIGURES = {
    "messages by page": lambda s, x: Counter(
        {(p.network, p.page): p.messages for p in messages.by_page(s, x)}
    ),
    "messages by hour": lambda s, x: Counter(messages.by_hour(s, x)),
    "requests by topic": lambda s, x: matters.count(matters.asked(s, x), lambda m: m.topic),
    "requests by place": lambda s, x: matters.count(matters.asked(s, x), lambda m: m.place),
    "requests by body": lambda s, x: matters.by_body(matters.asked(s, x)),
    "incidents by state": lambda s, x: matters.count(matters.detected(s, x), lambda m: m.state),
    "stages": lambda s, x: Counter(one.stage for one in times.ended(s, x)),
    "terms": lambda s, x: Counter((t.step, t.kept) for t in terms.due(s, x, NOW)),
    "flags": lambda s, x: moderation.by_category(moderation.flagged(s, x)),
    "decisions": lambda s, x: Counter((d.by, d.action) for d in moderation.decisions(s, x)),
    "actions": lambda s, x: moderation.by_outcome(moderation.actions(s, x)),
    "precision": lambda s, x: Counter(
        {p.category: p.right for p in moderation.precision(moderation.decisions(s, x))}
    ),
    "reopened": lambda s, x: Counter(reopened=repeats.reopened(s, x)),
    "surges": lambda s, x: Counter(surge.topic for surge in surges.seen(s, x)),
}


@pytest.mark.parametrize("name", FIGURES)
@given(ends=st.tuples(DAYS, DAYS), cut=st.integers(0, 60))
@QUICK
def test_two_parts_of_a_period_add_up_to_it(quick_month, name, ends, cut):
    since, until = sorted(ends)
    middle = min(since + timedelta(days=cut), until)
    parts = [Period(since, middle, ZONE)]
    if middle < until:
        parts.append(Period(middle + timedelta(days=1), until, ZONE))
    figure = FIGURES[name]
    whole = figure(quick_month, Scope(Period(since, until, ZONE)))
    assert sum((figure(quick_month, Scope(part)) for part in parts), Counter()) == +whole


@given(since=DAYS)
@QUICK
def test_the_days_of_a_week_are_the_week(quick_month, since):
    week = Period(since, since + timedelta(days=6), ZONE)
    counted = messages.by_day(messages.by_hour(quick_month, Scope(week)), week)
    for day, count in counted.items():
        alone = messages.by_page(quick_month, Scope(Period(day, day, ZONE)))
        assert sum(page.messages for page in alone) == count
    assert len(counted) == 7


@given(ends=st.tuples(DAYS, DAYS))
@QUICK
def test_parts_add_up_to_the_whole(quick_month, ends):
    scope = Scope(Period(*sorted(ends), ZONE))
    pages = messages.by_page(quick_month, scope)
    hours = messages.by_hour(quick_month, scope)
    total = sum(page.messages for page in pages)
    assert messages.by_network(pages).total() == total
    assert messages.rhythm(hours).total() == sum(messages.by_day(hours, scope.period).values())
    assert sum(hours.values()) == total
    asked = matters.asked(quick_month, scope)
    for part in ("group", "topic", "settlement", "street", "place", "page", "state"):
        assert matters.count(asked, lambda matter, part=part: getattr(matter, part)).total() == len(
            asked
        )
    assert len(asked) <= total
    due = terms.due(quick_month, scope, NOW)
    for kept in (terms.by_clock(due), terms.by_person(due)):
        assert sum(one.kept + one.broken + one.running for one in kept) == len(due)


@given(
    zone=st.sampled_from(["Asia/Kamchatka", "Europe/Berlin", "Asia/Kathmandu", "America/St_Johns"]),
    seconds=st.lists(st.integers(0, 400 * 86400), max_size=20),
)
@QUICK
def test_local_days_and_hours_of_any_zone(zone, seconds):
    zone = ZoneInfo(zone)
    moments = [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=n) for n in seconds]
    period = Period(date(2025, 12, 30), date(2027, 2, 10), zone)
    for moment, hour in _hours(moments, period):
        local = moment.astimezone(zone)
        assert (day_of(hour), hour % 24) == (local.date(), local.hour)
        assert weekday_of(hour) == local.weekday()


def _hours(moments: list[datetime], period: Period) -> list[tuple[datetime, int]]:
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine, tables=[Comment.__table__])
    with Session(engine) as session:
        session.add_all(_comment(number, moment) for number, moment in enumerate(moments))
        session.flush()
        hour = local_hour(period, Comment.created_at)
        return [tuple(row) for row in session.execute(select(Comment.created_at, hour))]


def _comment(number: int, moment: datetime) -> Comment:
    return Comment(
        network="vk", external_id=str(number), page_id=1, post_id=None, author_id=None,
        kind="comment", parent=None, text="", attachments=[], url=None, created_at=moment,
        detected_at=moment, context=False,
    )  # fmt: skip


def test_clocks_that_change_are_known_to_the_minute():
    berlin = Period(date(2026, 1, 1), date(2026, 12, 31), ZoneInfo("Europe/Berlin"))
    assert [ahead // 3600 for _, ahead in offsets(berlin)] == [1, 2, 1]
    assert [end.astimezone(UTC).isoformat()[:16] for end, _ in offsets(berlin)][:2] == [
        "2026-03-29T01:00",
        "2026-10-25T01:00",
    ]


@settings(max_examples=50)
@given(minutes=st.lists(st.integers(0, 10_000), min_size=1))
def test_a_spread_is_the_least_value_that_enough_do_not_exceed(minutes):
    found = spread(minutes)
    for value, percent in ((found.median, 50), (found.ninety, 90)):
        assert value in minutes
        assert sum(one <= value for one in minutes) * 100 >= percent * len(minutes)
        assert sum(one < value for one in minutes) * 100 < percent * len(minutes)


COUNTS = st.dictionaries(st.tuples(st.sampled_from("АБВГ")), st.integers(1, 200)).map(Counter)


@settings(max_examples=30)
@given(now=COUNTS, before=COUNTS)
def test_changes_tell_everything_and_growth_only_what_is_certain(now, before):
    found = growth.changes(now, before)
    assert sum(each.more for each in found) == now.total() - before.total()
    assert {each.key for each in found} == now.keys() | before.keys()
    assert all(each.now >= growth.FEWEST and each.more > 0 for each in growth.grown(now, before))


@pytest.mark.parametrize(
    ("now", "before", "certain"),
    [(3, 0, False), (4, 0, False), (5, 0, True), (9, 4, False), (20, 8, True), (8, 20, False),
     (108, 100, False), (140, 100, True)],
)  # fmt: skip
def test_small_numbers_are_no_growth(now, before, certain):
    assert growth.Growth(("тема",), now, before).certain is certain
