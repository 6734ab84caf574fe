"""Sentences of a text, and how many words each has."""

import re
from collections.abc import Iterator

LONG = 30  # words; what people still take in at one reading
_END = re.compile(r"[.!?…]+[)»\"]*(?=\s)|\n")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SHORTENED = re.compile(
    r"(?<!\w)(?:ул|пер|пл|пр|просп|ш|мкр|г|гор|пос|п|с|дер|х|ст|р|обл|д|кв|стр|корп|им|тел|см|т|е"
    r"|др|руб|коп|тыс|млн|млрд|км|кг|м|ч|мин|сек|[А-ЯЁ])\.$",
    re.IGNORECASE,
)

Span = tuple[int, int]


def sentences(text: str) -> Iterator[tuple[Span, int]]:
    """Each sentence with its place; a line break ends one, an abbreviation does not."""
    begin = 0
    for found in _END.finditer(text):
        if not _SHORTENED.search(text[max(0, found.end() - 8) : found.end()]):
            yield from _one(text, begin, found.end())
            begin = found.end()
    yield from _one(text, begin, len(text))


def _one(text: str, begin: int, end: int) -> Iterator[tuple[Span, int]]:
    while begin < end and text[begin].isspace():
        begin += 1
    while end > begin and text[end - 1].isspace():
        end -= 1
    if begin < end:
        yield (begin, end), len(_WORD.findall(text, begin, end))
