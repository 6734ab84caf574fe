"""Terms of the registry: when news of a page must be reported, entered, linked to."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Literal, Protocol
from zoneinfo import ZoneInfo

from models.page_rules import Pages

State = Literal["open", "kept", "broken"]
NOON, MINUTE = time(12), timedelta(minutes=1)


class Worktime(Protocol):
    """The town's working time, as far as terms in days need it."""

    @property
    def zone(self) -> ZoneInfo: ...

    @property
    def version(self) -> str: ...

    def end_of_day(self, start: datetime, days: int) -> datetime: ...


@dataclass(frozen=True, slots=True)
class Term:
    """A term of `duty`: from the day `since` to the end of the day `due`; `met` is when it was.

    Reckoned once and kept with the paragraph and the version of the calendar. `entry` is the number
    of the entry that began it.
    """

    duty: str
    paragraph: str
    since: date
    due: date
    calendar: str
    met: date | None = None
    entry: int = 0

    def state(self, today: date) -> State:
        """Kept, broken (late, or not done though due), or still open."""
        if self.met is not None:
            return "kept" if self.met <= self.due else "broken"
        return "open" if today <= self.due else "broken"


def begun(
    rules: Pages,
    kind: str,
    *,
    news: bool,
    new_page: bool,
    happened_on: date,
    reported_on: date | None,
    entered_on: date | None,
    worktime: Worktime,
) -> list[dict[str, Any]]:
    """The terms that begin with an event, as an entry keeps them; dates are the town's.

    Rubtsovsk 3.1, 3.2: news is reported from the day of the event; 3.4: entered from the day it
    was reported; 1.4(5): the body's site links to a page from the day it was created.
    """

    def of(duty: str, since: date, met: date | None) -> Iterator[dict[str, Any]]:
        rule = rules.duty(duty, kind)
        if rule is not None and rule.amount is not None:
            term = {
                "duty": duty,
                "paragraph": rule.paragraph,
                "since": since.isoformat(),
                "due": due(since, rule.amount, worktime).isoformat(),
                "calendar": worktime.version,
            }
            yield term if met is None else {**term, "met": met.isoformat()}

    terms: list[dict[str, Any]] = []
    if news:
        terms += of("registry_news", happened_on, reported_on)
        if reported_on is not None:
            terms += of("registry_entry", reported_on, entered_on)
    if new_page:
        terms += of("site_link", happened_on, None)
    return terms


def due(since: date, days: int, worktime: Worktime) -> date:
    """The n-th working day after that day."""
    noon = datetime.combine(since, NOON, worktime.zone)
    end = worktime.end_of_day(noon, days).astimezone(worktime.zone)
    # A town that works round the clock ends its day at midnight, which is the next date.
    return (end - MINUTE).date()


def read(given: dict[str, Any], entry: int) -> Term:
    """A term as an entry keeps it."""
    met = given.get("met")
    return Term(
        given["duty"],
        given["paragraph"],
        date.fromisoformat(given["since"]),
        date.fromisoformat(given["due"]),
        given["calendar"],
        date.fromisoformat(met) if met else None,
        entry,
    )
