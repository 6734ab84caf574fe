"""An incident on one line or one small card of the board, in words."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from incidents.board import Row
from incidents.location import place_line
from incidents.phrases import span
from incidents.words import STATE
from incidents.worktime import Worktime
from words import readable

SHOWN = 160  # characters of the message


@dataclass(frozen=True, slots=True)
class Plate:
    """`due` and `tone` say of the first duty: good, warn (soon), bad (late); "" without one."""

    number: int
    text: str
    state: str
    topic: str
    place: str
    bodies: str
    network: str
    seen_at: datetime
    due_at: datetime | None
    due: str
    tone: str
    high: bool
    repeat_of: int | None


def plates(
    rows: Iterable[Row],
    now: datetime,
    worktime: Worktime,
    warn: int,
    unsure: Collection[int] = (),
) -> list[Plate]:
    """The rows, in their order; `warn`: working minutes from which a term is told to be near.

    `unsure`: those whose topic is a guess.
    """
    return [_plate(row, now, worktime, warn, row.incident.id in unsure) for row in rows]


def _topic(name: str, unsure: bool) -> str:
    return f"тема под вопросом: {readable(name)}" if unsure else readable(name)


def _plate(row: Row, now: datetime, worktime: Worktime, warn: int, unsure: bool) -> Plate:
    one = row.incident
    left = worktime.between(now, one.due_at) if one.due_at else None
    text = row.text if len(row.text) <= SHOWN else row.text[: SHOWN - 1] + "…"
    return Plate(
        one.id,
        text.replace("\n", " "),
        STATE[one.state],
        _topic(one.topic_name or "", unsure),
        place_line(one.place),
        ", ".join(one.bodies),
        row.comment.network if row.comment else "",
        one.detected_at,
        one.due_at,
        "" if left is None else clock(left),
        "" if left is None else tone(left, warn),
        one.importance == "high" or one.emergency,
        one.repeat_of,
    )


def clock(left: int) -> str:
    """Working minutes in words."""
    return f"просрочено на {span(-left)}" if left < 0 else f"осталось {span(left)}"


def tone(left: int, warn: int) -> str:
    """The colour that goes with the words."""
    return "bad" if left < 0 else "warn" if left <= warn else "good"
