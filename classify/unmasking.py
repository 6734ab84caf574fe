"""What a disguised word stands for: «мр*зь», «сдохнишь», «хахлы» are read as the words they hide.

Only words that people disguise are looked for, and no word of the dictionary is taken for one.
A changed or missing vowel leaves the consonants as they sound, so one question to a table finds
the candidates; a sign stands for a letter, or for any few.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cached_property
from itertools import takewhile

from classify.morphology import in_dictionary

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
        """Whether a word has the consonants of a disguised one; most have not."""
        return consonants(word) in self._alike

    def meant(self, word: str) -> str:
        """The word that this one is, or is misspelt from; empty where there is none."""
        if word in self._forms:
            return word
        candidates = self._alike.get(consonants(word), ()) if len(word) >= _SHORTEST else ()
        if not candidates or in_dictionary(word) or self._innocent(word):
            return ""
        most = 1 + (len(word) >= _LONG)
        near = (form for form in candidates if abs(len(form) - len(word)) <= most)
        steps, found = min(((_distance(word, form), form) for form in near), default=(most + 1, ""))
        return found if steps <= most else ""

    def behind(self, signs: str) -> str:
        """The word behind letters and `*`: each a letter, else each run of them any few."""
        known = len(signs) - signs.count("*")
        if known < _FEWEST or 2 * known < len(signs) or self._innocent(signs):
            return ""
        ways = (signs.replace("*", "."), _RUN.sub(".{1,4}", signs).replace("*", "."))
        forms = self._by_ends[signs[0], signs[-1]]
        return next((form for way in ways for form in filter(_matcher(way), forms)), "")

    @cached_property
    def _by_ends(self) -> dict[tuple[str, str], list[str]]:
        """The forms by their first and last letter, which nobody hides; short ones first."""
        table = defaultdict(list)
        for form in self._sorted:
            table[form[0], form[-1]].append(form)
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


def _matcher(expression: str) -> Callable[[str], re.Match[str] | None]:
    return re.compile(expression).fullmatch


def consonants(word: str) -> str:
    """The consonants of a word as they sound, doubled ones once."""
    return _TWICE.sub(r"\1", word.translate(_SOUNDS))


def _distance(one: str, other: str) -> int:
    """Letters to change, add, leave out or exchange with their neighbours."""
    alike = sum(
        1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    )
    one, other = one[alike:], other[alike:]
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        earlier, before, row = before, row, [at]
        for to, wanted in enumerate(other, 1):
            steps = [before[to] + 1, row[-1] + 1, before[to - 1] + (letter != wanted)]
            if earlier and to > 1 and one[at - 2 : at] == other[to - 1] + other[to - 2]:
                steps.append(earlier[to - 2] + 1)
            row.append(min(steps))
    return row[-1]
