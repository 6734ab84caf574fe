"""What a report needs besides the database: the town, its rules, and the words of the workflow."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from models.regulation import Regulation
from reports.document import Period
from reports.figures.times import Worktime


class Surge(Protocol):
    """Unusually many messages of different authors; `topic` is «code name», `place` "" is all."""

    @property
    def topic(self) -> str: ...
    @property
    def place(self) -> str: ...
    @property
    def window(self) -> timedelta: ...
    @property
    def authors(self) -> int: ...
    @property
    def expected(self) -> float: ...
    @property
    def since(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class Workflow:
    """The working life of an incident in words; `open` and `closed` are states in their order."""

    open: tuple[str, ...]
    closed: tuple[str, ...]
    state: Mapping[str, str]
    step: Mapping[str, str]
    role: Mapping[str, str]


def _nobody(role: str, body: str) -> str:
    return ""


def _no_surges(session: Session, period: Period) -> Sequence[Surge]:
    return ()


@dataclass(frozen=True, slots=True)
class Context:
    """`now` is the moment of the report. `body`, `page` (its key) narrow it.

    `surges` finds those of a period; `responsible` names who holds a role, for a body where that
    role is the executor's.
    """

    municipality: str
    now: datetime
    worktime: Worktime
    regulation: Regulation
    workflow: Workflow
    zone: ZoneInfo
    body: str = ""
    page: int | None = None
    surges: Callable[[Session, Period], Sequence[Surge]] = _no_surges
    responsible: Callable[[str, str], str] = _nobody
