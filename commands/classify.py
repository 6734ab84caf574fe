"""`otklik classify`: JSON lines in, JSON lines out; no database, network or token."""

import json
import sys
from collections.abc import Iterator, Sequence
from io import BufferedReader
from typing import Any, cast

import click

from classify import Classifier
from commands.common import App, with_app

_AT_ONCE = 1 << 16

Answer = dict[str, Any]


@click.command("classify")
@with_app
def command(app: App) -> None:
    """Разметить комментарии: строки JSON на входе, строки JSON на выходе, в том же порядке.

    Поле text обязательно, id возвращается; на негодную строку — {"error": …} на её месте.
    Пороги и модель — из раздела classify конфигурации.
    """
    source, target = cast(BufferedReader, sys.stdin.buffer), sys.stdout.buffer
    classifier = app.classifier()
    all_good = True
    for lines in _arriving(source):
        answers = list(_answers(lines, classifier))
        target.write(b"".join(map(_as_line, answers)))
        target.flush()
        all_good &= not any("error" in answer for answer in answers)
    sys.exit(0 if all_good else 1)


def _arriving(source: BufferedReader) -> Iterator[list[bytes]]:
    """Whole lines, as many as have arrived: one from a person, hundreds from a file."""
    rest: list[bytes] = []
    while arrived := source.read1(_AT_ONCE):
        *lines, tail = arrived.split(b"\n")
        if lines:
            lines[0] = b"".join((*rest, lines[0]))
            rest = []
            yield lines
        rest.append(tail)
    if any(rest):
        yield [b"".join(rest)]


def _answers(lines: Sequence[bytes], classifier: Classifier) -> Iterator[Answer]:
    requests = [_request(line) for line in lines]
    texts = [request["text"] for request in requests if "error" not in request]
    verdicts = iter(classifier.verdicts(texts))
    for request in requests:
        if "error" in request:
            yield request
        else:
            yield {"id": request["id"], **next(verdicts).as_json()}


def _request(line: bytes) -> Answer:
    """The `id` and `text` of a line, or what is wrong with it."""
    try:
        row = json.loads(line, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        return {"error": f"not a line of JSON: {error}"}
    if not isinstance(row, dict):
        return {"error": "not a JSON object"}
    if not isinstance(row.get("text"), str):
        return {"id": row.get("id"), "error": "`text` is missing or not a string"}
    return {"id": row.get("id"), "text": row["text"]}


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")


def _as_line(answer: Answer) -> bytes:
    """UTF-8 as is; half a surrogate pair, which UTF-8 cannot carry, as its escape."""
    line = json.dumps(answer, ensure_ascii=False)
    return line.encode("utf-8", "backslashreplace") + b"\n"
