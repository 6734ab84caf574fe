"""The `reports` section: which reports are made by themselves, when, and where they go."""

import re
from collections.abc import Collection
from datetime import time
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from config.hours import WEEKDAYS

ReportName = Literal[
    "daily",
    "weekly",
    "monthly",
    "topics",
    "deadlines",
    "moderation",
    "shortcomings",
    "urgent",
    "pages",
]
FormatName = Literal["html", "xlsx", "docx", "json", "csv"]
AT_ONCE = "at once"
TELEGRAM = "telegram:"
_WHEN = re.compile(
    r"(?P<every>daily|weekly (?P<week>[a-z]{3})|monthly (?P<month>\d{1,2}))"
    r" (?P<at>([01]\d|2[0-3]):[0-5]\d)"
)
_ADDRESS = re.compile(r"telegram:(-?\d+|@\w+)|[^@\s,:]+@[^@\s,]+\.[^@\s,.]+")
EXPECTED = "нужно daily 08:00, weekly mon 08:00 или monthly 1 08:00; для urgent ещё и at once"

Every = Literal["day", "week", "month"]


def parsed(when: str) -> tuple[Every, time, int] | None:
    """How often, the time of day, the day (0 = Monday, or 1..31); None for «at once»."""
    if when == AT_ONCE:
        return None
    found = _WHEN.fullmatch(when)
    if found is None:
        raise ValueError(EXPECTED)
    at = time.fromisoformat(found["at"])
    if found["week"]:
        if found["week"] not in WEEKDAYS:
            raise ValueError(f"дня {found['week']} нет; есть: {', '.join(WEEKDAYS)}")
        return "week", at, [*WEEKDAYS].index(found["week"])
    if found["month"]:
        if not 1 <= int(found["month"]) <= 31:
            raise ValueError("день месяца — от 1 до 31 (31 — последний, каким бы он ни был)")
        return "month", at, int(found["month"])
    return "day", at, 0


def _when(given: str) -> str:
    parsed(given)
    return given


def _address(given: str) -> str:
    if not _ADDRESS.fullmatch(given):
        raise ValueError("нужен адрес почты или telegram:<номер чата или @имя>")
    return given


class ReportSettings(BaseModel):
    """A report that is made by itself; the days it covers follow from `when`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    report: ReportName
    when: Annotated[str, AfterValidator(_when)]
    formats: tuple[FormatName, ...] = Field(default=("html",), min_length=1)
    body: str = ""
    folder: Path = Path("var/reports")
    to: tuple[Annotated[str, AfterValidator(_address)], ...] = ()
    name: str = ""

    @model_validator(mode="after")
    def _at_once_is_urgent(self) -> "ReportSettings":
        if self.when == AT_ONCE and self.report != "urgent":
            raise ValueError(f"{AT_ONCE} бывает только urgent; {EXPECTED}")
        return self

    @property
    def plan(self) -> str:
        """What it is known by: its name, else what tells it from the others."""
        return self.name or " · ".join(filter(None, (self.report, self.body)))

    @property
    def by_mail(self) -> bool:
        """Whether a mail server is needed."""
        return any(not address.startswith(TELEGRAM) for address in self.to)


def refuse_twins(plans: tuple[ReportSettings, ...]) -> tuple[ReportSettings, ...]:
    """Every plan is made once, so it must be known from the others. Raises ValueError."""
    names = [plan.plan for plan in plans]
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"«{name}» дважды: объедините их или дайте каждому свой name")
    return plans


def refuse_unkeepable(
    plans: tuple[ReportSettings, ...], bodies: Collection[str], mail_server: str | None
) -> None:
    """Every body is one of these, and letters have a server. Raises ValueError."""
    for number, plan in enumerate(plans):
        if plan.body and plan.body not in bodies:
            known = ", ".join(bodies) or "ни одной"
            raise ValueError(f"reports.{number}.body: организации «{plan.body}» нет. Есть: {known}")
        if plan.by_mail and mail_server is None:
            raise ValueError(f"reports: «{plan.plan}» идёт по почте, а notices.host не задан")
