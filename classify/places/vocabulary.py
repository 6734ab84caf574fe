"""Words that speak of a place: types of streets and settlements, and how people shorten them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from classify.morphology import forms_of
from errors import OtklikError

DIRECTORY = Path(__file__).resolve().parent.parent.parent / "data" / "places"
SECTIONS = (
    "street",
    "settlement",
    "district",
    "house",
    "part",
    "flat",
    "object",
    "unit",
    "person",
)


class VocabularyError(OtklikError, ValueError):
    """A line of the list of words that cannot be read; the message names file and line."""


@dataclass(frozen=True)
class Vocabulary:
    """cues: form → the sections it stands in, joined; types: section → form → dictionary form."""

    cues: Mapping[str, str]
    types: Mapping[str, Mapping[str, str]]

    def type_word(self, section: str, word: str) -> str | None:
        """The dictionary form of a type word as people write it: «пр-кту» → «проспект»."""
        return self.types[section].get(fold(word))


def fold(word: str) -> str:
    """Lower case, ё as е."""
    return word.lower().replace("ё", "е")


def with_type(kind: str, name: str) -> str:
    """A type word and a name in the usual order: «улица Ленина», «Черлакский район»."""
    parts = (name, kind) if kind in _AFTER_THE_NAME else (kind, name)
    return " ".join(filter(None, parts))


_AFTER_THE_NAME = frozenset(["район", "округ", "область", "край", "сельсовет", "поселение"])


@cache
def load_vocabulary(path: Path = DIRECTORY / "words.txt") -> Vocabulary:
    """The list of words with all their forms. Raises VocabularyError."""
    types: dict[str, dict[str, str]] = {section: {} for section in SECTIONS}
    for section, lemma, shortened in _entries(path):
        for form in (*forms_of(lemma), *map(fold, shortened)):
            types[section].setdefault(form, lemma)
    cues: dict[str, str] = {}
    for section, forms in types.items():
        for form in forms:
            cues[form] = f"{cues[form]}+{section}" if form in cues else section
    return Vocabulary(cues, types)


def read_names(path: Path) -> list[str]:
    """The names of a list: lines, without comments."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def _entries(path: Path) -> Iterator[tuple[str, str, list[str]]]:
    section = ""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("["):
            section = _known_section(line.strip("[] "), f"{path}:{number}")
        elif line.strip() and not line.startswith("#"):
            lemma, _, shortened = line.partition(":")
            yield section, lemma.strip(), shortened.split()


def _known_section(name: str, where: str) -> str:
    if name not in SECTIONS:
        raise VocabularyError(f"{where}: unknown section [{name}], expected one of {SECTIONS}")
    return name
