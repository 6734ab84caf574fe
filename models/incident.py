"""A message that a body must answer; a candidate until a person confirms it."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, JsonObject

ORIGINS = ("page", "import", "hand")


class Incident(Base):
    """One matter of one message. Detection is kept apart from confirmation: clocks need both.

    What is not here stands in the journal (`steps`); `state`, `bodies` and `number` repeat its
    last entry and `due_at` the first of its running duties, so that lists need read neither.
    A message of no page of ours brings its own text. `topic`, `place` and `repeat_of` are what
    incidents/filing.py found, until a person corrects the first two.
    """

    __tablename__ = "incidents"
    __table_args__ = (
        Index(None, "state", "detected_at", "id"),
        Index(None, "state", "due_at", "id"),
        Index(None, "due_at", "id"),
        Index(None, "topic_group", "due_at", "id"),
        Index(None, "detected_at"),
        Index(None, "filed", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    # Before the first step: candidate | cleared (by an edit) | withdrawn (deleted). Then the
    # states of incidents/workflow.py.
    state: Mapped[str] = mapped_column(String(16))
    detected_at: Mapped[datetime]
    comment_id: Mapped[int | None] = mapped_column(
        ForeignKey("comments.id"), unique=True, default=None
    )
    score: Mapped[float | None] = mapped_column(default=None)  # of the classifier, 0..1
    origin: Mapped[str] = mapped_column(String(16), default="page")
    channel: Mapped[str] = mapped_column(String(16), default="own")  # own | incident
    publication: Mapped[bool] = mapped_column(default=False)  # found outside the incident system
    link: Mapped[str | None] = mapped_column(default=None)
    text: Mapped[str] = mapped_column(default="")
    reported_by: Mapped[str | None] = mapped_column(default=None)
    imported_as: Mapped[str | None] = mapped_column(String(64), unique=True, default=None)
    aside: Mapped[JsonObject | None] = mapped_column(default=None)  # the rest of an export's row
    importance: Mapped[str] = mapped_column(String(16), default="ordinary")
    emergency: Mapped[bool] = mapped_column(default=False)
    number: Mapped[int] = mapped_column(default=0)  # of the last step
    due_at: Mapped[datetime | None] = mapped_column(default=None)
    bodies: Mapped[list[Any]] = mapped_column(default_factory=list)
    confirmed_at: Mapped[datetime | None] = mapped_column(default=None)
    confirmed_by: Mapped[str | None] = mapped_column(String(64), default=None)
    purged_at: Mapped[datetime | None] = mapped_column(default=None)
    topic: Mapped[str | None] = mapped_column(String(16), default=None)  # code
    topic_group: Mapped[str | None] = mapped_column(default=None)
    topic_name: Mapped[str | None] = mapped_column(default=None)
    # settlement, street, house, other: normal names, those that are known
    place: Mapped[JsonObject] = mapped_column(default_factory=dict)
    repeat_of: Mapped[int | None] = mapped_column(default=None)  # the surest answered incident
    filed: Mapped[bool] = mapped_column(default=False)  # topic, place, repeats, words were sought


class IncidentBody(Base):
    """A body that works on an incident now: what an executor may see is asked by it."""

    __tablename__ = "incident_bodies"
    __table_args__ = (Index(None, "incident_id"),)

    body: Mapped[str] = mapped_column(primary_key=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id"), primary_key=True)
