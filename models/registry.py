"""The registry of official pages: a journal of entries, and what they come to."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, JsonObject


class RegistryEntry(Base):
    """An entry; appended, never edited. Of two people at one moment one gets the number.

    `page` is the page's number in the registry, 0 for what concerns the registry as a whole. `act`
    is a word of pages/acts.py, `facts` what it says. `happened_on` is the day of the event in the
    town, `reported_on` the day its news came, None where nobody reported it. `terms` are the terms
    that begin with it, reckoned once: pages/terms.py.
    """

    __tablename__ = "registry_entries"
    __table_args__ = (UniqueConstraint("page", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    page: Mapped[int]
    number: Mapped[int]  # 1, 2, 3 … within the page
    act: Mapped[str] = mapped_column(String(24))
    happened_on: Mapped[date]
    reported_on: Mapped[date | None]
    by: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("registry_persons.id"), default=None)
    facts: Mapped[JsonObject] = mapped_column(default_factory=dict)
    terms: Mapped[list[Any]] = mapped_column(default_factory=list)


class RegistryPerson(Base):
    """Who keeps a page or may post there, apart from the journal so that retention can empty it.

    A new post is a new row. `left_on`: nothing needs the row since then.
    """

    __tablename__ = "registry_persons"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    page: Mapped[int] = mapped_column(index=True)
    name: Mapped[str]
    post: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    left_on: Mapped[date | None] = mapped_column(default=None)
    purged_at: Mapped[datetime | None] = mapped_column(default=None)


class RegistryPage(Base):
    """What the entries of one page come to, for lists; `state` is the whole of pages/official.py.

    `last` is the number of its last entry, `ref` the page of the configuration (network:id).
    `words`: body, name and addresses in lower case, for searching.
    """

    __tablename__ = "registry_pages"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]
    body: Mapped[str]
    kind: Mapped[str] = mapped_column(String(16))
    network: Mapped[str] = mapped_column(String(16))
    address: Mapped[str] = mapped_column(index=True)
    ref: Mapped[str | None] = mapped_column(index=True)
    closed_on: Mapped[date | None]
    words: Mapped[str]
    state: Mapped[JsonObject]
