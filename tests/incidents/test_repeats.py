"""Repeats: one author again, or one text again; and texts found among many."""

import random
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.repeats import Answered, Told, repeats
from models.likeness import likeness, shingles, sketch

NOW = datetime(2026, 4, 6, tzinfo=UTC)
HOLE = "На перекрёстке Мира и Гагарина огромная яма, машины бьют колёса, когда её заделают?"
HOLE_AGAIN = (
    "Добрый день! На перекрестке Мира и Гагарина огромная яма, машины бют колеса. Когда заделают???"
)
OTHER_HOLE = "Здравствуйте, у школы номер два во дворе провал в асфальте, ребёнок упал с самоката"
KEYS = (6684042190698922089, 1137226652804034272)
BUS = "Автобус по утрам не приходит, опаздываем на работу всей остановкой"


def answered(text: str, number: int = 1, days: int = 3, **told: object) -> Answered:
    return Answered(number, Told(text, **told), NOW - timedelta(days=days), (f"body {number}",))


@pytest.mark.parametrize(
    ("message", "earlier", "reason"),
    [
        (Told(HOLE_AGAIN, "vk:1"), answered(HOLE, author="vk:2"), "text"),
        (Told(HOLE_AGAIN), answered(HOLE), "text"),
        (Told(HOLE_AGAIN, "vk:1"), answered(HOLE, author="vk:1"), "author"),
        (
            Told(OTHER_HOLE, "vk:1", topics=frozenset({"T1"})),
            answered(HOLE, author="vk:1", topics=frozenset({"T1", "T2"})),
            "author",
        ),
        (
            Told("И где?", "vk:1", "post 5"),
            answered(HOLE, author="vk:1", thread="post 5"),
            "thread",
        ),
        # not repeats
        (Told("И где?", "vk:1", "post 6"), answered(HOLE, author="vk:1", thread="post 5"), None),
        (Told("И где?", "vk:2", "post 5"), answered(HOLE, author="vk:1", thread="post 5"), None),
        (Told(BUS, "vk:1"), answered(HOLE, author="vk:1"), None),
        (
            Told(OTHER_HOLE, "vk:2", topics=frozenset({"T1"})),
            answered(HOLE, author="vk:1", topics=frozenset({"T1"})),
            None,
        ),
        (Told("Нет воды!", "vk:1"), answered("Нет воды!!", author="vk:2"), None),
        (Told("", "vk:1"), answered("", author="vk:2"), None),
    ],
)
def test_what_is_a_repeat(message, earlier, reason):
    found = repeats(message, [earlier])
    assert [repeat.reason for repeat in found] == ([reason] if reason else [])


def test_the_surest_comes_first_then_the_newest():
    earlier = [answered(HOLE, 1, days=9), answered(BUS, 2), answered(HOLE, 3, days=2)]
    found = repeats(Told(HOLE), earlier)
    assert [(repeat.earlier.bodies, repeat.likeness) for repeat in found] == [
        (("body 3",), 1.0),
        (("body 1",), 1.0),
    ]


@given(st.text(max_size=40), st.text(max_size=40))
def test_likeness_is_a_measure(one, other):
    first, second = shingles(one), shingles(other)
    assert 0 <= likeness(first, second) <= 1
    assert likeness(first, second) == likeness(second, first)
    assert likeness(first, first) == (1 if len(first) else 0)


def test_case_signs_and_links_make_no_difference():
    changed = HOLE.upper().replace("?", "!!! https://example.ru/яма #яма 👍").replace("Ё", "Е")
    assert likeness(shingles(HOLE), shingles(changed)) == 1


def test_keys_never_change():
    # They are stored: a change here would need a migration of what is stored.
    assert sketch(shingles(HOLE))[:2] == KEYS
    assert all(0 <= key < 2**63 for key in sketch(shingles(HOLE)))
    assert sketch(shingles("")) == ()


def test_like_texts_share_a_key_and_others_do_not():
    draw = random.Random(7)
    syllables = [a + b for a in "бвгдклмнпрст" for b in "аеиоу"]
    vocabulary = ["".join(draw.choices(syllables, k=3)) for _ in range(400)]
    texts = [draw.choices(vocabulary, k=20) for _ in range(300)]
    keys = [set(sketch(shingles(" ".join(text)))) for text in texts]
    changed = [[*text[:10], "иначе", *text[11:]] for text in texts]
    again = [set(sketch(shingles(" ".join(text)))) for text in changed]
    assert np.mean([bool(a & b) for a, b in zip(keys, again, strict=True)]) > 0.98
    strangers = [bool(keys[n] & keys[n - 1]) for n in range(len(keys))]
    assert np.mean(strangers) < 0.02
