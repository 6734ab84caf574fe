"""A draft being typed: saved, outpaced by another window, overtaken by another person."""

import pytest
from given import NOW
from tales import CURATOR, ROADS, WATER, begin

from incidents import drafts
from incidents.desk import Overtaken, journal

ROAD, ID = "Дорожное хозяйство", "novokubansk-1740"


@pytest.fixture
def tale(store):
    tale = begin(store, ID, "11-23 10:30").does("11-23 10:40", CURATOR, "confirm")
    return tale.does("11-23 10:50", CURATOR, "route", details={"bodies": [ROAD]})


def save(store, tale, text: str, who: str = ROADS, **more: object):
    with store.writing() as session:
        return drafts.save(session, tale.id, who, text, NOW, upon=2, **more)


def kept(store, tale, who: str = ROADS) -> str | None:
    with store.reading() as session:
        found = drafts.working(session, tale.id, who)
        return found.text if found else None


def test_what_is_typed_is_kept_each_persons_own(store, tale):
    assert save(store, tale, "Здравствуйте!").version == 1
    assert save(store, tale, "Здравствуйте! Яму", version=1).version == 2
    assert save(store, tale, "Здравствуйте! Яму", version=1).version == 2  # нечего менять
    save(store, tale, "Другой текст", WATER)
    assert (kept(store, tale), kept(store, tale, WATER)) == ("Здравствуйте! Яму", "Другой текст")


def test_two_windows_of_one_person_do_not_write_over_each_other(store, tale):
    save(store, tale, "Первое окно")
    save(store, tale, "Первое окно дальше", version=1)
    with pytest.raises(drafts.Outpaced, match="в другом вашем окне") as told:
        save(store, tale, "Второе окно", version=1)
    assert told.value.text == kept(store, tale) == "Первое окно дальше"
    assert save(store, tale, "Второе окно", version=2).version == 3


def test_a_draft_handed_in_is_no_longer_being_typed(store, tale):
    save(store, tale, "Здравствуйте! Яму")
    save(store, tale, "Черновик другого", WATER)
    tale.does("11-23 11:00", ROADS, "draft", text="Здравствуйте! Яму засыплем 30 ноября.")
    assert (kept(store, tale), kept(store, tale, WATER)) == (None, "Черновик другого")


def test_who_was_overtaken_still_has_the_text(store, tale):
    save(store, tale, "Здравствуйте! Мой текст.")
    tale.does("11-23 11:00", WATER, "draft", text="Здравствуйте! Я первый.")
    with pytest.raises(Overtaken, match="Вас опередили"):
        tale.does("11-23 11:01", ROADS, "draft", text="Здравствуйте! Мой текст.", seen=2)
    assert kept(store, tale) == "Здравствуйте! Мой текст."
    with store.reading() as session:
        _, steps = journal(session, tale.id)
    assert [step.act for step in steps[2:]] == ["draft", "kept"]


def test_a_correction_of_the_topic_overtakes_nobody(store, tale):
    said = {"topic": "T1", "group": "ЖКХ", "name": "ВОДА"}
    tale.does("11-23 10:55", CURATOR, "correct", details=said)
    tale.does("11-23 11:00", ROADS, "draft", text="Здравствуйте! Сделаем.", seen=2)
    assert tale.state == "review"
