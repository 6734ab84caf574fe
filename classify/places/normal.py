"""Names of places as they stand on a map: «на ул садовой» → «улица Садовая»."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

from classify.morphology import adjective, gender_of, in_genitive, name_kinds, nominative
from classify.places.names import OWN, SETTLEMENT, STREET, Name, NameBook, folded_words
from classify.places.tokens import pairs_of
from classify.places.vocabulary import Vocabulary, fold, with_type
from classify.slips import near

_FEMININE = ("ой", "ей", "ую", "юю", "ая", "яя")
_MASCULINE = ("ий", "ый", "ом", "ем", "ым", "им", "ому", "ему")
_GENITIVE = ("ого", "его")
_WOMANLY = ("ая", "яя")
_SMALL = frozenset(["лет", "летия", "и", "им", "имени", "на", "де", "ту", "км"])
_PART = re.compile(r"(?:корпус|корп|к)\.?\s*", re.I)
_BUILDING = re.compile(r"(?:строение|стр)\.?\s*", re.I)
_FEWEST_LETTERS, _MANY_LETTERS = 5, 9
_REMEMBERED = 4096


@dataclass(frozen=True, slots=True)
class Normal:
    """A normalised name, the type word in it ("" if none), and what it may mean in the lists."""

    text: str
    type: str
    meanings: tuple[Name, ...] = ()


@dataclass(frozen=True, slots=True)
class _Own:
    """The municipality's own names of a kind, and the same folded."""

    names: Sequence[Name]
    folded: Sequence[str]

    @classmethod
    def of(cls, book: NameBook, kind: int) -> "_Own":
        names = [name for name in book.names if name.mark & kind * OWN]
        return cls(names, [" ".join(folded_words(name.text)) for name in names])


class Normaliser:
    """Brings names to the form of the lists; where there is none, to the nominative."""

    def __init__(self, vocabulary: Vocabulary, book: NameBook) -> None:
        self._vocabulary = vocabulary
        self.book = book
        self._own = {kind: _Own.of(book, kind) for kind in (STREET, SETTLEMENT)}
        self._alike = lru_cache(_REMEMBERED)(self._find_alike)
        self._settled_street = lru_cache(_REMEMBERED)(partial(_settled, self._street))
        self._settled_settlement = lru_cache(_REMEMBERED)(partial(_settled, self._settlement))

    def street(self, text: str, before: str = "") -> Normal:
        """A street; `before` is the word before it, which may be its type."""
        return self._settled_street(text, before)

    def _street(self, text: str, before: str) -> Normal:
        kind, form, words = self._parted(text, before, ("street",))
        return self._known(kind, words, STREET) or self._other_street(kind, form, words)

    def settlement(self, text: str, before: str = "") -> Normal:
        """A settlement or a district."""
        return self._settled_settlement(text, before)

    def _settlement(self, text: str, before: str) -> Normal:
        kind, _, words = self._parted(text, before, ("settlement", "district"))
        known = self._known(kind, words, SETTLEMENT)
        if known:
            return known
        gender = gender_of(kind) if kind else ""
        name = " ".join(_capital(_agreed(word, gender)) for word in words)
        return Normal(with_type(kind, name), kind)

    def house(self, text: str) -> str:
        """A number: «14 корп 2» → «14, корпус 2», «13 «Б»» → «13б»."""
        number, *rest = _PART.split(text.lower(), maxsplit=1)
        number, *building = _BUILDING.split(number, maxsplit=1)
        plain = re.sub(r"[^\w/\\-]", "", number).replace("\\", "/").strip("-/")
        plain = re.sub(r"(?<=\d)-(?=[^\W\d])", "", plain)
        named = [("строение", part) for part in building] + [("корпус", part) for part in rest]
        return ", ".join([plain, *(f"{kind} {_plain_number(part)}" for kind, part in named)])

    def other(self, text: str) -> str:
        """Another place: what it is in the nominative, its name as written."""
        words = text.split()
        if words and fold(words[0]) in self._vocabulary.types["object"]:
            words[0] = self._vocabulary.types["object"][fold(words[0])]
        return " ".join(words)

    def _parted(
        self, text: str, before: str, sections: Sequence[str]
    ) -> tuple[str, str, list[str]]:
        """The type in its dictionary form and as written, and the words of the name."""
        words = [word for _, word in pairs_of(text)]
        for at in (0, -1) if len(words) > 1 else ():
            kind = self._type(words[at], sections)
            if kind:
                return kind, fold(words.pop(at)), words
        kind = self._type(before, sections) if before else ""
        return kind, fold(before) if kind else "", words

    def _type(self, word: str, sections: Sequence[str]) -> str:
        found = (self._vocabulary.type_word(section, word) for section in sections)
        return next(filter(None, found), "")

    def _known(self, kind: str, words: Sequence[str], of: int) -> Normal | None:
        """The name in the lists, the municipality's own first; misspelt only if one is alike."""
        folded = [fold(word) for word in words]
        meanings = self.book.meaning(folded, of) or self._alike(" ".join(folded), of)
        own = [name for name in meanings if name.mark & of * OWN]
        fitting = own or [name for name in meanings if _agrees(name, kind, folded)]
        fitting = [name for name in fitting if not kind or name.type in ("", kind)]
        if not fitting:
            return None
        first = fitting[0]
        usual = "улица" if of == STREET and not _is_adjective_of_no_street(first.text) else ""
        type_word = first.type or kind or usual
        return Normal(with_type(type_word, first.text), type_word, tuple(fitting))

    def _find_alike(self, written: str, of: int) -> list[Name]:
        """Own names a slip of the pen away, if all such names are one name."""
        own = self._own[of]
        if len(written) < _FEWEST_LETTERS or not own.names:
            return []
        slips = 1 if len(written) < _MANY_LETTERS else 2
        straight = " ".join(fold(_agreed(word, "")) for word in written.split())
        alike = {at for said in {written, straight} for at in near(said, own.folded, slips)}
        found = [own.names[at] for at in sorted(alike)]
        return found if len({name.text for name in found}) == 1 else []

    def _other_street(self, kind: str, form: str, words: Sequence[str]) -> Normal:
        gender = gender_of(kind) if kind else _gender_by_ending(words)
        whole = form in self._vocabulary.types["street"] and in_genitive(form)
        name = " ".join(_capital(_street_word(word, gender, kind, whole)) for word in words)
        type_word = kind or ("" if gender in ("masc", "neut") else "улица")
        return Normal(with_type(type_word, name), type_word)


def _settled(normalise: Callable[[str, str], Normal], text: str, before: str) -> Normal:
    """Normalised until nothing changes: a normal name is its own normal name."""
    found = normalise(text, before)
    for _ in range(_ROUNDS):
        again = normalise(found.text, "")
        if again.text == found.text:
            break
        found = Normal(again.text, again.type, found.meanings)
    return found


_ROUNDS = 6


def _agrees(name: Name, kind: str, words: Sequence[str]) -> bool:
    """A feminine name of the common lists is not meant by «Большом» or «Большой проспект»."""
    if not name.mark & STREET or not name.text.endswith(_WOMANLY):
        return True
    if kind:
        return gender_of(kind) == "femn"
    return not words[-1].endswith(_MASCULINE + _GENITIVE)


def _is_adjective_of_no_street(name: str) -> bool:
    return fold(name).endswith(("ий", "ый"))


def _street_word(word: str, gender: str, kind: str, genitive_type: bool) -> str:
    """In the nominative if it agrees with the type; names of people stay in the genitive."""
    folded = fold(word)
    endings = _FEMININE if gender == "femn" else _MASCULINE
    may_agree = folded.endswith(endings) or (
        folded.endswith(_GENITIVE)
        and gender != "femn"
        and (genitive_type or not kind)
        and "Surn" not in name_kinds(folded)
    )
    found = adjective(word.lower(), gender) if may_agree and gender else None
    doubtful = not kind and gender == "masc" and (found or "").endswith("ой")
    return word if doubtful or not found else found  # «Большой» alone would be read as feminine


def _gender_by_ending(words: Sequence[str]) -> str:
    """The gender of a street without a type word, "" where the name is a genitive."""
    for word in words:
        folded = fold(word)
        if folded.endswith(_FEMININE) and adjective(folded, "femn"):
            return "femn"
        manly = folded.endswith(_MASCULINE + _GENITIVE) and "Surn" not in name_kinds(folded)
        if manly and adjective(folded, "masc"):
            return "masc"
    return ""


def _agreed(word: str, gender: str) -> str:
    """A word of a settlement's name in the nominative."""
    lower = word.lower()
    if not lower.isalpha() and "-" not in lower:
        return word
    if "Geox" not in name_kinds(lower):
        found = adjective(lower, gender or _own_gender(lower))
        if found:
            return found
    return nominative(lower)


def _own_gender(word: str) -> str:
    if word.endswith(_FEMININE):
        return "femn"
    return "neut" if word.endswith(("ое", "ее")) else "masc"


def _capital(word: str) -> str:
    """Every part of a name begins with a capital but the small words inside."""
    if fold(word) in _SMALL or not word[:1].isalpha():
        return word.lower()
    if len(word) > 1 and word.isupper() and not any(char in "АЕЁИОУЫЭЮЯ" for char in word):
        return word
    return "-".join(part[:1].upper() + part[1:].lower() for part in word.split("-"))


def _plain_number(text: str) -> str:
    return re.sub(r"\W", "", text)
