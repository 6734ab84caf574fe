"""Refusals say how to do it on the command line; a screen has its own ways."""

import re

_COMMANDS = re.compile(r"[:.,]?\s*\(?(?:Посмотрите: |Список: )?(?:otklik \S.*|--\w.*)$")


def for_screen(words: str) -> str:
    """The refusal without the command line's hints."""
    return _COMMANDS.sub("", words).rstrip(" :.,") + "."
