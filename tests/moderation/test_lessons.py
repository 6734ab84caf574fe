"""What a decision teaches, and how much of it may be taught at once."""

import pytest
from given import NOW
from outbox_town import verdict

from moderation import cards, queue
from moderation.lessons import Lesson, balanced, lesson, lessons

NOTHING = frozenset()


@pytest.mark.parametrize(
    ("action", "ground", "flags", "right", "wrong"),
    [
        ("keep", "", ["insult", "obscene"], [], ["insult", "obscene"]),
        ("delete", "", ["insult"], ["insult"], []),
        ("delete", "spam", ["ad", "insult"], ["spam"], []),
        ("delete", "", ["ad", "insult"], [], []),  # one of them is right, nobody said which
        ("delete_and_ban", "", ["spam"], ["spam"], []),
        ("escalate", "", ["threat"], ["threat"], []),
        ("incident", "", ["insult"], ["incident"], []),
        ("delete", "off_topic", ["ad"], [], []),  # only a person sees it: says nothing of "ad"
        ("skip", "", ["insult"], [], []),
    ],
)
def test_a_decision_teaches(action, ground, flags, right, wrong):
    expected = Lesson("текст", frozenset(right), frozenset(wrong))
    assert lesson("текст", action, ground, flags) == expected


def many(number: int, label: str, right: bool) -> list[Lesson]:
    side = frozenset({label})
    return [
        Lesson(f"{n}", side if right else NOTHING, NOTHING if right else side)
        for n in range(number)
    ]


def test_a_label_with_few_decisions_teaches_nothing():
    assert list(balanced(many(9, "insult", True) + many(9, "insult", False), fewest=20)) == []
    assert len(list(balanced(many(9, "insult", True) + many(9, "insult", False), fewest=18))) == 18


def test_one_side_cannot_outweigh_the_other():
    taught = list(balanced(many(500, "ad", True) + many(20, "ad", False), fewest=50))
    assert sum(bool(each.right) for each in taught) == 60
    assert sum(bool(each.wrong) for each in taught) == 20


def test_the_last_decision_on_a_text_as_it_stands(store, judge):
    judge(1, verdict("insult"), "Вы там совсем?")
    judge(2, verdict("spam"), "Пишите в личку")
    with store.writing() as session:
        queue.decide(session, cards.locked(session, 1).item, "keep", "Иванова", NOW)
        queue.decide(session, cards.locked(session, 2).item, "skip", "Иванова", NOW)
        queue.decide(session, cards.locked(session, 2).item, "delete", "Петров", NOW)
    with store.reading() as session:
        assert lessons(session) == [
            Lesson("Пишите в личку", frozenset({"spam"})),
            Lesson("Вы там совсем?", NOTHING, frozenset({"insult"})),
        ]
