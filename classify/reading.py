"""What one chunk says by itself: its words, its guilty words, its shape."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain, compress
from typing import NamedTuple

from classify.characters import squeezed
from classify.chunks import Word, plain_word, words_of
from classify.letters import Flags, Fours, sayable, table_of, unsayable
from classify.lexicon import (
    ABUSIVE,
    CATEGORIES,
    SHORT_WORDS,
    Lexicon,
    Phrase,
    load_disguised,
    load_lexicons,
)
from classify.morphology import in_dictionary
from classify.openings import Matcher, any_of, beginning_with
from classify.unmasking import Unmasker

SHAPES = (
    "words",
    "upper",
    "number",
    "long_number",
    "link",
    "latin",
    "mixed",
    "picture",
    "ask",
    "shout",
    "scrap",
    "name",
    "house",
)
COUNTS = (*CATEGORIES, *SHAPES)
_NOBODY = (0,) * len(CATEGORIES)
_HOUSE = re.compile(r"\d{1,3}(?:[а-я]|[/-]\d{1,3})?[.!?…]*", re.IGNORECASE)
_STREET = re.compile(r"[А-ЯЁ][а-яё]{2,}|[а-яё]{2,}(?:ая|ой|ова|ева|ина|ого|их|ей)")
_VOWELS = frozenset("aeiouy")
_LONG_ENOUGH = 3
_HIDING = ("obscene", "vulgar")


class Hit(NamedTuple):
    """A guilty word: its category and place, `[start, end)`."""

    category: str
    start: int
    end: int


class Piece(NamedTuple):
    """A chunk, read: words and hits with places inside it, phrases it may begin, counts.

    `acquitted`: categories that a look-alike word in it must not be held guilty of.
    """

    words: tuple[Word, ...]
    hits: tuple[Hit, ...]
    phrases: tuple[tuple[str, Phrase], ...]
    counts: tuple[int, ...]
    acquitted: tuple[str, ...] = ()


class Reader:
    """Reads chunks with the lexicons; keeps nothing of what it read."""

    def __init__(self) -> None:
        self.lexicons = load_lexicons()
        disguised = load_disguised()
        abuse = (each.forms for each in self.lexicons if each.category in ABUSIVE)
        innocent = (*self.lexicons, disguised)
        self._unmasker = Unmasker(
            disguised.forms.union(*abuse), lambda word: any(each.acquits(word) for each in innocent)
        )

    def read_all(self, chunks: Sequence[str]) -> list[Piece]:
        """What `read` says of each chunk; words that are nothing special are told at once."""
        words = list(map(plain_word, chunks))
        special = self._special([word.text for word in words if word])
        return [
            Piece((word,), (), (), (*_NOBODY, *_plain_shape(chunk, 0)))
            if word and word.text not in special
            else self._piece(chunk, word)
            for chunk, word in zip(chunks, words, strict=True)
        ]

    def read(self, chunk: str) -> Piece:
        """Everything that can be said of a chunk without its neighbours."""
        return self._piece(chunk, plain_word(chunk))

    def _piece(self, chunk: str, plain: Word | None) -> Piece:
        words = self._words(chunk, plain)
        if plain and not self._suspicious(words[0].text):
            scraps = int(is_scrap(words[0].text))
            return Piece(words, (), (), (*_NOBODY, *_plain_shape(chunk, scraps)))
        hits = tuple(self._hits(words))
        phrases = tuple(found for word in words for found in self._phrases_at(word.text))
        scraps = 0 if hits else sum(is_scrap(word.text) for word in words)
        shape = _plain_shape(chunk, scraps) if plain else _shape(chunk, words, scraps)
        counts = (*_per_category(hits), *shape)
        return Piece(words, hits, phrases, counts, self._acquitted(words, hits))

    def _words(self, chunk: str, plain: Word | None) -> tuple[Word, ...]:
        if plain:
            word = plain._replace(text=squeezed(plain.text))
            return (word.read_as(self._unmasker.meant(word.text)),)
        return words_of(chunk, self.meant, self.behind)

    def _special(self, words: Sequence[str]) -> set[str]:
        """Those words which lists, letters or shortness make worth reading."""
        listed = self._listed
        found = {word for word in words if word in listed or len(word) < _LONG_ENOUGH}
        longer = [word for word in words if len(word) >= _LONG_ENOUGH]
        if longer:
            fours = Fours(longer)
            special = fours.begin_in(self._first_letters) | fours.any_in(self._letters)
            found.update(compress(longer, special))
            found.update(filter(self._unmasker.may_hide, compress(longer, ~special)))
        return found

    @cached_property
    def _first_letters(self) -> Flags:
        """The table of letters with which guilty and acquitted words and phrases begin."""
        return table_of((*self._by_key, *(o for each in self.lexicons for o in each.openings[0])))

    @cached_property
    def _letters(self) -> Flags:
        """The table of letters inside guilty and acquitted words, stretched ones and scraps."""
        inside = table_of(o for each in self.lexicons for o in each.openings[1])
        return inside | unsayable()

    def meant(self, word: str) -> str:
        """The guilty word that letters stand for, itself or misspelt; empty where there is none."""
        return word if self._hides(word) else self._unmasker.meant(word)

    def behind(self, signs: str) -> str:
        """The same for a word some letters of which are signs, written `*`."""
        found = self._unmasker.behind(signs)
        listed = [each for each in self._hiding if each.guilty_behind_signs(signs)]
        return found if all(each.guilty(found) for each in listed) else signs

    def _hides(self, word: str) -> bool:
        """Whether the lists accuse a word of the kind people disguise."""
        return self._suspicious(word) and any(lexicon.guilty(word) for lexicon in self._hiding)

    @cached_property
    def _hiding(self) -> tuple[Lexicon, ...]:
        return tuple(lexicon for lexicon in self.lexicons if lexicon.category in _HIDING)

    def _hits(self, words: Iterable[Word]) -> Iterator[Hit]:
        for word in words:
            for lexicon in self.lexicons if self._suspicious(word.text) else ():
                if _accused(lexicon, word.text):
                    yield Hit(lexicon.category, word.start, word.end)

    def _acquitted(self, words: Iterable[Word], hits: Sequence[Hit]) -> tuple[str, ...]:
        alike = [word.text for word in words if self._looks_alike(word.text)]
        accused = {hit.category for hit in hits}
        return tuple(
            lexicon.category
            for lexicon in (self.lexicons if alike else ())
            if lexicon.category not in accused and any(map(lexicon.acquits, alike))
        )

    @cached_property
    def _looks_alike(self) -> Matcher:
        return beginning_with(line for each in self.lexicons for line in each.look_alikes)

    @cached_property
    def _by_key(self) -> dict[str, list[tuple[str, Phrase]]]:
        table: dict[str, list[tuple[str, Phrase]]] = {}
        for lexicon in self.lexicons:
            for phrase in lexicon.phrases:
                table.setdefault(phrase.key, []).append((lexicon.category, phrase))
        return table

    def _suspicious(self, word: str) -> bool:
        """A set and two expressions for all lexicons spare most words the asking."""
        return bool(word in self._listed or self._begins_badly(word) or self._contains_bad(word))

    @cached_property
    def _listed(self) -> frozenset[str]:
        return frozenset().union(*(lexicon.forms for lexicon in self.lexicons))

    @cached_property
    def _begins_badly(self) -> Matcher:
        lines = (line for each in self.lexicons for line in each.beginnings)
        return beginning_with(chain(self._by_key, lines))

    @cached_property
    def _contains_bad(self) -> Matcher:
        lines = (line for each in self.lexicons for line in each.insides)
        return re.compile(any_of((r"\*", *lines))).search

    @cached_property
    def _key_lengths(self) -> tuple[int, ...]:
        return tuple(sorted(set(map(len, self._by_key))))

    def _phrases_at(self, word: str) -> Iterator[tuple[str, Phrase]]:
        for length in self._key_lengths:
            yield from self._by_key.get(word[:length], ()) if length <= len(word) else ()


def _accused(lexicon: Lexicon, word: str) -> bool:
    return lexicon.guilty_behind_signs(word) if "*" in word else lexicon.guilty(word)


def _per_category(hits: Sequence[Hit]) -> tuple[int, ...]:
    found = [hit.category for hit in hits]
    return _NOBODY if not found else tuple(found.count(category) for category in CATEGORIES)


def _plain_shape(chunk: str, scraps: int) -> tuple[int, ...]:
    """`_shape` for a chunk that is one plain Russian word."""
    upper = int(len(chunk) > 2 and chunk.isupper())
    named = int(bool(_STREET.fullmatch(chunk)))
    return (1, upper, 0, 0, 0, 0, 0, 0, int("?" in chunk), int("!" in chunk), scraps, named, 0)


def _shape(chunk: str, words: Sequence[Word], scraps: int) -> tuple[int, ...]:
    """Counts in the order of SHAPES."""
    digits = sum(map(str.isdigit, chunk))
    texts = [word.text for word in words]
    return (
        len(words),
        int(len(chunk) > 2 and chunk.isupper()),
        int(digits > 0),
        int(digits > 6),
        int("link" in texts),
        int(any(text.isascii() and text.isalpha() for text in texts)),
        int(any(word.disguised for word in words)),
        sum(char > "\u2190" for char in chunk),
        int("?" in chunk),
        int("!" in chunk),
        scraps,
        int(bool(_STREET.fullmatch(chunk))),
        int(bool(_HOUSE.fullmatch(chunk))),
    )


def is_scrap(word: str) -> bool:
    """Whether a word is no word: letters nobody says, or one or two that mean nothing."""
    if not word.isalpha() or len(word) < _LONG_ENOUGH:
        return word.isalpha() and word not in SHORT_WORDS
    if word.isascii():
        return len(word) > _LONG_ENOUGH and _VOWELS.isdisjoint(word)
    return not sayable(word) and not in_dictionary(word)
