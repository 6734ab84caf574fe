"""What is done on the networks: the intent, its evidence, and what happened to it."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, JsonObject

ACTS = ("delete", "restore", "ban", "unban", "answer", "preserve")
ORIGINS = ("decision", "automatic", "undo", "expiry", "incident")


class Action(Base):
    """An intent; appended, never edited: the database refuses it.

    `key` names what caused it, so the same cause never makes it twice. `version` is the version of
    the comment that was decided on. `ground` is one of `models.rules.GROUNDS`, `until` the end of a
    ban (None: without end). `preserve` keeps the evidence and tells the head.
    """

    __tablename__ = "actions"
    __table_args__ = (
        Index(None, "comment_id"),
        Index(None, "origin", "made_at"),
        Index(None, "undoes"),
        Index(None, "made_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    act: Mapped[str] = mapped_column(String(16))
    origin: Mapped[str] = mapped_column(String(16))
    by: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]
    page_id: Mapped[int] = mapped_column(ForeignKey("pages.id"))
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"))
    version: Mapped[int]
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decisions.id"), default=None)
    incident_id: Mapped[int | None] = mapped_column(ForeignKey("incidents.id"), default=None)
    undoes: Mapped[int | None] = mapped_column(ForeignKey("actions.id"), default=None)
    ground: Mapped[str] = mapped_column(String(24), default="")
    paragraph: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    until: Mapped[datetime | None] = mapped_column(default=None)


class Evidence(Base):
    """What stood there, kept before anything is done; `sha256` is of `data` as canonical JSON.

    `data` holds the comment, its thread, attachments, and the text of an answer. Retention empties
    it, the hash stays.
    """

    __tablename__ = "evidence"

    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id"), primary_key=True)
    data: Mapped[JsonObject]
    sha256: Mapped[str] = mapped_column(String(64))
    purged_at: Mapped[datetime | None] = mapped_column(default=None)


class ActionEvent(Base):
    """What happened to an action; appended, never edited. `by`: a person or a worker."""

    __tablename__ = "action_events"
    __table_args__ = (UniqueConstraint("action_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id"))
    number: Mapped[int]  # 1, 2, 3 … within the action
    what: Mapped[str] = mapped_column(String(16))  # of models.outbox.EVENTS
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(64))
    details: Mapped[JsonObject] = mapped_column(default_factory=dict)
