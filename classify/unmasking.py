"""What a disguised word stands for: «мр*зь», «сдохнишь», «хахлы» are read as the words they hide.

Only words that people disguise are looked for, and no word of the dictionary is taken for one.
A changed or missing vowel leaves the consonants as they sound, so one question to a table finds
the candidates; a sign stands for a letter, or for any few.
"""

import re
from collections.abc import Callable, Iterable
from functools import cached_property

from classify.characters import once
from classify.morphology import in_dictionary
from classify.slips import slips

_SHORTEST = 4
_FEWEST = 3
_LONG = 9
_SOUNDS = str.maketrans("бвгджщз", "пфктшшс", "аеиоуыэюяьъй")
_TWICE = re.compile(r"(.)\1+")
_RUN = re.compile(r"\*{2,}")


class Unmasker:
    """Knows the forms of words that people disguise; `innocent` tells what only looks like one."""

    def __init__(self, forms: Iterable[str], innocent: Callable[[str], bool]) -> None:
        self._forms = frozenset(forms)
        self._innocent = innocent

    def may_hide(self, word: str) -> bool:
        """Whether a word that the dictionary lacks has the consonants of a disguised one."""
        return consonants(word) in self._alike and not in_dictionary(word)

    def meant(self, word: str) -> str:
        """The word that this one is, or is misspelt from; empty where there is none."""
        if word in self._forms:
            return word
        candidates = self._alike.get(consonants(word), ()) if len(word) >= _SHORTEST else ()
        if not candidates or in_dictionary(word) or self._innocent(word):
            return ""
        most = 1 + (len(word) >= _LONG)
        steps, found = min((slips(word, form, most), form) for form in candidates)
        return found if steps <= most else ""

    def behind(self, signs: str) -> str:
        """The word behind letters and `*`: each a letter, else each run of them any few."""
        known = len(signs) - signs.count("*")
        if known < _FEWEST or 2 * known < len(signs) or self._innocent(signs):
            return ""
        forms = self._by_ends.get((signs[0], signs[-1]), ())
        found = next((form for form in forms if _fits(signs, form)), "")
        return found if found or not forms or "**" not in signs else _stretched(signs, forms)

    @cached_property
    def _by_ends(self) -> dict[tuple[str, str], list[str]]:
        """The forms by their first and last letter, which nobody hides; short ones first."""
        table: dict[tuple[str, str], list[str]] = {}
        for form in self._sorted:
            table.setdefault((form[0], form[-1]), []).append(form)
        return table

    @cached_property
    def _alike(self) -> dict[str, list[str]]:
        """The forms by their consonants."""
        table: dict[str, list[str]] = {}
        for form in self._sorted:
            said = consonants(form)
            if len(said) >= _FEWEST:
                table.setdefault(said, []).append(form)
        return table

    @cached_property
    def _sorted(self) -> list[str]:
        long = (form for form in self._forms if len(form) >= _SHORTEST)
        return sorted(long, key=lambda form: (len(form), form))


def _fits(signs: str, form: str) -> bool:
    """Whether each sign stands for one letter."""
    if len(signs) != len(form):
        return False
    return all(sign in ("*", letter) for sign, letter in zip(signs, form, strict=True))


def _stretched(signs: str, forms: Iterable[str]) -> str:
    """The first form in which a run of signs stands for any few letters."""
    few = re.compile(_RUN.sub(".{1,4}", signs).replace("*", "."))
    return next(filter(few.fullmatch, forms), "")


def consonants(word: str) -> str:
    """The consonants of a word as they sound, doubled ones once."""
    return _TWICE.sub(once, word.translate(_SOUNDS))
