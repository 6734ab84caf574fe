"""The answer names a term."""

import re
from collections.abc import Iterator

from incidents.checks.lists import any_of
from incidents.checks.values import Draft, Note, Tools

_DATE = re.compile(
    r"\b\d{1,2}[./]\d{1,2}(?:[./]\d{2,4})?\b|\b20\d\d\b|\b\d{1,2}[:.]\d\d\b"
    r"|\b\d+[\s-]*(?:х|ти|и)?[\s-]*(?:минут|час|дн|день|дня|суток|недел|месяц|лет|год)"
)


def term(draft: Draft, _: Tools) -> Iterator[Note]:
    """A date, a day or a span; what is already done needs none."""
    if _DATE.search(draft.text) or any_of("terms").search(draft.text):
        return
    vague = any_of("vague_terms").search(draft.text)
    if vague:
        yield Note(f"«{vague[0]}» — не срок: назовите день или месяц.", vague.span())
    elif not any_of("finished").search(draft.text):
        yield Note("Назовите срок: когда сделано или будет сделано.")
