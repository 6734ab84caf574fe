"""Dictionary forms of Russian words: the only file that knows pymorphy3."""

from functools import cache, lru_cache

from pymorphy3 import MorphAnalyzer

_REMEMBERED_WORDS = 20_000


@cache
def _analyzer() -> MorphAnalyzer:
    """Built at the first question: loading it costs a quarter of a second."""
    return MorphAnalyzer()


@lru_cache(maxsize=_REMEMBERED_WORDS)
def normal_forms(word: str) -> frozenset[str]:
    """Every dictionary form the word may come from, ё as е.

    All of them, because the likeliest reading is often wrong: «ямы» reads first as «ям».
    """
    return frozenset(parse.normal_form.replace("ё", "е") for parse in _analyzer().parse(word))
