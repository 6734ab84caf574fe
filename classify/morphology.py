"""Forms of Russian words: the only file that knows pymorphy3."""

from functools import cache

from pymorphy3 import MorphAnalyzer


@cache
def _analyzer() -> MorphAnalyzer:
    """Built at the first question: loading it costs a quarter of a second."""
    return MorphAnalyzer()


def forms_of(lemma: str) -> frozenset[str]:
    """Every form of a dictionary form, ё as е.

    Asked once for each listed lemma, not for each word of a text: two hundred times cheaper, and
    no likeliest reading has to be guessed.
    """
    readings = [parse for parse in _analyzer().parse(lemma) if _is_lemma(parse.normal_form, lemma)]
    forms = {form.word.replace("ё", "е") for parse in readings for form in parse.lexeme}
    return frozenset(forms | {lemma.replace("ё", "е")})


def lemmas_of(word: str) -> frozenset[str]:
    """Every dictionary form that a word may be of, ё as е: «ямы» is of «яма» and of «ям»."""
    return frozenset(parse.normal_form.replace("ё", "е") for parse in _analyzer().parse(word))


def in_dictionary(word: str) -> bool:
    """Whether a folded word is a form of some word of the dictionary."""
    return bool(_analyzer().word_is_known(word))


def _is_lemma(normal: str, lemma: str) -> bool:
    return normal.replace("ё", "е") == lemma.replace("ё", "е")
