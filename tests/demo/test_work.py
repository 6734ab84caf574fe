"""What the demo town's people did: every line finds its text and is carried out, on any day."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import pytest
from databases import new_sqlite
from sqlalchemy import func, select
from towns import shift

from commands.common import App
from commands.demo_desk import USERS, settle
from commands.demo_work import play, stage_of, watched
from demo.town import NETWORKS, Town
from demo.work import Affair, Deed, WorkError, book, parsed
from models import (
    Batch,
    Comment,
    Deadline,
    Decision,
    Incident,
    PageRef,
    SeenAuthor,
    SeenComment,
    SeenSurge,
    Step,
)
from pipeline import run_pass
from web.accounts.passwords import Passwords

MOSCOW = ZoneInfo("Europe/Moscow")
WEDNESDAY = datetime(2026, 11, 25, 15, 0, tzinfo=MOSCOW)
MOMENTS = (
    datetime(2026, 11, 23, 9, 0, tzinfo=MOSCOW),  # a Monday
    WEDNESDAY,
    datetime(2026, 11, 22, 23, 30, tzinfo=MOSCOW),  # a Sunday night
    datetime(2027, 1, 3, 12, 0, tzinfo=MOSCOW),  # in the New Year holidays
)
WHOLE_WEEK = 407  # comments; read in parts, none is lost
BOOK = book()


@dataclass(frozen=True)
class Paper:
    """A collector of those texts alone that the book is about, without a network."""

    town: Town
    network: str
    owner: str = "paper"

    @property
    def pages(self) -> tuple[PageRef, ...]:
        return (PageRef(self.network, "1"),)

    def fetch(self, cursor: object, now: datetime) -> Iterator[Batch]:
        texts = (one for one in self.texts() if BOOK.of(one.text))
        yield Batch(self.pages[0], comments=tuple(texts))

    def texts(self) -> Iterator[SeenComment]:
        for page in self.town.world(self.network).pages.values():
            posts = page.posts.values()
            for one in [*posts, *(comment for post in posts for comment in post.comments.values())]:
                key = f"{page.id}_{one.id}"
                written = datetime.fromtimestamp(one.created, UTC)
                yield SeenComment(key, one.text, written, author=SeenAuthor(str(one.author), "N"))


class Played:
    """The town after its first pass and its people's work; `whole`: read over HTTP."""

    def __init__(self, now: datetime, folder: Path, whole: bool = False) -> None:
        self.now = now
        with shift(now, new_sqlite(folder / "town.db")) as at_work:
            app, store = App(at_work.config, at_work.stage.environ), at_work.office.store
            readers = (
                app.collectors()
                if whole
                else [Paper(at_work.town, network) for network in NETWORKS]
            )
            run_pass(at_work.office, watched(readers, BOOK, app), lambda _: None)
            settle(store, Passwords.cheap())
            self.done = play(stage_of(app, store, BOOK), now)
            self.worktime = app.worktime()
            with store.reading() as session:
                self.steps = session.scalars(select(Step)).all()
                self.decisions = session.scalars(select(Decision)).all()
                self.deadlines = session.scalars(select(Deadline)).all()
                self.incidents = session.scalars(select(Incident)).all()
                self.surges = session.scalars(select(SeenSurge)).all()
                self.comments = session.scalar(select(func.count()).select_from(Comment))
                written = select(Incident.id, Comment.created_at).join(
                    Comment, Comment.id == Incident.comment_id
                )
                self.written = dict(session.execute(written).all())


@cache
def played_at(now: datetime) -> Played:
    with TemporaryDirectory() as folder:
        return Played(now, Path(folder), whole=now == WEDNESDAY)


@pytest.fixture(params=MOMENTS, ids=lambda at: f"{at:%a-%d-%b}")
def played(request) -> Played:
    return played_at(request.param)


def test_every_line_is_carried_out(played: Played) -> None:
    assert played.done == sum(len(affair.deeds) for affair in BOOK.affairs)
    assert len(played.steps) + len(played.decisions) == played.done
    states = Counter(one.state for one in played.incidents if one.number)
    in_work = {"interim", "asked", "executing", "new", "review", "rework", "approved"}
    assert in_work | {"answered", "dismissed"} == set(states)


def test_deeds_follow_what_was_written_and_come_before_now(played: Played) -> None:
    latest = played.now + timedelta(minutes=2)  # moments differ by a second at least
    assert all(played.written[one.incident_id] < one.at < latest for one in played.steps)
    for one in played.incidents:
        own = [step.at for step in played.steps if step.incident_id == one.id]
        assert own == sorted(own) and all(one.detected_at <= at for at in own)


def test_nobody_works_at_night(played: Played) -> None:
    moments = [one.at for one in played.steps] + [one.decided_at for one in played.decisions]
    by_day = [at for at in moments if at < played.now - timedelta(minutes=2)]
    assert all(8 <= at.astimezone(MOSCOW).hour < 20 for at in by_day)


def test_most_terms_are_kept_and_some_are_not() -> None:
    played = played_at(WEDNESDAY)
    assert played.comments == WHOLE_WEEK
    answers = Counter(one.outcome for one in played.deadlines if one.step == "answer")
    assert answers["late"] == 2
    assert played.surges  # the burst pipe
    assert answers["met"] >= 8
    running = [one for one in played.deadlines if one.outcome == "open" and not one.optional]
    overdue = {one.incident_id for one in running if one.due_at < WEDNESDAY}
    assert len(overdue) == 1
    assert all(played.worktime.is_working(one.at) for one in played.steps)
    assert {one.action for one in played.decisions} == {
        "delete", "delete_and_ban", "keep", "incident", "escalate", "undo"
    }  # fmt: skip


def test_an_executor_with_an_account_is_the_same_person_in_both_places() -> None:
    assert {(one.name, one.body) for one in USERS if one.body} <= {
        (one.name, one.body) for one in BOOK.executors.values()
    }


def test_no_two_lines_are_about_one_text() -> None:
    begun = [affair.of for affair in BOOK.affairs]
    assert not [(a, b) for a in begun for b in begun if a != b and a.startswith(b)]
    assert len(begun) == len(set(begun))


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"whom": "a"}, "whom"),
        ({"deeds": [{"do": "keep", "when": "5m"}]}, "when"),
        ({"deeds": [{"do": "route", "to": ["nobody"]}]}, "nobody"),
        ({"deeds": [{"after": "5m"}]}, "do"),
    ],
)
def test_a_wrong_line_is_named(change: dict[str, object], named: str) -> None:
    raw = {
        "executors": {},
        "looks": [],
        "affairs": [{"of": "Яма", "deeds": [{"do": "keep"}]} | change],
    }
    with pytest.raises(WorkError, match=f"Яма.*{named}"):
        parsed(raw)


def test_a_missing_section_is_named() -> None:
    with pytest.raises(WorkError, match="affairs"):
        parsed({"executors": {}})


def test_an_unknown_section_is_named() -> None:
    with pytest.raises(WorkError, match="heroes"):
        parsed({"executors": {}, "affairs": [], "looks": [], "heroes": []})


def test_what_is_not_yet_working_time_is_done_on_duty() -> None:
    affair = Affair("Яма", [Deed("keep", after="10m"), Deed("keep", after="20m")])
    now = datetime(2027, 1, 3, 23, 0, tzinfo=MOSCOW)
    closed = lambda at, minutes: now + timedelta(days=6)  # noqa: E731
    evening = datetime(2027, 1, 2, 21, 15, tzinfo=MOSCOW)
    done = [f"{at:%d %H:%M}" for at in affair.moments(evening, now, closed)]
    assert done == ["03 09:25", "03 09:45"]
