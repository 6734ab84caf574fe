"""`otklik worktime`: the municipality's working time as a calculator over JSON lines."""

import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import count
from typing import TYPE_CHECKING

import click

from commands.common import App, with_app
from commands.lines import Answer, answer_lines, read_object
from commands.moments import read_moment
from commands.screen import harmless
from errors import OtklikError

if TYPE_CHECKING:
    from incidents.worktime import Worktime


@click.command("worktime")
@with_app
def command(app: App) -> None:
    """Рабочее время как калькулятор: строки JSON на входе, строки JSON на выходе.

    \b
    {"op": "add", "start": "2026-04-30T15:30", "minutes": 60}       → {"end": …}
    {"op": "subtract", "start": "2026-05-04T08:15", "minutes": 30}  → {"end": …}
    {"op": "between", "start": …, "end": …}                         → {"minutes": …}
    {"op": "add_days", "start": …, "days": 3}                       → {"end": …}

    Время без пояса — местное. "provisional": true значит, что переносы выходных того года ещё не
    утверждены. На негодную строку — {"error": …} на её месте, номер строки — в потоке ошибок.
    """
    worktime, numbers = app.worktime(), count(1)

    def answers(lines: Sequence[bytes]) -> Iterator[Answer]:
        for line, number in zip(lines, numbers, strict=False):
            answer = _answer(worktime, line)
            if "error" in answer:
                click.echo(harmless(f"строка {number}: {answer['error']}"), err=True)
            yield answer

    sys.exit(not answer_lines(answers))


def _answer(worktime: "Worktime", line: bytes) -> Answer:
    try:
        row = read_object(line)
        operation = OPERATIONS.get(str(row.get("op")))
        if operation is None:
            raise ValueError(f"op = {row.get('op')!r}: нужно одно из: {', '.join(OPERATIONS)}")
        return operation(worktime, row)
    except (ValueError, OtklikError) as error:
        return {"error": str(error)}


def _add(worktime: "Worktime", row: Answer) -> Answer:
    start = _moment(worktime, row, "start")
    return _ending(worktime, start, worktime.add(start, _number(row, "minutes", 0)))


def _subtract(worktime: "Worktime", row: Answer) -> Answer:
    start = _moment(worktime, row, "start")
    return _ending(worktime, start, worktime.subtract(start, _number(row, "minutes", 0)))


def _add_days(worktime: "Worktime", row: Answer) -> Answer:
    start = _moment(worktime, row, "start")
    return _ending(worktime, start, worktime.end_of_day(start, _number(row, "days", 1)))


def _between(worktime: "Worktime", row: Answer) -> Answer:
    start, end = _moment(worktime, row, "start"), _moment(worktime, row, "end")
    minutes = worktime.between(start, end)
    return {"minutes": minutes} | _doubt(worktime, start, end)


def _ending(worktime: "Worktime", start: datetime, end: datetime) -> Answer:
    return {"end": end.isoformat()} | _doubt(worktime, start, end)


def _doubt(worktime: "Worktime", start: datetime, end: datetime) -> Answer:
    return {"provisional": True} if worktime.provisional(start, end) else {}


def _moment(worktime: "Worktime", row: Answer, key: str) -> datetime:
    try:
        return read_moment(row.get(key), worktime.zone)
    except ValueError as error:
        raise ValueError(f"{key} = {error}") from None


def _number(row: Answer, key: str, least: int) -> int:
    given = row.get(key)
    if type(given) is not int or given < least:
        raise ValueError(f"{key} = {given!r}: нужно целое число ≥ {least}")
    return given


OPERATIONS: dict[str, Callable[["Worktime", Answer], Answer]] = {
    "add": _add,
    "subtract": _subtract,
    "between": _between,
    "add_days": _add_days,
}
