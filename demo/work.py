"""What the people of the demo town did before the demo begins, read from `feed/work.yaml`.

Working time is the town's own: whoever plays the work says how to add and subtract it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from demo.town import moment, read, span

Shift = Callable[[datetime, int], datetime]  # a moment, so many working minutes away from another
NOTICED = timedelta(minutes=2)  # from the writing of a text to the pass that reads it
ON_DUTY = range(9, 20)  # hours of whoever is on duty while the town does not work


class WorkError(ValueError):
    """A line of work.yaml is wrong; the message names it."""


@dataclass(frozen=True, slots=True)
class Executor:
    """Somebody who answers for a body."""

    name: str
    body: str


@dataclass(frozen=True, slots=True)
class Deed:
    """A decision about the card of a text, or an act on its incident.

    `after` is working time since the deed before it; `to` names executors by their keys.
    """

    do: str
    by: str = "moderator"
    after: str = "5m"
    text: str = ""
    ground: str = ""
    to: Sequence[str] = ()
    form: str = ""
    reason: str = ""
    high: bool = False


@dataclass(frozen=True, slots=True)
class Affair:
    """A text, by how it begins, and all that was done about it.

    It is seen as soon as it is written, or so much working time (`ago`) before the demo.
    """

    of: str
    deeds: Sequence[Deed]
    ago: str = ""

    def seen(self, created: datetime, now: datetime, subtract: Shift) -> datetime:
        """When the pass came upon it: after it was written, and not later than now."""
        first = created + NOTICED
        if self.ago:
            first = max(first, subtract(now, _minutes(self.ago)))
        return min(first, now)

    def moments(self, seen: datetime, now: datetime, add: Shift) -> Iterator[datetime]:
        """When each deed was done: in working time, or on duty where that is yet to come."""
        at = seen
        for deed in self.deeds:
            working = add(at, _minutes(deed.after))
            at = working if working <= now else min(_on_duty(at + span(deed.after), now), now)
            yield at


@dataclass(frozen=True, slots=True)
class Book:
    """The whole file."""

    executors: Mapping[str, Executor]
    affairs: Sequence[Affair]
    looks: Sequence[str]  # moments of days before now at which surges were sought

    def looked(self, now: datetime) -> Iterator[datetime]:
        """When surges were sought, in order; the hours are those of `now`'s zone."""
        yield from (moment(look, now) for look in self.looks)

    def of(self, text: str) -> Affair | None:
        """The affair of this text, if there is one."""
        return next((one for one in self.affairs if text.startswith(one.of)), None)


def book() -> Book:
    """Read the file. Raises WorkError for a key or a name that does not fit."""
    return parsed(read("work"))


def parsed(raw: Mapping[str, Any]) -> Book:
    """The same of what a YAML file gave."""
    try:
        executors = {key: Executor(**one) for key, one in raw["executors"].items()}
        found = Book(executors, [_affair(one) for one in raw["affairs"]], raw["looks"])
    except (TypeError, KeyError) as error:
        raise WorkError(f"work.yaml: {error}") from None
    if strangers := raw.keys() - {"executors", "affairs", "looks"}:
        raise WorkError(f"work.yaml: no such section {sorted(strangers)}")
    for affair in found.affairs:
        for deed in affair.deeds:
            if strangers := set(deed.to) - executors.keys():
                raise WorkError(f"work.yaml, {affair.of!r}: no executor {sorted(strangers)}")
    return found


def _affair(raw: Mapping[str, Any]) -> Affair:
    try:
        return Affair(**{**raw, "deeds": [Deed(**one) for one in raw["deeds"]]})
    except (TypeError, KeyError) as error:
        raise WorkError(f"work.yaml, {raw.get('of')!r}: {error}") from None


def _minutes(text: str) -> int:
    return int(span(text).total_seconds()) // 60


def _on_duty(at: datetime, now: datetime) -> datetime:
    """Nobody works at night: the same moment by day. The hours are those of `now`'s zone."""
    local = at.astimezone(now.tzinfo)
    if local.hour in ON_DUTY:
        return local
    day = local + timedelta(days=1) if local.hour >= ON_DUTY.stop else local
    return day.replace(hour=ON_DUTY.start, minute=local.minute)
