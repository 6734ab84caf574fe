"""JSON lines in, JSON lines out: each answer leaves as soon as its line has come."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from io import BufferedReader
from typing import Any, cast

Answer = dict[str, Any]
_AT_ONCE = 1 << 16


def answer_lines(answers: Callable[[Sequence[bytes]], Iterable[Answer]]) -> bool:
    """Answer standard input on standard output; whether no answer is an error."""
    all_good = True
    for lines in _arriving(cast(BufferedReader, sys.stdin.buffer)):
        written = list(answers(lines))
        sys.stdout.buffer.write(b"".join(map(_as_line, written)))
        sys.stdout.buffer.flush()
        all_good &= not any("error" in answer for answer in written)
    return all_good


def read_object(line: bytes) -> Answer:
    """The JSON object of a line. Raises ValueError that says what is wrong with it."""
    try:
        row = json.loads(line, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"not a line of JSON: {error}") from None
    if not isinstance(row, dict):
        raise ValueError("not a JSON object")
    return row


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


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")


def _as_line(answer: Answer) -> bytes:
    """UTF-8 as is; half a surrogate pair, which UTF-8 cannot carry, as its escape."""
    line = json.dumps(answer, ensure_ascii=False)
    return line.encode("utf-8", "backslashreplace") + b"\n"
