"""The answer is polite: nothing the classifier flags, no familiarity, no shouting."""

import re
from collections.abc import Iterator

from incidents.checks.lists import any_of
from incidents.checks.values import Draft, Note, Tools

_RUDE = {
    "obscene": "нецензурное слово",
    "vulgar": "грубое слово",
    "insult": "похоже на оскорбление",
    "threat": "похоже на угрозу",
    "hate": "похоже на вражду",
}
_SHOUTING = re.compile(r"(?:\b[А-ЯЁ]{2,}\b\W+){3,}[А-ЯЁ]{2,}\b|[!?]{3,}")


def polite(draft: Draft, tools: Tools) -> Iterator[Note]:
    """Flags, familiar words, and in a public answer personal data."""
    for finding in tools.flags(draft.text):
        span = finding.start, finding.end
        if finding.category in _RUDE:
            yield Note(f"«{finding.text}»: {_RUDE[finding.category]}.", span)
        elif finding.category == "personal_data" and not draft.private:
            yield Note("Похоже на личные данные: в открытом ответе их быть не должно.", span)
    for found in any_of("familiar").finditer(draft.text):
        yield Note(f"«{found[0]}»: фамильярно, к автору — на «вы».", found.span())
    for found in _SHOUTING.finditer(draft.text):
        yield Note("Выглядит как крик: без сплошных заглавных и «!!!».", found.span())
