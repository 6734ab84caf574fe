"""Names of streets and settlements, found in a text in whatever form they stand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from classify.morphology import forms_of, plural_forms
from classify.places.tokens import pairs_of
from classify.places.vocabulary import DIRECTORY, fold, read_names, with_type

STREET, SETTLEMENT, OWN, INSIDE = 1, 2, 4, 16
"""Bits of a mark: what the name may be; whether (times OWN) it is the municipality's own;

INSIDE after the first word.
"""

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


@dataclass(frozen=True, slots=True)
class Name:
    """A known name, `type` «улица», «станица» or "" where it is not told.

    `settlement` is the full name of where a street lies, "" where it is not told.
    """

    text: str
    mark: int
    type: str = ""
    settlement: str = ""

    @property
    def full(self) -> str:
        """With the type: «улица Ленина», «Черлакский район»."""
        return with_type(self.type, self.text)


Rest = tuple[frozenset[str], ...]


@dataclass(frozen=True)
class NameBook:
    """Names by the forms of their first word, with the forms of the other words."""

    entries: dict[str, list[tuple[Rest, Name]]] = field(default_factory=dict)
    names: list[Name] = field(default_factory=list)

    def add(self, name: Name) -> None:
        """Take in a name."""
        words = [inflected(word) for _, word in pairs_of(name.text)]
        if name.mark & (SETTLEMENT | SETTLEMENT * OWN):
            nouns = [plural_forms(fold(word)) for _, word in pairs_of(name.text)]
            words = [forms | more for forms, more in zip(words, nouns, strict=True)]
        if words:
            self.names.append(name)
        for form in words[0] if words else ():
            self.entries.setdefault(form, []).append((tuple(words[1:]), name))

    def beginning(self, words: Sequence[str]) -> Iterator[tuple[int, Name]]:
        """Names with which the folded words begin, in any form: how many words, and the name."""
        for rest, name in self.entries.get(words[0], ()):
            following = words[1 : 1 + len(rest)]
            if len(following) == len(rest) and all(map(_is_form, following, rest)):
                yield len(rest) + 1, name

    def meaning(self, words: Sequence[str], kind: int) -> list[Name]:
        """The names of a kind (STREET, SETTLEMENT) that exactly these folded words mean.

        Names written as they stand come before names in another form.
        """
        whole = [
            name
            for length, name in (self.beginning(words) if words else ())
            if length == len(words) and name.mark & (kind | kind * OWN)
        ]
        literal = [name for name in whole if folded_words(name.text) == list(words)]
        return literal or whole


def inflected(word: str) -> frozenset[str]:
    """Every form of a word of a name, folded: «Прочноокопская» → «прочноокопской», …"""
    lower = fold(word)
    adjectival = {lower[:-2] + ending for ending in _ENDINGS.get(lower[-2:], ())}
    return forms_of(lower) | adjectival


def folded_words(text: str) -> list[str]:
    """The words and numbers of a text, folded."""
    return [fold(word) for _, word in pairs_of(text)]


@cache
def common_names() -> tuple[Name, ...]:
    """Streets and towns known everywhere in Russia."""
    streets = (Name(line, STREET) for line in read_names(DIRECTORY / "streets.txt"))
    lines = read_names(DIRECTORY / "towns.txt")
    towns = (Name(town, SETTLEMENT) for line in lines for town in line.split())
    return (*streets, *towns)


def book_of(*lists: Sequence[Name]) -> NameBook:
    """A book of all these names."""
    book = NameBook()
    for name in (name for names in lists for name in names):
        book.add(name)
    return book


def _is_form(word: str, forms: frozenset[str]) -> bool:
    return word in forms
