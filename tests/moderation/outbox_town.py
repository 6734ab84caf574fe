"""A queue with cards, a municipality that acts, its outbox, and its hands."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from given import NOW, verdict
from hands import Hands
from sqlalchemy import select

from collectors import journal
from collectors.intake import save_batch
from config import Config, regulation_of
from models import (
    Action,
    ActionEvent,
    Batch,
    Comment,
    OutboxEntry,
    Page,
    PageRef,
    ReviewItem,
    SeenAuthor,
    SeenComment,
)
from models.regulation import Regulation
from moderation import queue, verdicts
from moderation.deciding import Order, decide
from moderation.policy import House
from moderation.worker import Worker
from store import Store

GRACE = timedelta(seconds=30)


@cache
def act(name: str) -> Regulation:
    """A shipped regulation."""
    return regulation_of(Config(regulation=name))


@dataclass
class Town:
    """Cards, decisions, the outbox and the network of one page, with a clock that we move."""

    store: Store
    page: Page
    hands: Hands = field(default_factory=Hands)
    house: House = field(default_factory=lambda: House(act("novokubansk-1740")))
    now: datetime = NOW

    def flag(
        self,
        number: int,
        *flags: str,
        text: str = "Вы там совсем?",
        author: str = "555",
        page: str = "100",
        network: str = "vk",
    ) -> int:
        """A flagged comment; again with the same number: its author edited it."""
        wall, ref = f"wall-{page}_50", PageRef(network, page)
        seen = SeenComment(
            f"{wall}_{number}", text, NOW, post=wall, author=SeenAuthor(author, "П.")
        )
        with self.store.writing() as session:
            where = journal.register(session, ref, "", self.now, timedelta(days=7))
            intake = save_batch(session, where, Batch(ref, comments=(seen,)), self.now)
            given = [verdict(*(flags or ("obscene",))) for _ in intake.unjudged]
            judged = verdicts.record(session, intake.unjudged, given, "test", self.now)
            queue.enqueue(session, judged, self.now)
            found = Comment.external_id == seen.external_id
            comment = session.scalars(select(Comment.id).where(found)).one()
            return session.scalars(
                select(ReviewItem.id).where(ReviewItem.comment_id == comment)
            ).one()

    def decide(self, card: int, action: str = "delete", **given: Any) -> list[int]:
        """Somebody decides; the ids of the actions."""
        order = Order(action, "Иванова", **given)
        with self.store.writing() as session:
            _, actions = decide(session, self.house, card, order, self.now, GRACE)
            return [action.id for action in actions]

    def work(self, after: timedelta = GRACE) -> dict[str, int]:
        """The outbox works, that much later."""
        self.now += after
        return self.worker().run()

    def worker(self) -> Worker:
        return Worker(self.store, {"vk:100": self.hands}, lambda: self.now)

    def states(self) -> dict[str, str]:
        with self.store.reading() as session:
            rows = session.execute(
                select(Action.act, Action.comment_id, OutboxEntry.state).join(
                    OutboxEntry, OutboxEntry.action_id == Action.id
                )
            )
            return {f"{act} {comment}": state for act, comment, state in rows}

    def events(self, action: int) -> list[str]:
        with self.store.reading() as session:
            query = select(ActionEvent).where(ActionEvent.action_id == action)
            return [event.what for event in session.scalars(query.order_by(ActionEvent.number))]

    def reason(self, action: int) -> str:
        with self.store.reading() as session:
            query = select(ActionEvent).where(ActionEvent.action_id == action)
            last = session.scalars(query.order_by(ActionEvent.number.desc())).first()
            return str(last.details.get("reason", ""))

    def card(self, card: int) -> str:
        with self.store.reading() as session:
            return session.get_one(ReviewItem, card).state
