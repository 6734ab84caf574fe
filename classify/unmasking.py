"""What a disguised word stands for: «мр*зь», «сдохнишь», «хахлы» are read as the words they hide.

Only words that people disguise are looked for, and no word of the dictionary is taken for one.
A changed or missing vowel leaves the consonants as they sound, so one question to a table finds
the candidates; a sign stands for a letter, or for any few.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from classify.hashing import Codes
from classify.morphology import in_dictionary

_SHORTEST = 4
_FEWEST = 3
_LONG = 9
_BITS = 18
_SILENT = "аеиоуыэюяьъй"
_SOUNDS = ("бп", "вф", "гк", "дт", "жшщ", "зс", "л", "м", "н", "р", "х", "ц", "ч")
_OTHER = len(_SOUNDS) + 1
_SOUND_OF = np.full(1 << 11, _OTHER, np.uint64)
_SOUND_OF[[ord(letter) for letter in _SILENT]] = 0
for _at, _letters in enumerate(_SOUNDS, 1):
    _SOUND_OF[[ord(letter) for letter in _letters]] = _at
_POWERS = np.multiply.accumulate(np.full(64, 0x9E3779B97F4A7C15, np.uint64))
_RUN = re.compile(r"\*{2,}")


class Unmasker:
    """Knows the forms of words that people disguise; `innocent` tells what only looks like one."""

    def __init__(self, forms: Iterable[str], innocent: Callable[[str], bool]) -> None:
        self._forms = frozenset(forms)
        self._innocent = innocent

    def may_hide(self, words: Sequence[str]) -> NDArray[np.bool_]:
        """Which words have the consonants of a disguised one, or seem to; shape (words,)."""
        hashes, sounds = _consonants(words)
        return np.asarray(self._table[hashes >> np.uint64(64 - _BITS)] & (sounds >= _FEWEST))

    def meant(self, word: str) -> str:
        """The word that this one is, or is misspelt from; empty where there is none."""
        if word in self._forms:
            return word
        if len(word) < _SHORTEST or in_dictionary(word) or self._innocent(word):
            return ""
        ((bare,), (sounds,)) = _consonants([word])
        candidates = self._alike.get(int(bare), ()) if sounds >= _FEWEST else ()
        found = min(((_distance(word, form), form) for form in candidates), default=None)
        return found[1] if found and found[0] <= 1 + (len(word) >= _LONG) else ""

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
    def _alike(self) -> dict[int, list[str]]:
        """The forms by their consonants."""
        table = defaultdict(list)
        for form, bare in zip(self._sorted, _consonants(self._sorted)[0].tolist(), strict=True):
            table[bare].append(form)
        return table

    @cached_property
    def _table(self) -> NDArray[np.bool_]:
        """Which leading bits the consonants of some form have."""
        table = np.zeros(1 << _BITS, np.bool_)
        table[_consonants(self._sorted)[0] >> np.uint64(64 - _BITS)] = True
        return table

    @cached_property
    def _sorted(self) -> list[str]:
        long = (form for form in self._forms if len(form) >= _SHORTEST)
        return sorted(long, key=lambda form: (len(form), form))


def _matcher(expression: str) -> Callable[[str], re.Match[str] | None]:
    return re.compile(expression).fullmatch


def _consonants(words: Sequence[str]) -> tuple[Codes, NDArray[np.int64]]:
    """One number for the consonants of each word as they sound, doubled ones once; how many."""
    lengths = np.fromiter(map(len, words), np.int64, len(words))
    joined = "".join(words).encode("utf-32-le", "surrogatepass")
    units = np.minimum(np.frombuffer(joined, np.uint32), len(_SOUND_OF) - 1)
    sounds = _SOUND_OF[units]
    owners = np.repeat(np.arange(len(words)), lengths)[sounds > 0]
    sounds = sounds[sounds > 0]
    again = (sounds[1:] == sounds[:-1]) & (owners[1:] == owners[:-1])
    once = np.append(True, ~again)[: len(sounds)]
    sounds, owners = sounds[once], owners[once]
    counts = np.bincount(owners, minlength=len(words))
    place = np.arange(len(sounds)) - np.repeat(np.cumsum(counts) - counts, counts)
    hashes = np.zeros(len(words), np.uint64)
    np.add.at(hashes, owners, sounds * _POWERS[np.minimum(place, len(_POWERS) - 1)])
    return hashes, counts


def _distance(one: str, other: str) -> int:
    """Letters to change, add, leave out or exchange with their neighbours."""
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
