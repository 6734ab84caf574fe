"""From the text as written to cleaned words that remember where they stood.

A chunk is what stands between blanks and commas. It is cleaned without looking at its
neighbours, so that what is found out about a chunk can be remembered.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from classify.characters import (
    folded,
    is_russian,
    letter_for,
    look_alike,
    plain,
    squeezed,
    transliterated,
)
from classify.morphology import in_dictionary

LONGEST = 48
"""Longer chunks are cut, so that what is remembered of a chunk stays small."""

FEWEST_APART = 3
_CHUNK = re.compile(r"[^\s,;:()\[\]{}«»\"“”„]{1,48}")
_PLAIN = re.compile(r"[\-–—'*.!?…]*([а-яёА-ЯЁ]+)[\-–—'.!?…]*")
_SIMPLE = re.compile(r"[0-9A-Za-zА-Яа-яЁё.!?'/-]*").fullmatch
_WORD = re.compile(r"[^\W_]+")
_LINK = re.compile(
    r"https?|www\.|\w\.(?:ru|com|net|org|me|site|info|xyz|top|рф|su|io|cc|ly)\b|t\.me"
)
_LETTERS_APART = re.compile(r"(?<![^\s,;:()])[^\W\d_](?:[ \t][^\W_]){2,}(?!\w)")
_ENGLISH = frozenset(("her", "here", "hers", "bit"))  # sound like Russian words, and are none
_JOINTS = frozenset(".-_'’`~–—")
_BETWEEN_JOINTS = re.compile(r"[.\-_'’`~–—]+")

Meant = Callable[[str], str]
"""Tells the guilty word that letters (or letters and `*`) stand for; empty where there is none."""


class Word(NamedTuple):
    """A cleaned word and where it stands: `[start, end)` in code points."""

    text: str
    start: int
    end: int
    disguised: bool = False

    def read_as(self, meant: str) -> "Word":
        """The same place, read as another word; as it is where that is empty."""
        return self if meant in ("", self.text) else self._replace(text=meant, disguised=True)


class _Letter(NamedTuple):
    """A visible character of a chunk, simplified, and its place in the chunk."""

    char: str
    at: int


def chunk_texts(text: str) -> list[str]:
    """The chunks of a text, none longer than LONGEST."""
    return _CHUNK.findall(text)


def chunk_spans(text: str) -> list[tuple[int, int]]:
    """Where the chunks of `chunk_texts` stand."""
    return [found.span() for found in _CHUNK.finditer(text)]


def letters_apart(text: str) -> Iterator[tuple[int, int, str]]:
    """Stretches like «п и з д а»: start, end, the letters together."""
    for found in _LETTERS_APART.finditer(text):
        yield found.start(), found.end(), re.sub(r"\s", "", found[0])


def plain_word(chunk: str) -> Word | None:
    """The word of a chunk that is Russian letters and punctuation around; may be stretched."""
    found = _PLAIN.fullmatch(chunk)
    if not found:
        return None
    return Word(found[1].lower().replace("ё", "е"), found.start(1), found.end(1))


def words_of(chunk: str, meant: Meant, behind: Meant) -> tuple[Word, ...]:
    """The cleaned words of a chunk, in order, with places inside the chunk.

    `meant` is asked for letters alone, `behind` for letters and `*`.
    """
    letters = _visible(chunk)
    if _LINK.search("".join(letter.char for letter in letters)):
        return (Word("link", 0, len(chunk)),)
    written = _as_written(letters)
    said = ["" if word.text.isdigit() else meant(word.text) for word in written]
    if any(said):
        return tuple(map(Word.read_as, written, said))
    return _in_disguise(letters, meant, behind) or written


def _visible(chunk: str) -> list[_Letter]:
    """Characters that can be seen, simplified; a picture stands as one `*`."""
    if _SIMPLE(chunk):
        return list(map(_Letter, folded(chunk), range(len(chunk))))
    seen = ((plain(char), at) for at, char in enumerate(chunk))
    return [_Letter(char, at) for char, at in seen if char]


def _as_written(letters: Sequence[_Letter]) -> tuple[Word, ...]:
    """Words as they stand, with letters of other scripts mapped inside Russian words."""
    joined = "".join(letter.char for letter in letters)
    return tuple(_written(found, letters) for found in _WORD.finditer(joined))


def _written(found: re.Match[str], letters: Sequence[_Letter]) -> Word:
    start, end = found.span()
    text = squeezed(_one_script(found[0]))
    return Word(text, letters[start].at, letters[end - 1].at + 1, text != found[0])


def _one_script(word: str) -> str:
    """A word of mixed scripts in Russian letters; digits as 0, so that numbers are alike."""
    if any(map(is_russian, word)):
        return "".join(map(look_alike, word)).translate(_DIGITS)
    return word.translate(_DIGITS)


_DIGITS = {ord(digit): "0" for digit in "123456789"}


def _in_disguise(letters: Sequence[_Letter], meant: Meant, behind: Meant) -> tuple[Word, ...]:
    """The whole chunk as one word, if any way of reading it gives a guilty one or a divided one."""
    body = _body(letters)
    chars = [letter.char for letter in body]
    joints_hide = _joints_hide(chars)
    if not any(map(str.isalpha, chars)) or not (joints_hide or any(map(_is_foreign, chars))):
        return ()
    readings = list(map(squeezed, _readings(chars, joints_hide)))
    whole = _hyphenated(chars) if joints_hide else ""
    hidden = () if whole else _hidden(chars, joints_hide)
    found = next(filter(None, chain(map(meant, readings), [whole], map(behind, hidden))), "")
    return (Word(found, body[0].at, body[-1].at + 1, True),) if found else ()


def _body(letters: Sequence[_Letter]) -> Sequence[_Letter]:
    """Without the punctuation at both ends; signs that stand for letters stay."""
    start, end = 0, len(letters)
    while end > start and letters[end - 1].char in ".!?…-–—'\"/\\|&":
        end -= 1
    while start < end and letters[start].char in ".…-–—'\"/\\*#_~":
        start += 1
    return letters[start:end]


def _readings(chars: Sequence[str], joints_hide: bool) -> Iterator[str]:
    """Ways of reading a disguised word as letters alone."""
    if not any(map(is_russian, chars)):
        yield from _latin_readings("".join(chars))
    if joints_hide:
        yield "".join(filter(str.isalpha, map(letter_for, chars)))
    yield "".join(char for char in map(letter_for, chars) if char.isalpha() or char in _JOINTS)


def _latin_readings(word: str) -> Iterator[str]:
    letters = "".join(char for char in word if char.isalpha())
    if letters.isascii() and letters not in _ENGLISH:
        yield transliterated(letters)


def _is_letter_or_joint(char: str) -> bool:
    return char.isalpha() or char in _JOINTS


def _is_foreign(char: str) -> bool:
    """Neither a Russian letter nor what joins words."""
    return not is_russian(char) and char not in _JOINTS


def _joints_hide(chars: Sequence[str]) -> bool:
    """Signs inside a word are a disguise unless they join whole words («кто-то»)."""
    inside = [char for char in chars if not letter_for(char).isalpha()]
    if any(char not in _JOINTS for char in inside):
        return True
    return bool(inside) and min(map(len, _BETWEEN_JOINTS.split("".join(chars)))) <= 2


def _hyphenated(chars: Sequence[str]) -> str:
    """The word of the dictionary that joints only divide («бл-ин»); empty where there is none."""
    word = "".join(char for char in chars if char not in _JOINTS)
    return word if len(word) < len(chars) and in_dictionary(word) else ""


def _hidden(chars: Sequence[str], joints_hide: bool) -> Iterator[str]:
    """Signs as `*`, each for one letter; then every run of signs for one letter."""
    if joints_hide or not all(map(_is_letter_or_joint, chars)):
        signs = "".join(look_alike(char) if char.isalpha() else "*" for char in chars)
        yield signs
        yield re.sub(r"\*+", "*", signs)
