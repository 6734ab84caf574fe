"""The outbox: what still has to go out. A cache of the events, for claiming."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base

# waiting (for the grace period, or to be tried again) → calling → done | by_hand | failed;
# stopped: an edit, a newer decision or the end of its incident came first; undone: taken back
# before the call.
STATES = ("waiting", "calling", "done", "by_hand", "failed", "stopped", "undone")
EVENTS = (*STATES, "intended", "called", "recovered")
OPEN = ("waiting", "calling", "by_hand")


class OutboxEntry(Base):
    """Where an action stands now; its events are the truth.

    `worker` is the place of the process that calls; `doubtful`: a call may have had its effect
    without our knowing. It waits until action `after` was tried.
    `due_at`: by when a person should have done what the network does not offer.
    """

    __tablename__ = "outbox"
    __table_args__ = (Index(None, "state", "next_at", "action_id"),)

    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id"), primary_key=True)
    state: Mapped[str] = mapped_column(String(16))
    next_at: Mapped[datetime]
    number: Mapped[int] = mapped_column(default=0)  # of the last event
    attempts: Mapped[int] = mapped_column(default=0)
    doubtful: Mapped[bool] = mapped_column(default=False)
    worker: Mapped[int | None] = mapped_column(default=None)
    after: Mapped[int | None] = mapped_column(ForeignKey("actions.id"), default=None)
    due_at: Mapped[datetime | None] = mapped_column(default=None)


class Pause(Base):
    """Somebody stopped everything outgoing, or let it go on; the last line holds."""

    __tablename__ = "pauses"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    paused: Mapped[bool]
    by: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
    note: Mapped[str] = mapped_column(default="")
