"""The answer begins with a greeting or with the author's name."""

import re
from collections.abc import Iterator

from incidents.checks.lists import any_of
from incidents.checks.values import Draft, Note, Tools
from incidents.checks.words import first_sentence

_MENTION = re.compile(r"\W*(?:\[(?:id|club|public)\d+\|[^\]]+\]|@\w+)")
_BY_PATRONYMIC = re.compile(r"\W*[А-ЯЁ][а-яё]+\s+[А-ЯЁ][а-яё]+(?:ич|на)\s*[,!]")


def greeting(draft: Draft, _: Tools) -> Iterator[Note]:
    """Looks no further than the first sentence."""
    opening = first_sentence(draft.text)
    addressed = (
        any_of("greetings").search(opening)
        or _names(draft.author, opening)
        or _MENTION.match(draft.text)
        or _BY_PATRONYMIC.match(draft.text)
    )
    if not addressed:
        yield Note("Начните с приветствия или обращения к автору по имени.")


def _names(author: str, opening: str) -> bool:
    said = {word.casefold() for word in re.findall(r"\w+", opening)[:4]}
    return any(len(part) > 1 and part in said for part in author.casefold().split())
