"""Lists of guilty words, read from `data/lexicon` and asked word by word."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path

from classify.morphology import forms_of, in_dictionary
from classify.openings import Matcher, any_of, openings
from errors import OtklikError

DIRECTORY = Path(__file__).resolve().parent.parent / "data" / "lexicon"
ABUSIVE = ("obscene", "vulgar", "insult", "threat", "hate")
CATEGORIES = (*ABUSIVE, "spam", "ad", "solicitation")
SECTIONS = (
    "prefixes",
    "roots",
    "starts",
    "within",
    "dictionary starts",
    "except",
    "masked",
    "lemmas",
    "phrases",
    "senses",
    "figures",
    "must",
    "must not",
)
_BEGINNINGS = ("starts", "dictionary starts", "except")
_SHORT = DIRECTORY / "short_words.txt"
SHORT_WORDS = frozenset(
    word
    for line in _SHORT.read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
    for word in line.split()
)
_HEADING = re.compile(r"\[[a-z ]+\]")


class LexiconError(OtklikError, ValueError):
    """A lexicon file that cannot be read; the message names the file and the line."""


@dataclass(frozen=True)
class Phrase:
    """An expression of several words, sought only where a word begins with `key`.

    `innocent` where it says that a listed word is meant in another sense: «сука с щенками».
    """

    key: str
    expression: str
    innocent: bool = False

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Compiled when first met: all of them would take half a second."""
        return re.compile(rf"(?:(?<= )|^)(?:{self.expression})")


@dataclass(frozen=True)
class Lexicon:
    """The guilty words of one category."""

    category: str
    sections: Mapping[str, tuple[str, ...]]

    @cached_property
    def phrases(self) -> tuple[Phrase, ...]:
        """The phrases with their keys, and the innocent senses of words."""
        return tuple(
            _phrase(line, innocent=section == "senses")
            for section in ("phrases", "senses")
            for line in self.sections[section]
        )

    @cached_property
    def figures(self) -> re.Pattern[str]:
        """Figures of speech, in which what sounds guilty is not meant."""
        return re.compile(any_of(self._lines("figures")))

    @cached_property
    def forms(self) -> frozenset[str]:
        """Every form of every lemma."""
        return frozenset(chain.from_iterable(map(forms_of, self.sections["lemmas"])))

    def guilty(self, word: str) -> bool:
        """Whether a cleaned word stands in the lists.

        Roots only guess, so they accuse no word of the dictionary: such words are listed one by
        one, as lemmas or with their beginnings.
        """
        listed = word in self.forms or self._listed(word)
        return bool(listed or self._has_guilty_part(word)) and not self._innocent(word)

    def acquits(self, word: str) -> bool:
        """Whether a cleaned word only looks guilty, so that nothing may be held against it."""
        return bool(self._innocent(word))

    def guilty_behind_signs(self, word: str) -> bool:
        """Whether a word, `*` standing for any letter, hides one of the masked words."""
        found = self._masked(word)
        return found is not None and _mostly_letters(found[found.lastindex or 0])

    def _has_guilty_part(self, word: str) -> bool:
        guilty = self._starts(word) or self._within(word) or self._has_root(word)
        return bool(guilty) and not in_dictionary(word)

    def _has_root(self, word: str) -> bool:
        """A root is sought first, its prefixes after: far cheaper than the other way round."""
        return any(self._prefixes(word, 0, root.start()) for root in self._roots(word))

    @cached_property
    def _roots(self) -> Callable[[str], Iterator[re.Match[str]]]:
        return re.compile(any_of(self._lines("roots"))).finditer

    @cached_property
    def _prefixes(self) -> Callable[[str, int, int], re.Match[str] | None]:
        return re.compile(f"(?:{any_of(self._lines('prefixes'))})*").fullmatch

    @cached_property
    def _starts(self) -> Matcher:
        return re.compile(any_of(self._lines("starts"))).match

    @cached_property
    def _listed(self) -> Matcher:
        return re.compile(any_of(self._lines("dictionary starts"))).match

    @cached_property
    def _within(self) -> Matcher:
        return re.compile(any_of(self._lines("within"))).search

    @cached_property
    def beginnings(self) -> tuple[str, ...]:
        """Expressions for what guilty and acquitted words begin with."""
        return self._lines(*_BEGINNINGS)

    @cached_property
    def insides(self) -> tuple[str, ...]:
        """Expressions for what other guilty words contain."""
        return self._lines("roots", "within")

    @cached_property
    def look_alikes(self) -> tuple[str, ...]:
        """Expressions for what innocent words begin with."""
        return self._lines("except")

    @cached_property
    def openings(self) -> tuple[frozenset[str], frozenset[str]]:
        """What guilty and acquitted words begin with, and what other ones contain."""
        ends = list(map(openings, self.beginnings))
        anywhere = map(openings, self.insides)
        insides = [*(inside for _, inside in ends), *chain.from_iterable(anywhere)]
        return frozenset().union(*(first for first, _ in ends)), frozenset().union(*insides)

    @cached_property
    def _innocent(self) -> Matcher:
        return re.compile(any_of(self.look_alikes)).match

    @cached_property
    def _masked(self) -> Matcher:
        longest_first = sorted(self._lines("masked"), key=len, reverse=True)
        return re.compile(any_of(map(_with_signs, longest_first))).match

    def _lines(self, *sections: str) -> tuple[str, ...]:
        """What stands in some sections, ё as е."""
        return tuple(line.replace("ё", "е") for name in sections for line in self.sections[name])


def load_lexicons(directory: Path = DIRECTORY) -> tuple[Lexicon, ...]:
    """Every category's lexicon, in the order of CATEGORIES."""
    return tuple(load_lexicon(directory / f"{category}.txt") for category in CATEGORIES)


def load_disguised(directory: Path = DIRECTORY) -> Lexicon:
    """The words that people disguise, whatever list may accuse them."""
    return load_lexicon(directory / "disguised.txt")


def load_lexicon(path: Path) -> Lexicon:
    """The lexicon in one file, named after its category."""
    lines: dict[str, list[str]] = {section: [] for section in SECTIONS}
    for section, line in _section_lines(path):
        lines[section].append(line)
    return Lexicon(path.stem, {section: tuple(found) for section, found in lines.items()})


def _section_lines(path: Path) -> Iterator[tuple[str, str]]:
    section = ""
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        line = raw.strip()
        if _HEADING.fullmatch(line):
            section = _section_name(line, path, number)
        elif line and not line.startswith("#"):
            yield section, line


def _section_name(line: str, path: Path, number: int) -> str:
    name = line.strip("[]")
    if name not in SECTIONS:
        raise LexiconError(f"{path}:{number}: unknown section {line}, expected one of {SECTIONS}")
    return name


def _phrase(line: str, *, innocent: bool) -> Phrase:
    key, _, expression = line.partition(": ")
    return Phrase(key, expression, innocent)


def _with_signs(letters: str) -> str:
    """«хуй» → an expression that also takes «х*й», after the usual prefixes."""
    prefix = "(?:за|на|по|ни|не|о|у|вы|до|от|про|при|пере|под|об|с)?"
    return f"{prefix}({''.join(f'[{letter}*]' for letter in letters)})"


def _mostly_letters(found: str) -> bool:
    signs = found.count("*")
    return 0 < signs <= len(found) / 2
