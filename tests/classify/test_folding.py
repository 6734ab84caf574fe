"""What is nearly the same text is learned and measured together."""

import numpy as np
import pytest

from classify.folding import alike, folds

MESSAGE = "На Садовой третий день нет воды, звоним в водоканал, а там никто не берёт трубку"


@pytest.mark.parametrize(
    "other",
    [
        MESSAGE,
        MESSAGE.upper() + "!!!",
        "Добрый день. " + MESSAGE,
        MESSAGE + ". Сколько это будет продолжаться? Дети маленькие, мыться негде, ответьте людям",
        "Бл@ть, " + MESSAGE,
    ],
)
def test_a_variant_stays_with_its_text(other: str) -> None:
    one, another, stranger = alike([MESSAGE, other, "Спасибо за концерт, внуки в восторге"])
    assert one == another != stranger


def test_what_is_alike_to_one_text_is_together() -> None:
    tail = "вечером на площади играет оркестр, приходите с детьми и соседями, вход свободный"
    texts = [MESSAGE, f"{MESSAGE} {tail}", tail]
    assert len(set(alike(texts))) <= 2


def test_folds_are_drawn_by_group_and_reproducible() -> None:
    texts = [f"{word} {MESSAGE}" for word in ("а", "и", "но")] + [str(n) * 9 for n in range(60)]
    drawn = folds(texts, 4, seed=1)
    assert len(set(drawn[:3])) == 1
    assert set(drawn) == {0, 1, 2, 3}
    assert np.array_equal(drawn, folds(texts, 4, seed=1))


def test_texts_without_a_letter_stand_alone() -> None:
    assert len(set(alike(["", "?", "", MESSAGE]))) == 4
