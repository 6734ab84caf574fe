"""All checks of an answer. A check advises; the curator decides."""

from collections.abc import Mapping
from dataclasses import dataclass

from incidents.checks.body import body
from incidents.checks.grammar import grammar
from incidents.checks.greeting import greeting
from incidents.checks.length import length
from incidents.checks.measures import measures
from incidents.checks.officialese import officialese
from incidents.checks.on_point import on_point
from incidents.checks.polite import polite
from incidents.checks.redirect import redirect
from incidents.checks.repeat import repeat
from incidents.checks.spelling import spelling
from incidents.checks.term import term
from incidents.checks.values import Check, Draft, Remark, Tools


@dataclass(frozen=True, slots=True)
class Row:
    """A check and the reason for a return (novokubansk-1740 п.14) that it speaks for."""

    look: Check
    reason: str


CHECKS = {
    "greeting": Row(greeting, "rules"),
    "polite": Row(polite, "rules"),
    "on_point": Row(on_point, "off_point"),
    "redirect": Row(redirect, "redirect"),
    "body": Row(body, "rules"),
    "measures": Row(measures, "rules"),
    "term": Row(term, "rules"),
    "repeat": Row(repeat, "rules"),
    "spelling": Row(spelling, "spelling"),
    "grammar": Row(grammar, "spelling"),
    "officialese": Row(officialese, "rules"),
    "length": Row(length, "rules"),
}


def examine(draft: Draft, tools: Tools, paragraphs: Mapping[str, str]) -> list[Remark]:
    """What every check has to say, check by check and in each from the beginning of the text.

    `paragraphs` names for a check the paragraph that demands it; the regulation has them.
    """
    return [
        Remark(name, note.advice, note.span, paragraphs.get(name, ""), row.reason)
        for name, row in CHECKS.items()
        for note in sorted(row.look(draft, tools), key=lambda note: note.span or (0, 0))
    ]
