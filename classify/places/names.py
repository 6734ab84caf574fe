"""Names of streets and settlements, found in a text in whatever form they stand."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from classify.morphology import forms_of
from classify.places.tokens import pairs_of
from classify.places.vocabulary import DIRECTORY, fold, read_names

STREET, TOWN, OWN_STREET, OWN_SETTLEMENT, INSIDE = 1, 2, 4, 8, 16
"""Bits of a mark: a common street, a town, the municipality's own; INSIDE after the first word."""

_ENDINGS = {
    "ая": ("ой", "ую", "ою"),
    "яя": ("ей", "юю"),
    "ый": ("ого", "ому", "ым", "ом"),
    "ой": ("ого", "ому", "ым", "ом"),
    "ий": ("ого", "ому", "им", "ом", "его", "ему", "ем"),
    "ое": ("ого", "ому", "ым", "ом", "им"),
    "ее": ("его", "ему", "им", "ем"),
    "ые": ("ых", "ым", "ыми"),
    "ие": ("их", "им", "ими"),
}


def inflected(word: str) -> frozenset[str]:
    """Every form of a word of a name, folded: «Прочноокопская» → «прочноокопской», …"""
    lower = fold(word)
    adjectival = {lower[:-2] + ending for ending in _ENDINGS.get(lower[-2:], ())}
    return forms_of(lower) | adjectival


@dataclass(frozen=True)
class NameBook:
    """Names by the forms of their first word: the forms of the other words, and the mark."""

    entries: dict[str, list[tuple[tuple[frozenset[str], ...], int]]] = field(default_factory=dict)

    def add(self, names: Iterable[str], mark: int) -> None:
        """Take in names of one kind."""
        for name in dict.fromkeys(names):
            words = [inflected(word) for _, word in pairs_of(name)]
            for form in words[0] if words else ():
                self.entries.setdefault(form, []).append((tuple(words[1:]), mark))

    def marks(self, words: Sequence[str], at: int) -> Iterator[tuple[int, int]]:
        """Names that begin with the folded word `at`: how many words, and the mark."""
        for rest, mark in self.entries.get(words[at], ()):
            following = words[at + 1 : at + 1 + len(rest)]
            if len(following) == len(rest) and all(map(_is_form, following, rest)):
                yield len(rest) + 1, mark


def common_names() -> NameBook:
    """Streets and towns known everywhere in Russia."""
    book = NameBook()
    book.add(read_names(DIRECTORY / "streets.txt"), STREET)
    towns = read_names(DIRECTORY / "towns.txt")
    book.add((town for line in towns for town in line.split()), TOWN)
    return book


def _is_form(word: str, forms: frozenset[str]) -> bool:
    return word in forms
