"""All around a card: thread, author, former texts, decisions, warnings, near-identical ones."""

from datetime import timedelta

from given import NOW, PAGE, verdict
from outbox_town import GRACE
from sqlalchemy import func, select

from collectors.intake import save_batch
from models import Batch, Comment, ReviewKey, SeenAuthor
from moderation import cards, leases, queue, verdicts
from moderation.advice import warnings
from moderation.clusters import alike
from moderation.context import context
from store import retention


def around(store, card):
    with store.reading() as session:
        return context(session, cards.card(session, card))


def test_the_thread_above_and_how_long_it_is(store, page, comment, judge):
    judge(1, verdict())
    thread = (
        comment(2, "Сам такой", parent="wall-100_50_1", author=SeenAuthor("7", "Анна К.")),
        comment(3, "Оба хороши", parent="wall-100_50_2", author=None),
        comment(4, "Тише", parent="wall-100_50_1"),
    )
    with store.writing() as session:
        intake = save_batch(session, page, Batch(PAGE, comments=thread), NOW)
        given = [verdict(), verdict("insult"), verdict()]
        judged = verdicts.record(session, intake.unjudged, given, "test", NOW)
        queue.enqueue(session, judged, NOW)
    found = around(store, 1)
    said = [(each.author.name, each.comment.text) for each in found.above]
    assert said == [("Пётр С.", "Вы там совсем?"), ("Анна К.", "Сам такой")]
    assert found.branch == 3  # the first and its two answers
    assert found.past is None  # the network hides who wrote


def test_what_is_known_of_the_author(town):
    first, second = town.flag(1), town.flag(2, text="Ещё раз то же самое, совсем")
    town.flag(3, author="777")
    town.decide(first, note="грубо")
    town.work()
    past = around(town.store, second).past
    assert (past.comments, past.done.deletions, past.deleted_at is not None) == (2, 1, True)
    assert [(made.note, other.id) for made, other in past.decisions] == [("грубо", first)]
    own = around(town.store, first)
    assert [made.action for made in own.decisions] == ["delete"]
    assert [row.entry.state for row in own.actions] == ["done"]


def test_former_texts(town):
    card = town.flag(1, text="Было так")
    town.flag(1, text="Стало иначе")
    town.flag(1, text="И снова иначе")
    found = around(town.store, card)
    assert [version.text for version in found.earlier] == ["Было так", "Стало иначе"]


def test_warnings_name_the_card_as_the_network_does(town):
    class Loud:
        def warning(self, act, target):
            return f"{act.value} {target.page} {target.comment} {target.author}"

    card = town.flag(1)
    with town.store.reading() as session:
        found = cards.card(session, card)
        assert list(warnings({"vk:100": Loud()}, found, ("delete", "ban"))) == [
            "delete vk:100 wall-100_50_1 555",
            "ban vk:100 wall-100_50_1 555",
        ]
        assert list(warnings({}, found, ("delete",))) == []


WAVE = "Продаю гаражи и дачи недорого, звоните прямо сейчас, номер {}"


def near(town, card, by="Иванова"):
    with town.store.reading() as session:
        return alike(session, session.get_one(Comment, card), by, town.now)


def test_a_wave_is_one_cluster_without_what_others_hold_or_decided(town):
    for number in range(6):
        town.flag(number, "spam", text=WAVE.format(number))
    town.flag(7, "spam", text="Совсем о другом: скользко у школы на Лесной")
    assert near(town, 1) == [1, 2, 3, 4, 5, 6]
    town.decide(2)
    with town.store.writing() as session:
        leases.take(session, 3, "Петрова", town.now)
    assert near(town, 1) == [1, 4, 5, 6]
    assert near(town, 1, "Петрова") == [1, 3, 4, 5, 6]
    town.flag(4, "spam", text="Теперь здесь вежливый вопрос о графике приёма")
    assert near(town, 1) == [1, 4, 6]
    assert near(town, 5) == [5]


def test_a_text_without_pieces_is_alone(town):
    town.flag(1, "unreadable", text="!!!")
    town.flag(2, "unreadable", text="???")
    assert near(town, 1) == [1]


def test_retention_takes_the_keys(town):
    town.flag(1, "spam", text=WAVE)
    with town.store.writing() as session:
        assert session.scalar(select(func.count()).select_from(ReviewKey)) > 0
        retention.purge(session, NOW + timedelta(days=1) + GRACE)
        assert session.scalar(select(func.count()).select_from(ReviewKey)) == 0
