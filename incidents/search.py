"""Finding incidents by a word or two of their text or place, whatever the endings.

Each word becomes a key: its beginning, hashed. Looking at an index finds what shares all keys of a
question; no word can be read from them.
"""

import re
from hashlib import blake2b
from typing import Literal

from incidents.competence import folded

Where = Literal["text", "place"]
_WORD = re.compile(r"[^\W_]+")
_ENDINGS = re.compile(
    "(?:ами|ями|ого|его|ому|ему|ыми|ими|ом|ем|ой|ей|ою|ею|ах|ях|ов|ев|ам|ям|ия|ие|ии|ых|их|ую|юю"
    "|ая|яя|ое|ее|ые|ый|ий|[аеиоуыэюяйь])$"
)
_SHORTEST, _LONGEST = 2, 6  # letters of a beginning; what is longer differs by its suffixes
_MOST = 400  # words of one text: the longest message of a resident is shorter


def keys(text: str, where: Where = "text") -> frozenset[int]:
    """The keys of a text's words, each below 2⁶³."""
    found = _WORD.findall(folded(text[: _MOST * 20]))[:_MOST]
    return frozenset(_hashed(f"{where}:{_beginning(word)}") for word in found)


def _beginning(word: str) -> str:
    if not word.isalpha():
        return word
    bare = _ENDINGS.sub("", word)
    return (bare if len(bare) >= _SHORTEST else word)[:_LONGEST]


def _hashed(word: str) -> int:
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "big") >> 1
