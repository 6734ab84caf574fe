"""When a step is due: a clock of the regulation, reckoned in the town's working time."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from incidents.worktime import Worktime
from models.regulation import Regulation
from models.rules import STEPS, Clock


@dataclass(frozen=True, slots=True)
class Due:
    """The term of one step: since when, until when. `provisional` where days off may yet move."""

    clock: Clock
    start: datetime
    at: datetime
    provisional: bool


def due(
    clock: Clock, start: datetime, regulation: Regulation, message: "Message", worktime: Worktime
) -> Due:
    """Reckon one clock that begins at `start`."""
    end = _end(clock, start, regulation, message, worktime)
    return Due(clock, start, end, worktime.provisional(min(start, end), max(start, end)))


@dataclass(frozen=True, slots=True)
class Message:
    """What of a message decides its clocks: channel own | incident, importance ordinary | high."""

    channel: str = "own"
    importance: str = "ordinary"
    emergency: bool = False
    publication: bool = False


def _end(
    clock: Clock, start: datetime, regulation: Regulation, message: Message, worktime: Worktime
) -> datetime:
    by_wall = clock.kind == "wall" or (message.emergency and regulation.emergencies is not None)
    if clock.back:
        answer = regulation.clock("answer", message.channel, message.importance)
        assert answer is not None  # noqa: S101 - the regulation was refused without it
        whole = _end(answer, start, regulation, message, worktime)
        return _before(whole, clock.minutes, by_wall, worktime)
    if clock.unit == "days":
        return _days(clock.amount, start, by_wall, worktime)
    if by_wall:
        return start + timedelta(minutes=clock.minutes)
    return worktime.add(start, clock.minutes)


def _before(end: datetime, minutes: int, by_wall: bool, worktime: Worktime) -> datetime:
    return end - timedelta(minutes=minutes) if by_wall else worktime.subtract(end, minutes)


def _days(days: int, start: datetime, by_wall: bool, worktime: Worktime) -> datetime:
    return start + timedelta(days=days) if by_wall else worktime.end_of_day(start, days)


def table(regulation: Regulation, message: Message, at: datetime, worktime: Worktime) -> list[Due]:
    """Every clock that the act sets for such a message, each as if it began at that moment."""
    chosen = (regulation.clock(step, message.channel, message.importance) for step in STEPS)
    return [due(clock, at, regulation, message, worktime) for clock in chosen if clock]


def begun(
    event: str, start: datetime, regulation: Regulation, message: Message, worktime: Worktime
) -> list[Due]:
    """The clocks that begin with this event; a publication has only those the act keeps for it."""
    clocks = regulation.clocks_since(event, message.channel, message.importance)
    kept = regulation.publications
    if message.publication and kept is not None:
        clocks = [clock for clock in clocks if clock.step in kept.clocks]
    return [due(clock, start, regulation, message, worktime) for clock in clocks]
