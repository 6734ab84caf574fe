"""Whatever the networks hand us: a clear message, and the rest of the pass goes on."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from databases import new_sqlite
from given import NOW
from sqlalchemy import event, select
from towns import Shift, configured, shift

from commands.common import App
from config import Config
from demo.server import Fault
from demo.world import SimPage, World
from errors import StoreError
from models import Comment, Page, PageTally
from pipeline import run_pass

HOSTILE = {
    "empty": "",
    "100 KB of emoji": "🤬" * 25_000,
    "NUL": "ноль\x00байт",
    "lone surrogate": "половина \ud83d пары",
    "HTML": "<img src=x onerror=alert(1)>",
    "right to left": "\u202eгнев\u202c \u200f",
    "formula": '=HYPERLINK("http://x","y")',
    "escape sequence": "\x1b[2J\x1b]0;мой терминал\x07",
    "one word of 100 KB": "а" * 100_000,
}


@contextmanager
def without_the_largest_page(folder: Path) -> Iterator[Shift]:
    """The demo town with half of its comments: a pass takes half the time."""
    with shift(NOW, new_sqlite(folder / "otklik.db")) as opened:
        opened.config = opened.config.model_copy(update={"pages": opened.config.pages[1:]})
        yield opened


@pytest.fixture
def at_work(tmp_path):
    with without_the_largest_page(tmp_path) as opened:
        yield opened


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory) -> int:
    """How many comments a pass without any trouble stores."""
    with without_the_largest_page(tmp_path_factory.mktemp("calm")) as calm:
        calm.run()
        return len(stored(calm))


def stored(at_work: Shift) -> list[Comment]:
    with at_work.office.store.reading() as session:
        return list(session.scalars(select(Comment)))


def faults(at_work: Shift) -> dict[str, str]:
    with at_work.office.store.reading() as session:
        pages = session.scalars(select(Page).where(Page.last_error.is_not(None)))
        return {f"{page.network}:{page.external_id}": page.last_error for page in pages}


def last_page(world: World) -> SimPage:
    return list(world.pages.values())[-1]


def test_hostile_texts_are_stored_and_judged(at_work):
    for world in (at_work.town.vk, at_work.town.ok, at_work.town.telegram):
        page = last_page(world)
        post = next(post for post in page.posts.values() if post.kind == "post")
        for text in HOSTILE.values():
            world.add_comment(page, post, next(iter(world.people)), text, int(NOW.timestamp()))
    expected = {text.translate({0: "\ufffd", 0xD83D: "\ufffd"}) for text in HOSTILE.values()}
    tally = at_work.run()
    assert tally.failed == 0
    found = [comment.text for comment in stored(at_work)]
    assert expected <= set(found)
    assert all(found.count(text) >= 3 for text in expected - {""})


def test_a_deleted_author_is_no_obstacle(at_work):
    page = last_page(at_work.town.vk)
    post = next(post for post in page.posts.values() if post.kind == "post")
    at_work.town.vk.add_comment(page, post, 0, "Пишет никто", int(NOW.timestamp()))
    assert at_work.run().failed == 0
    assert [c.author_id for c in stored(at_work) if c.text == "Пишет никто"] == [None]


@pytest.mark.parametrize("state", ["private", "deleted"])
def test_a_page_that_closed_touches_no_other(at_work, state):
    closed = last_page(at_work.town.vk)
    closed.state = state
    tally = at_work.run()
    assert list(faults(at_work)) == [f"vk:{closed.id}"]
    assert tally.failed == 1
    assert tally.total("new") > 100


def test_one_channel_of_a_bot_out_of_reach_fails_alone(at_work):
    stranger = {"network": "telegram", "id": "@nobody", "body": "Никто", "kind": "subordinate"}
    pages = [page.model_dump() for page in at_work.config.pages if page.network == "telegram"]
    config = configured(at_work.stage).model_copy()
    config = Config.model_validate({**config.model_dump(), "pages": [*pages, stranger]})
    tally = run_pass(
        at_work.office, App(config, at_work.stage.environ).collectors(), lambda _: None
    )
    assert tally.failed == 1
    assert tally.total("new") > 0
    assert list(faults(at_work)) == ["telegram:@nobody"]


def test_a_dead_token_stops_its_pages_only(at_work):
    environ = {**at_work.stage.environ, "OTKLIK_OK_ACCESS_TOKEN": "dead-token"}
    tally = run_pass(at_work.office, App(at_work.config, environ).collectors(), lambda _: None)
    found = faults(at_work)
    assert {name.split(":")[0] for name in found} == {"ok"}
    assert tally.total("new") > 100
    assert "dead-token" not in str(found)
    # One call told us; the other pages of the token are not tried.
    assert sum(at_work.stage.simulators["ok"].calls.values()) == 1


def test_a_missing_token_names_its_variable(at_work):
    environ = {k: v for k, v in at_work.stage.environ.items() if "TELEGRAM" not in k}
    run_pass(at_work.office, App(at_work.config, environ).collectors(), lambda _: None)
    assert ["OTKLIK_TELEGRAM_BOT_TOKEN" in error for error in faults(at_work).values()] == [True]


@pytest.mark.parametrize(
    "fault",
    [
        Fault("wall.get", "captcha"),
        Fault("wall.get", "error", code=29, times=2),  # the quota of either token
        Fault("wall.get", "html", times=100),
        Fault("wall.get", "cut", times=100),
        Fault("wall.get", "hangup", times=100),
    ],
    ids=lambda fault: f"{fault.kind}{fault.code or ''}",
)
def test_a_failing_network_is_reported_and_read_the_next_time(at_work, undisturbed, fault):
    at_work.stage.simulators["vk"].faults.plan(fault)
    assert at_work.run().failed >= 1
    at_work.stage.simulators["vk"].faults.clear()
    assert at_work.run().failed == 0
    assert faults(at_work) == {}
    assert len(stored(at_work)) == undisturbed


def test_a_slow_network_times_out(at_work):
    at_work.stage.simulators["ok"].faults.plan(Fault("*", "slow", seconds=1.0, times=100))
    config = configured(at_work.stage, ok={"timeout_seconds": 0.2, "attempts": 1})
    collectors = App(config, at_work.stage.environ).collectors()
    run_pass(at_work.office, collectors, lambda _: None)
    assert all("timeout" in error for error in faults(at_work).values())
    assert {name.split(":")[0] for name in faults(at_work)} == {"ok"}


def test_a_full_disk_loses_nothing(at_work, undisturbed):
    engine = at_work.office.store.engine

    def small(connection, _):
        connection.execute("PRAGMA max_page_count = 80")

    event.listen(engine, "connect", small)
    engine.dispose()
    try:
        told = " ".join(filter(None, (page.fault for page in at_work.run().pages.values())))
    except StoreError as error:  # not even the journal of the pass could be closed
        told = str(error)
    assert "disk is full" in told
    event.remove(engine, "connect", small)
    engine.dispose()
    assert at_work.run().failed == 0
    assert len(stored(at_work)) == undisturbed > 150


def test_a_bug_in_one_collector_is_loud_and_alone(at_work, caplog):
    class Broken:
        network, owner = "vk", "broken"
        pages = (at_work.config.pages[0].ref,)

        def fetch(self, cursor, now):
            raise ZeroDivisionError("a bug of ours")

    config = at_work.config.model_copy(update={"pages": at_work.config.pages[1:]})
    others = App(config, at_work.stage.environ).collectors()
    tally = run_pass(at_work.office, [Broken(), *others], lambda _: None)
    assert tally.failed == 1
    assert "ZeroDivisionError" in caplog.text


def test_a_stopped_pass_ends_between_two_batches_and_goes_on_later(at_work):
    def stop_at_once(_: PageTally) -> None:
        at_work.office.stop.set()

    collectors = App(at_work.config, at_work.stage.environ).collectors()
    stopped = run_pass(at_work.office, collectors, stop_at_once)
    at_work.office.stop.clear()
    assert stopped.total("new") + at_work.run().total("new") == len(stored(at_work))


def test_what_is_old_becomes_a_tombstone_in_the_pass(at_work):
    at_work.office.keep = timedelta(days=2)
    tally = at_work.run()
    old = [c for c in stored(at_work) if c.created_at < NOW - timedelta(days=2)]
    assert tally.purged == len(old) > 0
    assert {comment.text for comment in old} == {""}
    assert at_work.run().total("new") == 0
