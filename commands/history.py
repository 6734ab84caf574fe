"""The history of a municipality from any file: JSON lines, or an export by its column names."""

from pathlib import Path

import click

from classify.routing.history import History, history_of, read_lines
from collectors.incident_export import read_export
from commands import screen
from words import plural


def read_history(path: Path) -> History:
    """The history; bad rows of an export are told and left out. Raises OtklikError."""
    if path.suffix.lower() not in (".csv", ".xlsx"):
        return read_lines(path)
    export = read_export(path)
    tell_bad(export.bad)
    return history_of(
        {"text": row.text, "category": row.group, "topic": row.topic, "body": row.body}
        for row in export.rows
    )


def tell_bad(bad: list[tuple[int, str]]) -> None:
    """Rows that could not be taken, with their numbers and the reasons, on standard error."""
    if bad:
        word = plural(len(bad), "строка не взята", "строки не взяты", "строк не взято")
        click.echo(f"{len(bad)} {word}:", err=True)
    for number, reason in bad:
        click.echo(f"  строка {number}: {screen.harmless(reason)}", err=True)
