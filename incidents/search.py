"""Finding incidents by a word or two of their text or place, whatever the endings.

Each word becomes a key: its beginning, hashed. Looking at an index finds what shares all keys of a
question; no word can be read from them.
"""

import re
from collections.abc import Collection
from hashlib import blake2b
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from incidents.competence import folded
from models import IncidentWord

LOOKED_AT = 2000  # who finds so many asks again with another word

Where = Literal["text", "place"]
_WORD = re.compile(r"[^\W_]+")
_ENDINGS = re.compile(
    "(?:ами|ями|ого|его|ому|ему|ыми|ими|ом|ем|ой|ей|ою|ею|ах|ях|ов|ев|ам|ям|ия|ие|ии|ых|их|ую|юю"
    "|ая|яя|ое|ее|ые|ый|ий|[аеиоуыэюяйь])$"
)
_SHORTEST, _LONGEST = 2, 6  # letters of a beginning; what is longer differs by its suffixes
_DIGITS = 10  # no incident has a longer number
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


def found_by(session: Session, words: str, place: str) -> list[int]:
    """The newest LOOKED_AT incidents that have all these words; a number finds its incident too."""
    known = keys(words) | keys(place, "place")
    found = _having(session, known) if known else []
    number = words.strip().lstrip("№ ")
    if number.isdecimal() and len(number) < _DIGITS:
        found.append(int(number))
    return found


def _having(session: Session, known: Collection[int]) -> list[int]:
    rarest, *others = sorted(known, key=lambda key: _how_many(session, key))
    query = select(IncidentWord.incident_id).where(IncidentWord.key == rarest)
    for number, key in enumerate(others):
        word = aliased(IncidentWord, name=f"also{number}")
        same = word.incident_id == IncidentWord.incident_id
        query = query.where(select(word.key).where(word.key == key, same).exists())
    return [*session.scalars(query.order_by(IncidentWord.incident_id.desc()).limit(LOOKED_AT))]


def _how_many(session: Session, key: int) -> int:
    some = select(IncidentWord.key).where(IncidentWord.key == key).limit(LOOKED_AT).subquery()
    return session.scalar(select(func.count()).select_from(some)) or 0
