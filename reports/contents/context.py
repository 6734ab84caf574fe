"""What a report needs besides the database: the town, its rules, and the words of the workflow."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from models.regulation import Regulation
from reports.figures.times import Worktime


@dataclass(frozen=True, slots=True)
class Workflow:
    """The working life of an incident in words; `open` and `closed` are states in their order."""

    open: tuple[str, ...]
    closed: tuple[str, ...]
    state: Mapping[str, str]
    step: Mapping[str, str]
    role: Mapping[str, str]


class Named(Protocol):
    """A person."""

    @property
    def name(self) -> str: ...


class People(Protocol):
    """Who holds a role on a day; `body` counts for an executor."""

    def acting(self, role: str, body: str, today: date) -> Sequence[Named]: ...


class Clock(Worktime, Protocol):
    """Working time of a zone."""

    @property
    def zone(self) -> ZoneInfo: ...


class Desk(Protocol):
    """What incidents are worked on with, as far as reports ask for it."""

    @property
    def regulation(self) -> Regulation: ...
    @property
    def worktime(self) -> Clock: ...
    @property
    def people(self) -> People: ...


def _nobody(role: str, body: str) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Context:
    """`now` is the moment of the report. `body`, `page` (its key) narrow it.

    `responsible` names who holds a role; for a body, where that role is the executor's.
    """

    municipality: str
    now: datetime
    worktime: Worktime
    regulation: Regulation
    workflow: Workflow
    body: str = ""
    page: int | None = None
    responsible: Callable[[str, str], str] = _nobody


def context(
    desk: Desk,
    workflow: Workflow,
    municipality: str,
    now: datetime,
    body: str = "",
    page: int | None = None,
) -> Context:
    """What the desk knows, as of now."""
    today = now.astimezone(desk.worktime.zone).date()

    def responsible(role: str, of: str) -> str:
        return ", ".join(person.name for person in desk.people.acting(role, of, today))

    return Context(
        municipality, now, desk.worktime, desk.regulation, workflow, body, page, responsible
    )
