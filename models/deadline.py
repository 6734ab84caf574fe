"""A term of the regulation that runs, or ran, for one step of one incident."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base

OUTCOMES = ("open", "met", "late", "lapsed", "paused")


class Deadline(Base):
    """Reckoned once, when its clock starts, by the calendar of that moment.

    `optional` is a right, not a duty ("not ours", a question): nobody is late who does not use it.
    `left` are the working minutes that remained when the clock was paused; `told` is how many
    roles have been told of it: the owner, the curator, the head.
    """

    __tablename__ = "deadlines"
    __table_args__ = (
        Index(None, "outcome", "due_at"),
        Index(None, "due_at"),
        Index(None, "incident_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id"))
    step: Mapped[str] = mapped_column(String(24))  # route, draft, answer …
    body: Mapped[str]  # whose term it is, where it is one body's
    owner: Mapped[str] = mapped_column(String(16))  # role
    optional: Mapped[bool]
    number: Mapped[int]  # of the step of the journal that started it
    started_at: Mapped[datetime]
    due_at: Mapped[datetime]
    paragraph: Mapped[str]
    calendar: Mapped[str] = mapped_column(String(32))  # version of the calendar
    provisional: Mapped[bool]  # touches a year whose days off are not decreed yet
    outcome: Mapped[str] = mapped_column(String(8), default="open")
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_by: Mapped[int | None] = mapped_column(default=None)  # number of the step
    left: Mapped[int | None] = mapped_column(default=None)
    told: Mapped[int] = mapped_column(default=0)
