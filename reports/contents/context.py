"""What a report needs besides the database: the town, its rules, and the words of the workflow."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

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
