"""The answer speaks of what was asked."""

from collections.abc import Iterator

from incidents.checks.lists import any_of, families
from incidents.checks.values import Draft, Note, Tools
from incidents.checks.words import words

_SHORTEST = 3
_COMMON_ROOT = 4  # letters: «ремонт» and «отремонтировать» differ, «дорога» and «дорожный» agree


def on_point(draft: Draft, tools: Tools) -> Iterator[Note]:
    """One shared matter word is enough: an answer is short, and a false reproach costs trust."""
    asked = _matters(draft.question, tools)
    if asked and not _share(asked, _matters(draft.text, tools)) and not _same_family(draft):
        yield Note("Ответ не упоминает того, о чём спрашивают: проверьте, по существу ли он.")


def _matters(text: str, tools: Tools) -> set[str]:
    """Dictionary forms of the words that carry the matter; names of streets and people do not."""
    empty = any_of("no_matter")
    carriers = (
        word.text.lower()
        for word in words(text)
        if len(word.text) >= _SHORTEST and not word.is_name and not empty.fullmatch(word.text)
    )
    return {lemma for word in carriers for lemma in tools.lemmas(word)}


def _share(asked: set[str], told: set[str]) -> bool:
    roots = {lemma[:_COMMON_ROOT] for lemma in asked if len(lemma) > _COMMON_ROOT}
    return bool(asked & told) or any(lemma[:_COMMON_ROOT] in roots for lemma in told)


def _same_family(draft: Draft) -> bool:
    """«Нет света» and «уличное освещение» share no root, but a line of the list."""
    return any(
        family.search(draft.question) and family.search(draft.text) for family in families("akin")
    )
