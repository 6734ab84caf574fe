"""The answer is spelt right: the dictionary with suggestions, and common mistakes of phrases."""

from collections.abc import Callable, Iterator
from itertools import chain, islice

from incidents.checks.lists import any_of, phrases
from incidents.checks.values import Draft, Note, Tools
from incidents.checks.words import Word, words

_LETTERS = "оаеиыуюяэётдсзпбгкхвфжшщчцрлнмйьъ"
_SUGGESTED = 3
_SHORTEST = 3
Known = Callable[[str], bool]


def spelling(draft: Draft, tools: Tools) -> Iterator[Note]:
    """Names, towns and abbreviations are no mistakes; nor are words of the list `known_words`."""
    for phrase in phrases("mistakes"):
        for found in phrase.pattern.finditer(draft.text):
            yield Note(f"«{found[0]}»: пишется «{phrase.better}».", found.span())
    for word in words(draft.text):
        if not word.is_name and not _is_right(word.text.lower(), tools.known):
            yield from _misspelt(word, tools.known)


def _misspelt(word: Word, known: Known) -> Iterator[Note]:
    found = suggestions(word.text.lower(), known)
    if found:
        better = ", ".join(f"«{suggestion}»" for suggestion in found)
        yield Note(f"«{word.text}»: возможно, {better}.", (word.start, word.end))
    elif not word.text[0].isupper():  # a name may open a sentence
        yield Note(f"«{word.text}» нет в словаре: проверьте.", (word.start, word.end))


def _is_right(word: str, known: Known) -> bool:
    if len(word) < _SHORTEST or not _is_russian(word) or known(word):
        return True
    if any_of("known_words").fullmatch(word):
        return True
    if "-" in word:
        return all(_is_right(part, known) for part in word.split("-"))
    return _is_compound(word, known)


def _is_russian(word: str) -> bool:
    return all("а" <= letter <= "я" or letter in "ё-" for letter in word)


def _is_compound(word: str, known: Known) -> bool:
    """«Спецстоянка», «внутридворовый»: a first part of the list before a word."""
    firsts = any_of("first_parts")
    return any(firsts.fullmatch(word[:at]) and known(word[at:]) for at in range(3, len(word) - 3))


def suggestions(word: str, known: Known) -> list[str]:
    """Known words one slip away, the likeliest slips first, at most three."""
    candidates = dict.fromkeys(chain.from_iterable(way(word) for way in _WAYS))
    right = (candidate for candidate in candidates if all(map(known, candidate.split())))
    return list(islice(right, _SUGGESTED))


def _swapped(word: str) -> Iterator[str]:
    for at in range(len(word) - 1):
        yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _doubled(word: str) -> Iterator[str]:
    """A letter too few or too many of a pair, which is the commonest mistake of all."""
    for at, letter in enumerate(word):
        if word[at + 1 : at + 2] == letter:
            yield word[:at] + word[at + 1 :]
        yield word[:at] + letter + word[at:]


def _joined(word: str) -> Iterator[str]:
    """A particle or a preposition that should stand apart."""
    yield from (f"{word[: -len(last)]}-{last}" for last in _PARTICLES if word.endswith(last))
    for first in filter(word.startswith, _PREPOSITIONS):
        yield f"{first} {word[len(first) :]}"


def _edited(word: str) -> Iterator[str]:
    """A letter wrong, too many, or missing."""
    for at in range(len(word)):
        yield from (word[:at] + letter + word[at + 1 :] for letter in ("", *_LETTERS))
    for at in range(len(word) + 1):
        yield from (word[:at] + letter + word[at:] for letter in _LETTERS)


def _run_together(word: str) -> Iterator[str]:
    yield from (f"{word[:at]} {word[at:]}" for at in range(_SHORTEST, len(word) - 2))


_PARTICLES = ("то", "либо", "нибудь", "таки")
_PREPOSITIONS = ("во", "до", "за", "из", "на", "об", "от", "по", "со", "в", "к", "о", "с")
_WAYS = (_swapped, _doubled, _joined, _edited, _run_together)
