"""What a word says about being a place: strings that are hashed and weighed."""

import re
from typing import NamedTuple

from classify.morphology import in_dictionary, name_kinds
from classify.places.vocabulary import DIRECTORY, Vocabulary, fold, read_names

_ORDINAL = re.compile(r"\d+-?(?:я|й|ю|ая|ый|ой|ую|го|ого|му|ти|х|м|е|ое|ей|ух)")
_HOUSE = re.compile(r"\d{1,3}-?[а-еикА-ЕИК]\d?")
_JOINED = re.compile(r"\d{1,3}[^\W\d_]?[/\\-]\d{1,3}[^\W\d_]?")
_ADJECTIVE = re.compile(r".{2,}(ой|ая|ую|ого|ому|ом|ым|ий|ый|ей|их|ых|ое|ем|яя|юю|им|ими|ыми)")
_SURNAME = re.compile(r".{2,}(ова|ева|ина|ына|ского|цкого)")
_PLURAL = re.compile(r".{2,}(ов|ев|ей)")
_PLACE = re.compile(r".{2,}(ово|ево|ино|ка|ки|ке|ку|ск|ска|ске|щина|нск|град|горск|цы)")

KEPT = frozenset(
    word for line in read_names(DIRECTORY / "common_words.txt") for word in line.split()
)
"""Common words that say by themselves what may follow."""


class Description(NamedTuple):
    """A word's kind, the broader group, and its features, those heard farthest first.

    All are heard at the word itself, the first `near` one word away, the first `far` two or
    three words away.
    """

    kind: str
    group: str
    features: tuple[str, ...]
    near: int
    far: int


def describe(word: str, vocabulary: Vocabulary) -> Description:
    """All that is said of a word without its neighbours."""
    folded = fold(word)
    if word[0].isdecimal():
        return _number(word, folded)
    shape, ending = _shape(word), _ending(folded)
    cue = vocabulary.cues.get(folded, "")
    known = "known" if len(folded) > 2 and in_dictionary(folded) else "new"
    asked = known == "known" and shape in "TUM"
    tags = "".join(sorted(name_kinds(folded))) if asked else ""
    kind = _kind(folded, shape, ending, cue, known, tags)
    base = (f"w={folded}", f"k={kind}", f"c={cue}")
    near = (*base, f"g={tags}", f"s={shape}{ending}", f"3={folded[-3:]}", f"b={folded[:4]}")
    full = (
        *near,
        f"s={shape}",
        f"e={ending}",
        f"{known}{shape}",
        f"{known}{shape}{ending}",
        f"2={folded[-2:]}",
        f"4={folded[-4:]}",
        f"5={folded[-5:]}",
        f"B={folded[:3]}",
        f"6={folded[:6]}",
        f"n={min(len(folded), 9)}",
        f"g={tags}",
        f"g={tags}{shape}",
        "hyphen" if "-" in folded else "plain",
    )
    return Description(kind, _group(shape, ending, cue), full, len(near), len(base))


def _number(word: str, folded: str) -> Description:
    kind = _number_kind(folded)
    base = (f"k={kind}",)
    near = (*base, f"w={folded}") if len(folded) < 4 else base
    features = (*near, f"n={len(word)}", f"e={folded[-1]}")
    return Description(kind, "digits", features, len(near), len(base))


def _number_kind(folded: str) -> str:
    if folded.isdecimal():
        return f"digits{min(len(folded), 5)}"
    for name, pattern in (("ordinal", _ORDINAL), ("joined", _JOINED), ("lettered", _HOUSE)):
        if pattern.fullmatch(folded):
            return name
    return "number"


def _kind(folded: str, shape: str, ending: str, cue: str, known: str, tags: str) -> str:
    if tags:
        return f"{tags}{shape}{ending}{cue}"
    if folded in KEPT or (cue and len(folded) < 3):
        return f"{folded}{shape}"
    return f"{cue}{shape}{ending}" if cue else f"{known}{shape}{ending}"


def _group(shape: str, ending: str, cue: str) -> str:
    """Its cue, or whether it is written as a name and how names end."""
    if cue:
        return cue
    named = "name" if shape in "TUM" else "word"
    return named + (ending[0] if ending[0] in "sapt" and len(ending) > 1 else "-")


def _shape(word: str) -> str:
    if word.islower():
        return "l" if len(word) > 1 else "i"
    if word.isupper():
        return "U" if len(word) > 1 else "I"
    return "T" if word.istitle() or word[1:].islower() else "M"


def _ending(folded: str) -> str:
    for name, pattern in (("s", _SURNAME), ("a", _ADJECTIVE), ("p", _PLURAL), ("t", _PLACE)):
        found = pattern.fullmatch(folded)
        if found:
            return name + "." + found[1]
    return folded[-1] if folded[-1] in "аяуюеиыоь" else "-"
