"""Tables of characters that stand for Russian letters."""

import re
import unicodedata
from functools import lru_cache

_LOOK_ALIKES = {
    # Latin
    "a": "а", "b": "в", "c": "с", "e": "е", "h": "н", "i": "и", "k": "к", "m": "м", "n": "п",
    "o": "о", "p": "р", "r": "г", "t": "т", "u": "и", "x": "х", "y": "у", "z": "з", "j": "й",
    "ë": "е", "ё": "е", "á": "а", "é": "е", "ó": "о", "ý": "у", "w": "ш", "l": "л", "d": "д",
    "f": "ф", "g": "г", "s": "с", "v": "в", "q": "к",
    # Ukrainian, Belarusian, Serbian, Kazakh
    "і": "и", "ї": "и", "є": "е", "ґ": "г", "ў": "у", "ј": "й", "ѕ": "с", "һ": "н", "қ": "к",
    "ә": "а", "ө": "о", "ү": "у", "ұ": "у", "ң": "н", "ғ": "г", "ѣ": "е", "ѵ": "и",
    # small capitals and phonetic signs
    "ᴀ": "а", "ʙ": "в", "ᴄ": "с", "ᴇ": "е", "ɢ": "г", "ʜ": "н", "ᴋ": "к", "ᴍ": "м", "ʍ": "м",
    "ᴏ": "о", "ᴘ": "р", "ᴛ": "т", "ᴜ": "и", "ʏ": "у", "ʀ": "я", "ᴦ": "г", "ᴧ": "л", "ᴨ": "п",
    "ᴩ": "р", "ɯ": "ш", "ɜ": "з", "ᴢ": "з", "ɑ": "а", "ɐ": "а", "ǝ": "е", "ə": "е",
    # Greek
    "α": "а", "β": "б", "γ": "г", "ε": "е", "η": "н", "ι": "и", "κ": "к", "λ": "л", "μ": "м",
    "ν": "в", "ο": "о", "π": "п", "ρ": "р", "τ": "т", "υ": "у", "φ": "ф", "χ": "х", "ω": "ш",
}  # fmt: skip

_SIGNS = {
    "0": "о", "1": "и", "3": "з", "4": "ч", "6": "б", "7": "т", "8": "в", "9": "я", "@": "а",
    "€": "е", "!": "и", "|": "и", "$": "с", "£": "е", "¥": "у", "©": "с", "®": "я", "&": "и",
}  # fmt: skip

_SOUNDS = (
    ("shch", "щ"), ("sch", "щ"), ("zh", "ж"), ("kh", "х"), ("ch", "ч"), ("sh", "ш"), ("ts", "ц"),
    ("yo", "е"), ("jo", "е"), ("yu", "ю"), ("ju", "ю"), ("ya", "я"), ("ja", "я"), ("iy", "ий"),
    ("ye", "е"), ("a", "а"), ("b", "б"), ("c", "ц"), ("d", "д"), ("e", "е"), ("f", "ф"),
    ("g", "г"), ("h", "х"), ("i", "и"), ("j", "й"), ("k", "к"), ("l", "л"), ("m", "м"),
    ("n", "н"), ("o", "о"), ("p", "п"), ("q", "к"), ("r", "р"), ("s", "с"), ("t", "т"),
    ("u", "у"), ("v", "в"), ("w", "в"), ("x", "х"), ("y", "ы"), ("z", "з"), ("'", "ь"),
)  # fmt: skip
_SOUND = dict(_SOUNDS)
_SOUND_PATTERN = re.compile("|".join(re.escape(latin) for latin, _ in _SOUNDS))
_INVISIBLE = ("Cf", "Mn", "Me", "Cc")
_STRETCHED = re.compile(r"([^\W\d])\1{2,}")


def folded(text: str) -> str:
    """Lower case, ё as е, every character still in its place."""
    lower = text.lower().replace("ё", "е")
    if len(lower) == len(text):
        return lower
    return "".join(char if len(char.lower()) != 1 else char.lower() for char in text)


def squeezed(word: str) -> str:
    """Letters said three times and more are said once."""
    return _STRETCHED.sub(once, word)


def once(found: re.Match[str]) -> str:
    """A function where "\\1" would do: a template is worked out anew for every word."""
    return found[1]


@lru_cache(maxsize=4096)
def plain(char: str) -> str:
    """The character in its simplest form: one folded character, or none where it is invisible."""
    kind = unicodedata.category(char)
    if kind in _INVISIBLE:
        return ""
    if kind == "Cs":  # half of a character: no dictionary takes it
        return "\ufffd"
    simple = unicodedata.normalize("NFKC", char)
    return folded(simple) if len(simple) == 1 else char


def look_alike(char: str) -> str:
    """The Russian letter that looks like this letter of another script."""
    return _LOOK_ALIKES.get(char, char)


def letter_for(char: str) -> str:
    """The Russian letter this character stands for in disguise; itself where there is none."""
    return _SIGNS.get(char) or _LOOK_ALIKES.get(char, char)


def is_russian(char: str) -> bool:
    """Whether a folded character is a letter of the Russian alphabet."""
    return "а" <= char <= "я" or char == "ё"


def transliterated(word: str) -> str:
    """«pizdec» → «пиздец»; a `y` after a vowel or at the end sounds as й."""
    russian = _SOUND_PATTERN.sub(lambda found: _SOUND[found[0]], word)
    return re.sub(r"(?<=[аеиоуюя])ы", "й", russian)
