"""From labelled words to places: their spans, their normal names, what is ambiguous in them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from classify.places.names import SETTLEMENT, STREET, folded_words
from classify.places.normal import Normal, Normaliser
from classify.places.stretches import Stretch
from classify.places.tokens import Pair, edges_of
from classify.places.vocabulary import Vocabulary, fold
from models.verdict import Place, Places

_PARTS = frozenset({"к", "корп", "корпус", "стр", "строение"})
_BESIDE = " .\u00a0"


@dataclass(frozen=True)
class Judging:
    """Turns stretches of labelled words into places."""

    normaliser: Normaliser
    vocabulary: Vocabulary

    def places(self, text: str, pairs: Sequence[Pair], found: Sequence[Stretch]) -> Places:
        """The places of a text, each once, in the order of appearance."""
        edges = edges_of(pairs)
        words = [word for _, word in pairs]
        reading = _Reading(self, text, words, edges[::2], edges[1::2], found)
        return Places(
            settlement=_once(reading.settlements),
            street=_once(reading.streets()),
            house=_once(reading.houses()),
            other=_once(reading.others()),
        )


@dataclass(frozen=True)
class _Reading:
    judging: Judging
    text: str
    words: Sequence[str]
    starts: Sequence[int]
    ends: Sequence[int]
    found: Sequence[Stretch]

    @cached_property
    def taken(self) -> frozenset[int]:
        """Words that belong to some place."""
        return frozenset(at for _, first, last in self.found for at in range(first, last + 1))

    @cached_property
    def house_starts(self) -> frozenset[int]:
        """First words of houses."""
        return frozenset(first for kind, first, _ in self.found if kind == "house")

    @cached_property
    def settlements(self) -> list[Place]:
        """Settlements and districts; the type word counts for the normal name only."""
        return [self._settlement(first, last) for first, last in self._of("settlement")]

    def _settlement(self, first: int, last: int) -> Place:
        normal = self.judging.normaliser.settlement(self._said(first, last), self._before(first))
        return self._place(first, last, normal.text, self._settlement_is_unsure(normal, first))

    def streets(self) -> Iterator[Place]:
        """Streets, with the type word beside."""
        named = {place.normal for place in self.settlements}
        for first, last in map(self._with_type, self._of("street")):
            normal = self.judging.normaliser.street(self._said(first, last), self._before(first))
            unsure = self._street_is_unsure(normal, first, last, named)
            yield self._place(first, last, normal.text, unsure)

    def houses(self) -> Iterator[Place]:
        """Houses; one without any street is ambiguous."""
        alone = not any(kind == "street" for kind, _, _ in self.found)
        for first, last in map(self._with_part, self._of("house")):
            yield self._place(
                first, last, self.judging.normaliser.house(self._said(first, last)), alone
            )

    def others(self) -> Iterator[Place]:
        """Other places; a bare «школа» may be any."""
        for first, last in self._of("other"):
            said = self._said(first, last)
            bare = first == last and said.islower()
            yield self._place(first, last, self.judging.normaliser.other(said), bare)

    def _of(self, kind: str) -> Iterator[tuple[int, int]]:
        return ((first, last) for of, first, last in self.found if of == kind)

    def _said(self, first: int, last: int) -> str:
        return self.text[self.starts[first] : self.ends[last]]

    def _place(self, first: int, last: int, normal: str, ambiguous: bool) -> Place:
        start, end = self.starts[first], self.ends[last]
        return Place(self.text[start:end], start, end, normal, ambiguous)

    def _before(self, first: int) -> str:
        """The word right before, if nothing but a dot stands between."""
        near = first > 0 and self._beside(first - 1)
        return self.words[first - 1] if near else ""

    def _beside(self, at: int) -> bool:
        """Whether a word and the next one belong together."""
        return not self.text[self.ends[at] : self.starts[at + 1]].strip(_BESIDE)

    def _with_type(self, stretch: tuple[int, int]) -> tuple[int, int]:
        """A type word that the tagger left outside is taken in."""
        first, last = stretch
        types = self.judging.vocabulary.types["street"]
        if any(fold(word) in types for word in self.words[first : last + 1]):
            return first, last
        typed = fold(self._before(first)) in types and first - 1 not in self.taken
        return (first - 1, last) if typed else (first, last)

    def _with_part(self, stretch: tuple[int, int]) -> tuple[int, int]:
        """«14 корп 2» is one house."""
        first, last = stretch
        words = [fold(word) for word in self.words[last + 1 : last + 3]]
        if len(words) > 1 and words[0] in _PARTS and words[1][0].isdecimal() and len(words[1]) < 3:
            return first, last + 2
        return first, last

    def _settlement_is_unsure(self, normal: Normal, first: int) -> bool:
        """A name without a type word that is a street's, too, or several settlements'."""
        if len({name.full for name in normal.meanings}) > 1:
            return True
        is_typed = bool(normal.type) and not normal.meanings
        typed_here = fold(self._before(first)) in self.judging.vocabulary.types["settlement"]
        return not (is_typed or typed_here) and self._also(normal, STREET)

    def _street_is_unsure(self, normal: Normal, first: int, last: int, named: set[str]) -> bool:
        """Without a type word: a settlement's name, or a surname with no house after it.

        In any case: a street of several settlements none of which is named.
        """
        homes = {name.settlement for name in normal.meanings if name.settlement}
        if len(homes) > 1 and not homes & named:
            return True
        if len({name.full for name in normal.meanings}) > 1:
            return True
        types = self.judging.vocabulary.types["street"]
        near = (self._before(first), *self.words[first : last + 1])
        if any(fold(word) in types for word in near):
            return False
        sure = homes or normal.text.endswith(_WOMANLY) or self._has_house(last)
        return self._also(normal, SETTLEMENT) or not sure

    def _also(self, normal: Normal, kind: int) -> bool:
        name = normal.text.removeprefix(normal.type).removesuffix(normal.type)
        return bool(self.judging.normaliser.book.meaning(folded_words(name), kind))

    def _has_house(self, last: int) -> bool:
        return any(at in self.house_starts for at in range(last + 1, last + 1 + _NEAR))


_NEAR = 3
_WOMANLY = ("ая", "яя")


def _once(places: Iterable[Place]) -> tuple[Place, ...]:
    """The first place of each normal name."""
    found: dict[str, Place] = {}
    for place in places:
        found.setdefault(place.normal, place)
    return tuple(found.values())
