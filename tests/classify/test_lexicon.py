"""The must and must-not lists of every lexicon, as a user would write them."""

import re
from itertools import islice

import pytest
from pymorphy3 import MorphAnalyzer

from classify.artefact import LABELS
from classify.documents import ChunkStore
from classify.lexicon import CATEGORIES, Lexicon, LexiconError, load_lexicon, load_lexicons
from classify.reading import COUNTS, Reader
from classify.scoring import facts_of
from classify.training import silent_model

LEXICONS = load_lexicons()
ANALYZER = MorphAnalyzer()
STORE = ChunkStore(Reader(), silent_model())


def cases(section: str) -> list[tuple[str, str]]:
    return [(each.category, text) for each in LEXICONS for text in each.sections[section]]


def is_hit(category: str, text: str) -> bool:
    facts = facts_of(STORE, STORE.batch([text]))
    by_word = facts.counts[0, COUNTS.index(category)]
    return bool(by_word + facts.phrases[0, CATEGORIES.index(category)])


@pytest.mark.parametrize(("category", "text"), cases("must"))
def test_guilty(category: str, text: str) -> None:
    assert is_hit(category, text)


@pytest.mark.parametrize(("category", "text"), cases("must not"))
def test_innocent(category: str, text: str) -> None:
    assert not is_hit(category, text)


def test_every_lexicon_has_both_lists() -> None:
    for lexicon in LEXICONS:
        assert lexicon.sections["must"], lexicon.category
        assert lexicon.sections["must not"], lexicon.category


def test_every_phrase_can_be_read() -> None:
    phrases = [phrase for lexicon in LEXICONS for phrase in lexicon.phrases]
    assert all(phrase.pattern for phrase in phrases)


def test_an_unknown_section_is_named_with_its_line(tmp_path) -> None:
    path = tmp_path / "obscene.txt"
    path.write_text("[roots]\nабв\n[rots]\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"obscene\.txt:3.*rots"):
        load_lexicon(path)


def test_lemmas_match_every_form(tmp_path) -> None:
    path = tmp_path / "insult.txt"
    path.write_text("[lemmas]\nтугодум\n", encoding="utf-8")
    lexicon = load_lexicon(path)
    assert all(map(lexicon.guilty, ["тугодум", "тугодумы", "тугодумами"]))
    assert not lexicon.guilty("тугой")


def test_the_columns_of_votes_are_those_of_the_lists() -> None:
    assert LABELS[: len(CATEGORIES)] == CATEGORIES


@pytest.mark.parametrize("category", ["obscene", "vulgar", "insult", "hate"])
@pytest.mark.parametrize("letters", ["сук", "хул", "скипид", "бля", "гов", "жид", "тва", "сера"])
def test_of_the_dictionary_only_listed_words_are_guilty(category: str, letters: str) -> None:
    lexicon = next(each for each in LEXICONS if each.category == category)
    starts = load_starts(lexicon)
    guilty = set(filter(lexicon.guilty, words_beginning(letters)))
    assert {word for word in guilty - lexicon.forms if not starts.match(word)} == set()


def load_starts(lexicon: Lexicon) -> re.Pattern[str]:
    return re.compile("|".join(lexicon.sections["dictionary starts"]) or r"(?!)")


def words_beginning(letters: str) -> list[str]:
    found = islice(ANALYZER.dictionary.words.iterkeys(letters), 3000)
    return [key.split("\x01")[0].replace("ё", "е") for key in found]
