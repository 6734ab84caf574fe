"""The pages of the demo town, overseen within the pass, on both databases."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from towns import shift

from demo.server import Fault
from demo.town import later
from models import Page, PageWeek, StoredFacts, StoredFinding
from pages.cadence import overview

MONDAY = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)  # 8:00 in town; last week is over


class Clock:
    def __init__(self):
        self.now = MONDAY

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def at_work(database_url, clock):
    """Posts and looks alone: comments cost time and tell nothing here."""
    with shift(MONDAY, database_url, clock) as at_work:
        pages = tuple(page.model_copy(update={"include": ()}) for page in at_work.config.pages)
        at_work.config = at_work.config.model_copy(update={"pages": pages})
        yield at_work


def findings(at_work):
    """What is open, by short name of the page, and the paragraph."""
    keys = {str(page.id): f"{page.network}.{page.key}" for page in at_work.town.pages}
    keys |= {f"@{page.screen_name}": f"{page.network}.{page.key}" for page in at_work.town.pages}
    with at_work.office.store.reading() as session:
        rows = session.execute(
            select(Page.external_id, StoredFinding.what, StoredFinding.paragraph)
            .join(Page, Page.id == StoredFinding.page_id)
            .where(StoredFinding.closed_at.is_(None))
        )
        return {(keys[external_id], what, paragraph) for external_id, what, paragraph in rows}


def test_what_is_wrong_in_the_demo_town(at_work, clock):
    at_work.run()
    first = {
        ("ok.soroka", "open_comments", "прил.2 п.14"),
        ("vk.water", "address", "прил.2 п.6"),
        ("vk.water", "email", "прил.2 п.6"),
        ("vk.water", "phone", "прил.2 п.6"),
    }
    assert findings(at_work) == first
    clock.now += timedelta(minutes=10)
    later(at_work.town, clock.now)
    at_work.run()
    assert findings(at_work) == first | {("vk.dk", "moved", "")}


def test_two_pages_are_short_of_the_norm_of_last_week(at_work):
    at_work.run()
    with at_work.office.store.reading() as session:
        rows = overview(session, at_work.office.town, MONDAY)
    last = {str(row.watched.ref): row.past[-1] for row in rows}
    named = {str(page.ref): page.name for page in at_work.config.pages}
    short = {named[ref] for ref, kept in last.items() if kept and kept.is_short}
    assert short == {"Администрация Верхнелужского района", "Сорочий Яр — наше село"}
    assert [ref for ref, kept in last.items() if kept is None] == [
        "telegram:@verhneluzhsk_ofitsialno"
    ]
    with at_work.office.store.reading() as session:
        assert set(session.scalars(select(PageWeek.week))) <= {
            (MONDAY - timedelta(days=7 * weeks)).date() for weeks in range(1, 6)
        }


def test_a_page_that_cannot_be_seen_is_a_value_of_that_page(at_work, clock):
    at_work.run()
    before = findings(at_work)
    at_work.stage.simulators["vk"].faults.plan(Fault("groups.getById", "error", code=15, times=99))
    clock.now += timedelta(days=1)
    tally = at_work.run()
    assert tally.failed == 0  # comments were read
    assert findings(at_work) == before  # nothing is right again because nobody could look
    with at_work.office.store.reading() as session:
        faults = session.scalars(select(Page.look_fault).where(Page.network == "vk")).all()
        assert all("15" in fault for fault in faults)
        assert session.scalar(select(Page.look_fault).where(Page.network == "ok")) is None


def test_a_deleted_page_is_a_finding_though_it_cannot_be_read(at_work, clock):
    at_work.run()
    world = at_work.town.world("vk")
    next(iter(world.pages.values())).state = "deleted"
    clock.now += timedelta(days=1)
    assert at_work.run().failed == 1
    assert ("vk.admin", "gone", "") in findings(at_work)


def test_a_second_pass_on_the_same_day_judges_nothing_anew(at_work, clock):
    daily = at_work.config.collect.model_copy(update={"look_hours": 24})
    at_work.config = at_work.config.model_copy(update={"collect": daily})
    at_work.run()
    with at_work.office.store.reading() as session:
        judged = set(session.scalars(select(Page.judged_at)))
        looks = len(session.scalars(select(StoredFacts)).all())
    clock.now += timedelta(hours=1)
    at_work.run()
    with at_work.office.store.reading() as session:
        assert set(session.scalars(select(Page.judged_at))) == judged
        assert len(session.scalars(select(StoredFacts)).all()) == looks == 7
