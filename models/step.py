"""The journal of an incident: who did what, when, why, and from which text."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, JsonObject

ROLES = ("moderator", "curator", "executor", "head")


class Step(Base):
    """An entry; appended, never edited. Of two people at one moment one gets the number.

    `act` and `state`, the state after it, are words of incidents/workflow.py. `body` is the body it
    concerns, `version` the version of the comment it was made from, `text` what was written,
    `ground` why. `details` holds what only some acts have: form, bodies, reason, due.
    """

    __tablename__ = "steps"
    __table_args__ = (UniqueConstraint("incident_id", "number"), Index(None, "at"))

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id"))
    number: Mapped[int]  # 1, 2, 3 … within the incident
    act: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(16))
    by: Mapped[str] = mapped_column(String(64))
    role: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime]
    version: Mapped[int | None] = mapped_column(default=None)
    body: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(default="")
    ground: Mapped[str] = mapped_column(default="")
    details: Mapped[JsonObject] = mapped_column(default_factory=dict)
