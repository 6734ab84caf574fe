"""Forms of Russian words: the only file that knows pymorphy3."""

from functools import cache, lru_cache

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


def plural_forms(word: str) -> frozenset[str]:
    """The plural of a noun that stands in the plural: «вязы» → «вязах», …; ё as е."""
    readings = [parse for parse in _analyzer().parse(word) if {"NOUN", "plur", "nomn"} in parse.tag]
    forms = (form for parse in readings for form in parse.lexeme if "plur" in form.tag)
    return frozenset(form.word.replace("ё", "е") for form in forms)


def in_dictionary(word: str) -> bool:
    """Whether a folded word is a form of some word of the dictionary."""
    return bool(_analyzer().word_is_known(word))


def name_kinds(word: str) -> frozenset[str]:
    """What kinds of proper name a word of the dictionary may be: Geox, Surn, Name, Patr."""
    return frozenset(
        kind for tag in _analyzer().tag(word) for kind in _NAME_KINDS if kind in tag.grammemes
    )


@lru_cache(maxsize=1 << 14)
def adjective(word: str, gender: str) -> str | None:
    """An adjective in the nominative of a gender (masc, femn, neut); None for other words."""
    best = _analyzer().parse(word)[0]
    if "ADJF" not in best.tag or "Apro" in best.tag:
        return None
    found = best.inflect({"nomn", "sing", gender})
    return found.word if found else None


@lru_cache(maxsize=1 << 14)
def nominative(word: str) -> str:
    """A name of a place in the nominative: «Перми» → «пермь», «Сосновке» → «сосновка».

    A form that may already be one stays; of several readings, that of a known place wins.
    """
    readings = [parse for parse in _analyzer().parse(word) if "NOUN" in parse.tag]
    if not readings or any("nomn" in parse.tag for parse in readings):
        return word
    best = next((parse for parse in readings if "Geox" in parse.tag), readings[0])
    number = "plur" if "plur" in best.tag else "sing"
    found = best.inflect({"nomn", number})
    return found.word if found else word


@lru_cache(maxsize=1 << 10)
def gender_of(word: str) -> str:
    """The gender of a noun in its dictionary form: masc, femn or neut."""
    return _analyzer().parse(word)[0].tag.gender or "masc"


@lru_cache(maxsize=1 << 14)
def in_genitive(word: str) -> bool:
    """Whether a form may be a genitive."""
    return any("gent" in parse.tag for parse in _analyzer().parse(word))


_NAME_KINDS = ("Geox", "Surn", "Name", "Patr")


def _is_lemma(normal: str, lemma: str) -> bool:
    return normal.replace("ё", "е") == lemma.replace("ё", "е")
