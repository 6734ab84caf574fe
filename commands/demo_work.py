"""The demo town's people at work before the demo begins: through the doors that everybody uses.

The week is read in one pass, but what people worked on was seen when it was written: of those
texts each comes as a batch of its own, read at its own moment.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from commands.common import App
from commands.demo_desk import USERS
from demo.work import Affair, Book, Deed, WorkError
from models import Batch, Comment, Incident, PageRef, ReviewItem, SeenComment
from models.review import DECISIONS

if TYPE_CHECKING:
    from collectors.base import Collector
    from incidents.desk import Desk
    from incidents.worktime import Worktime
    from moderation.policy import House
    from store import Store


@dataclass(frozen=True, slots=True)
class Watched:
    """A collector as if it had been there when the texts of the book were written."""

    inner: "Collector"
    book: Book
    worktime: "Worktime"

    @property
    def network(self) -> str:
        """Of the collector."""
        return self.inner.network

    @property
    def owner(self) -> str:
        """Of the collector."""
        return self.inner.owner

    @property
    def pages(self) -> tuple[PageRef, ...]:
        """Of the collector."""
        return self.inner.pages

    def fetch(self, cursor: Mapping[str, Any] | None, now: datetime) -> Iterator[Batch]:
        """The texts of the book one by one, each at its moment, then the rest of the batch."""
        for batch in self.inner.fetch(cursor, now):
            told = {one.external_id: self.book.of(one.text) for one in batch.comments}
            for comment in batch.comments:
                if affair := told[comment.external_id]:
                    seen = affair.seen(comment.created_at, now, self.worktime.subtract)
                    yield _alone(batch, comment, seen)
            rest = tuple(one for one in batch.comments if not told[one.external_id])
            yield replace(batch, comments=rest)


def _alone(batch: Batch, comment: SeenComment, seen: datetime) -> Batch:
    over = [one for one in batch.posts if comment.post in (one.external_id, one.discussion_id)]
    return Batch(batch.page, posts=tuple(over), comments=(comment,), read_at=seen)


@dataclass(frozen=True, slots=True)
class Stage:
    """What the deeds need."""

    store: "Store"
    desk: "Desk"
    house: "House"
    grace: timedelta
    book: Book

    def name(self, key: str) -> str:
        """Who a login or the key of an executor is."""
        logins = {user.login: user.name for user in USERS}
        return logins.get(key) or self.book.executors[key].name


def stage_of(app: App, store: "Store", book: Book) -> Stage:
    """The town's own rules and people; needs their accounts."""
    from commands.desk import desk_of

    return Stage(store, desk_of(app, store), app.house(), app.config.moderation.grace, book)


Due = tuple[datetime, int, Affair, Deed]  # when, about which comment, what


def play(stage: Stage, now: datetime) -> int:
    """Do all of the book's deeds in the order of time; returns how many.

    Raises WorkError where a line finds no text, and the refusal of whatever refuses a deed.
    """
    from incidents.lookout import look_out

    local = now.astimezone(stage.desk.worktime.zone)
    dues = sorted(_dues(stage, local), key=lambda due: due[0])
    last = datetime.min.replace(tzinfo=now.tzinfo)
    for when, comment, affair, deed in dues:
        # What is done at one moment counts as done at once: moments differ.
        last = max(when, last + timedelta(seconds=1))
        try:
            _do(stage, comment, deed, last)
        except Exception as error:
            error.add_note(f"work.yaml, {affair.of!r}: {deed.do} by {deed.by} at {last}")
            raise
    for look in stage.book.looked(local):
        with stage.store.writing() as session:
            look_out(session, look)
    return len(dues)


def _dues(stage: Stage, now: datetime) -> Iterator[Due]:
    with stage.store.reading() as session:
        rows = session.execute(select(Comment.id, Comment.text, Comment.detected_at)).all()
    for affair in stage.book.affairs:
        found = [row for row in rows if row.text.startswith(affair.of)]
        if len(found) != 1:
            raise WorkError(f"work.yaml, {affair.of!r}: {len(found)} texts begin so, not one")
        moments = affair.moments(found[0].detected_at, now, stage.desk.worktime.add)
        for when, deed in zip(moments, affair.deeds, strict=True):
            yield when, found[0].id, affair, deed


def _do(stage: Stage, comment: int, deed: Deed, at: datetime) -> None:
    if deed.do == "take_back":
        _take_back(stage, deed, at)
    elif deed.do in DECISIONS:
        _decide(stage, comment, deed, at)
    else:
        _act(stage, comment, deed, at)


def _decide(stage: Stage, comment: int, deed: Deed, at: datetime) -> None:
    from decisions import decide
    from moderation.deciding import Order

    order = Order(deed.do, stage.name(deed.by), note=deed.text, ground=deed.ground)
    with stage.store.writing() as session:
        card = session.scalars(select(ReviewItem).where(ReviewItem.comment_id == comment)).one()
        decide(session, stage.house, card.id, order, at, stage.grace)


def _take_back(stage: Stage, deed: Deed, at: datetime) -> None:
    from decisions import take_back

    with stage.store.writing() as session:
        take_back(session, stage.name(deed.by), at, stage.grace)


def _act(stage: Stage, comment: int, deed: Deed, at: datetime) -> None:
    from incidents.desk import Order, perform

    with stage.store.reading() as session:
        query = select(Incident.id).where(Incident.comment_id == comment)
        number = session.scalars(query).one()
    executor = stage.book.executors.get(deed.by)
    order = Order(
        deed.do,
        stage.name(deed.by),
        body=executor.body if executor else "",
        text=deed.text,
        ground=deed.ground,
        details=DETAILS.get(deed.do, _none)(stage, deed),
    )
    perform(stage.store.writing, stage.desk, number, order, at)


def _none(stage: Stage, deed: Deed) -> dict[str, Any]:
    return {}


def _weight(stage: Stage, deed: Deed) -> dict[str, Any]:
    return {"importance": "high"} if deed.high else {}


def _bodies(stage: Stage, deed: Deed) -> dict[str, Any]:
    return {"bodies": [stage.book.executors[key].body for key in deed.to]}


DETAILS: dict[str, Callable[[Stage, Deed], dict[str, Any]]] = {
    "confirm": _weight,
    "route": _bodies,
    "draft": lambda stage, deed: {"form": deed.form or "answer"},
    "return": lambda stage, deed: {"reason": deed.reason},
    "publish": lambda stage, deed: {"by_hand": True},
}


def watched(collectors: "Iterable[Collector]", book: Book, app: App) -> "list[Collector]":
    """The readers of all pages, as if they had been reading all week."""
    worktime = app.worktime()
    return [Watched(collector, book, worktime) for collector in collectors]
