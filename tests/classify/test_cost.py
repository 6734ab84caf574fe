"""Cost grows with the text and no faster; memory has a bound."""

import time

import pytest

from classify import Classifier
from classify.documents import ChunkStore
from classify.reading import Reader
from classify.training import silent_model

LONG = 100_000
HEAVY = [
    "😀",
    "а",
    "а ",
    "а,",
    "х*",
    "п.и.",
    "еб@",
    "8 900 ",
    "1",
    "кв",
    "a@b.",
    "заработок от ",
    "на",
    "не",
    "слово ",
    "реза",
    "жук",
    "в лс ",
    "\u200b",
]


@pytest.mark.parametrize("opening", ["", "кв 1 ", "убью "])
@pytest.mark.parametrize("unit", HEAVY)
def test_a_long_text_takes_no_more_than_its_share(
    classifier: Classifier, unit: str, opening: str
) -> None:
    short = seconds(classifier, opening + unit * (LONG // 8 // len(unit)))
    long = seconds(classifier, opening + unit * (LONG // len(unit)))
    assert long < max(40 * short, 0.5)
    assert long < 4


def seconds(classifier: Classifier, text: str) -> float:
    started = time.process_time()
    classifier.verdict(text)
    return time.process_time() - started


def test_memory_is_bounded() -> None:
    store = ChunkStore(Reader(), silent_model(), capacity=100)
    for number in range(50):
        store.batch([f"слово{number}{letter}" for letter in "абвгдежзик"])
        assert len(store.pieces) <= 100
        assert len(store.alone) == 100


def test_a_text_larger_than_the_memory_is_read_all_the_same() -> None:
    store = ChunkStore(Reader(), silent_model(), capacity=10)
    text = " ".join(f"слово{number}" for number in range(50))
    assert len(store.batch([text]).of(0)) == 50
    store.batch(["другое"])
    assert len(store.batch(["третье"]).of(0)) == 1
