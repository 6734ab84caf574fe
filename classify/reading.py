"""What one chunk says by itself: its words, its guilty words, its shape."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from classify.chunks import Word, plain_word, words_of
from classify.lexicon import CATEGORIES, SHORT_WORDS, Lexicon, Phrase

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
)
COUNTS = (*CATEGORIES, *SHAPES)
_NOBODY = (0,) * len(CATEGORIES)
_VOWELS = frozenset("аеиоуыэюяaeiouy")
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

    def __init__(self, lexicons: Sequence[Lexicon]) -> None:
        self.lexicons = tuple(lexicons)

    def read(self, chunk: str) -> Piece:
        """Everything that can be said of a chunk without its neighbours."""
        word = plain_word(chunk)
        if word and not self._suspicious(word.text):
            return Piece((word,), (), (), _plain_counts(chunk, word.text))
        words = (word,) if word else words_of(chunk, self.hides, self.hides_behind_signs)
        return self._piece(chunk, words)

    def _piece(self, chunk: str, words: tuple[Word, ...]) -> Piece:
        hits = tuple(self._hits(words))
        phrases = tuple(found for word in words for found in self._phrases_at(word.text))
        counts = (*_per_category(hits), *_shape(chunk, words))
        return Piece(words, hits, phrases, counts, self._acquitted(words, hits))

    def hides(self, word: str) -> bool:
        """Whether a word is of the kind people disguise."""
        return self._suspicious(word) and any(lexicon.guilty(word) for lexicon in self._hiding)

    def hides_behind_signs(self, word: str) -> bool:
        """The same for a word some letters of which are signs, written `*`."""
        return any(lexicon.guilty_behind_signs(word) for lexicon in self._hiding)

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
    def _looks_alike(self) -> Callable[[str], re.Match[str] | None]:
        return re.compile("|".join(each.look_alikes for each in self.lexicons)).match

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
    def _begins_badly(self) -> Callable[[str], re.Match[str] | None]:
        keys = map(re.escape, self._by_key)
        return re.compile("|".join((*keys, *(each.beginnings for each in self.lexicons)))).match

    @cached_property
    def _contains_bad(self) -> Callable[[str], re.Match[str] | None]:
        return re.compile("|".join((r"\*", *(each.insides for each in self.lexicons)))).search

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
    return tuple(found.count(category) for category in CATEGORIES)


def _plain_counts(chunk: str, word: str) -> tuple[int, ...]:
    """`_shape` for a chunk that is one plain Russian word."""
    upper = int(len(chunk) > 2 and chunk.isupper())
    marks = int("?" in chunk), int("!" in chunk)
    return (*_NOBODY, 1, upper, 0, 0, 0, 0, 0, 0, *marks, int(is_scrap(word)))


def _shape(chunk: str, words: Sequence[Word]) -> tuple[int, ...]:
    """Counts in the order of SHAPES."""
    return (
        len(words),
        int(len(chunk) > 2 and chunk.isupper()),
        int(any(char.isdigit() for char in chunk)),
        int(sum(map(str.isdigit, chunk)) > 6),
        int(any(word.text == "link" for word in words)),
        int(any(word.text.isascii() and word.text.isalpha() for word in words)),
        int(any(word.disguised for word in words)),
        sum(char > "\u2190" for char in chunk),
        int("?" in chunk),
        int("!" in chunk),
        sum(is_scrap(word.text) for word in words),
    )


def is_scrap(word: str) -> bool:
    """Whether a word is no word: letters nobody can say, or one or two that mean nothing."""
    if len(word) > 2:
        return len(word) > 3 and word.isalpha() and _VOWELS.isdisjoint(word)
    return word.isalpha() and word not in SHORT_WORDS
