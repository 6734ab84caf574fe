"""Words of a text and where they stand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SHORTENED = (
    "ул|пер|пл|пр|просп|ш|мкр|г|гор|пос|п|с|дер|х|ст|р|обл|д|кв|стр|корп|им|тел|см|т|е|др|руб|коп|тыс"
    "|млн|км|кг|м|ч|мин|сек"
)
_NO_WORDS = re.compile(
    r"https?://\S+|(?<!\S)\S+@\S+|[#@]\w+|\[[^\[\]|]+\|[^\[\]]*\]|(?<!\w)\w*\d[\w-]*"
    rf"|(?<!\w)(?:{_SHORTENED})\.",
    re.IGNORECASE,
)
_END = re.compile(r"[.!?…\n]")
_LONGEST = 40  # letters; what is longer is no word


@dataclass(frozen=True, slots=True)
class Word:
    """A word as written; `opens` says that it begins a sentence."""

    text: str
    start: int
    opens: bool

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + len(self.text)

    @property
    def is_name(self) -> bool:
        """A capital in the middle of a sentence, or capitals throughout."""
        return self.text[0].isupper() and (not self.opens or not self.text[1:].islower())


def words(text: str) -> Iterator[Word]:
    """The words of a text, without addresses, mentions, abbreviations and numbers."""
    plain = _NO_WORDS.sub(lambda found: " " * len(found[0]), text)
    ended = 0
    for found in _WORD.finditer(plain):
        opens = ended == 0 or bool(_END.search(text, ended, found.start()))
        ended = found.end()
        if len(found[0]) <= _LONGEST:
            yield Word(found[0], found.start(), opens)


def first_sentence(text: str) -> str:
    """What stands before the first full stop, exclamation mark or line break."""
    return _END.split(text.strip(), maxsplit=1)[0]
