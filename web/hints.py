"""Refusals say how to do it on the command line; a screen and a program have their own ways."""

import re

_COMMANDS = re.compile(
    r"[:;.,]?\s*\(?(?:(?:Посмотрите|Список|Журнал|Есть): )?(?:otklik \S.*|--\w.*)$"
)
PROGRAM = {  # what a program sends or asks instead, after docs/api.md
    r"--text «…» или --file ФАЙЛ": "поле text",
    r"--ground(?: «…»)?": "поле ground",
    r"(?<=структуру: )--to «Орган»": "поле body",
    r"--to «Орган»": "поле details.bodies",
    r"--body": "поле body",
    r"--reason": "поле details.reason",
    r"--until \S+": "поле details.due",
    r"otklik queue list": "GET /cards",
    r"otklik queue show (\d+)": r"GET /cards/\1",
    r"otklik actions (?:list|blacklist)": "GET /actions",
    r"otklik actions show (\d+) --json": r"GET /actions/\1",
    r"otklik incidents list": "GET /incidents",
    r"otklik incidents show (\d+)": r"GET /incidents/\1",
    r"otklik incidents (publish|inform)\b(?: …| \d+)?": r"действие \1",
}


def for_screen(words: str) -> str:
    """The refusal without the command line's hints."""
    said = _COMMANDS.sub("", words)
    return words if said == words else said.rstrip(" :.,") + "."


def for_program(words: str) -> str:
    """The refusal with those of the API; where it has none, without any."""
    for ours, theirs in PROGRAM.items():
        words = re.sub(ours, theirs, words)
    return for_screen(words)
