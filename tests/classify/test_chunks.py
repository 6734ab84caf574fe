"""Cleaning, and that places always point into the text as written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classify.chunks import chunk_spans, chunk_texts, letters_apart, plain_word, words_of


def nobody(_: str) -> str:
    return ""


def words(chunk: str, *guilty: str) -> list[str]:
    meant = {word: word for word in guilty}
    return [word.text for word in words_of(chunk, lambda word: meant.get(word, ""), nobody)]


@pytest.mark.parametrize(
    ("chunk", "cleaned"),
    [
        ("Дом,", "дом"),
        ("ёлка", "елка"),
        ("дооооом", "дом"),
        ("дoм", "дом"),  # Latin o
        ("дo\u200bм", "дом"),
        ("д\u0301ом", "дом"),
        ("ДОМ!!!", "дом"),
        ("2024", "0000"),
        ("https://example.org/a", "link"),
    ],
)
def test_one_word(chunk: str, cleaned: str) -> None:
    assert words(chunk) == [cleaned]


def test_a_plain_word_needs_no_cleaning() -> None:
    word = plain_word("…Ёлка!")
    assert word
    assert (word.text, word.start, word.end) == ("елка", 1, 5)
    assert plain_word("ёл-ка") is None


@pytest.mark.parametrize(
    "chunk", ["к0рова", "к.о.р.о.в.а", "k0pоba", "ко\u200bро_ва", "к🐄орова", "korova", "к-о-рова!"]
)
def test_a_disguised_word_is_read_when_it_is_guilty(chunk: str) -> None:
    assert words(chunk, "корова") == ["корова"]


def test_joined_whole_words_are_no_disguise() -> None:
    assert words("корова-мама", "коровамама") == ["корова", "мама"]


def test_places_of_words_in_a_chunk() -> None:
    first, second = words_of("(дом/сад)", nobody, nobody)
    assert ("(дом/сад)"[first.start : first.end], "(дом/сад)"[second.start : second.end]) == (
        "дом",
        "сад",
    )


def test_letters_apart() -> None:
    assert list(letters_apart("вот к о р о в а!")) == [(4, 15, "корова")]


@given(st.text())
def test_spans_and_texts_of_chunks_agree(text: str) -> None:
    assert [text[start:end] for start, end in chunk_spans(text)] == chunk_texts(text)


@given(st.text(st.characters(categories=["L", "N", "P", "S", "M", "Cf", "Cs"]), min_size=1))
def test_words_lie_inside_their_chunk(text: str) -> None:
    for chunk in chunk_texts(text):
        for word in words_of(chunk, nobody, nobody):
            assert 0 <= word.start < word.end <= len(chunk)
