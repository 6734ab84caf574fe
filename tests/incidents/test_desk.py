"""Who may act, who was first, and what becomes of what the slower one typed."""

import multiprocessing
from datetime import date

import pytest
from given import NOW
from tales import CURATOR, HEAD, ROADS, WATER, act_at_once, begin

from incidents.demands import UnfitOrder
from incidents.desk import DeskError, Order, journal
from incidents.entry import EntryError, enter
from incidents.people import Absence, NotAllowed, People, Person

CONTEXT = multiprocessing.get_context("fork")  # the others import for ten seconds a child
ROAD, PIPE, ID = "Дорожное хозяйство", "Водоканал", "novokubansk-1740"
AWAY = Absence(date(2026, 11, 23), date(2026, 11, 27), WATER)
PEOPLE = People(
    [
        Person(CURATOR, ("curator", "moderator")),
        Person(HEAD, ("head",)),
        Person(ROADS, ("executor",), ROAD, absences=(AWAY,)),
        Person(WATER, ("executor",), PIPE),
        Person("Мастеров", ("executor", "curator"), ROAD),
    ]
)


def routed(tale, *bodies: str):
    tale.does("11-23 10:40", CURATOR, "confirm")
    return tale.does("11-23 10:50", CURATOR, "route", details={"bodies": list(bodies)})


@pytest.mark.parametrize(
    ("who", "name", "given", "words"),
    [
        (
            HEAD,
            "draft",
            {"text": "Здравствуйте!"},
            r"Это делает исполнитель \(Дорожное хозяйство\), а",
        ),
        (WATER, "not_ours", {"ground": "Не наше"}, None),  # замещает отсутствующего
        ("Мастеров", "draft", {"text": "Здравствуйте!"}, None),
        (CURATOR, "draft", {"text": "Здравствуйте!"}, "указав основание: --ground"),
        (CURATOR, "draft", {"text": "Здравствуйте!", "ground": "Продиктовано по телефону"}, None),
        (
            "Чужой",
            "draft",
            {"text": "Здравствуйте!"},
            "такого человека нет ни в people, ни среди учётных записей",
        ),
        (ROADS, "approve", {}, "Согласование: сейчас нельзя"),
    ],
)
def test_who_may_act(story, who, name, given, words):
    tale = routed(story(ID, seen="11-23 10:30", people=PEOPLE), ROAD)
    if words is None:
        tale.does("11-23 11:00", who, name, **given)
    else:
        with pytest.raises((NotAllowed, DeskError), match=words):
            tale.does("11-23 11:00", who, name, **given)


def test_the_journal_tells_for_whom_somebody_acted(store):
    tale = routed(begin(store, ID, "11-23 10:30", PEOPLE), ROAD)
    tale.does("11-23 11:00", WATER, "draft", text="Здравствуйте! Сделаем.")
    tale.does("11-23 11:05", CURATOR, "return", details={"reason": "rules"})
    tale.does("11-23 11:10", CURATOR, "draft", text="Здравствуйте! Готово.", ground="По телефону")
    with store.reading() as session:
        _, steps = journal(session, tale.id)
    assert steps[2].details["stands_for"] == ROADS
    assert (steps[4].role, steps[4].details["by_curator"]) == ("executor", True)
    assert [step.number for step in steps] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("name", "given", "words"),
    [
        ("route", {}, "--to"),
        ("route", {"details": {"bodies": [ROAD, ROAD]}}, "дважды"),
        ("route", {"details": {"bodies": [ROAD], "writer": PIPE}}, "а не «Водоканал»"),
        ("draft", {"text": " "}, "Нужен текст"),
        ("draft", {"text": "…", "details": {"form": "explanation"}}, "не предусматривает"),
        ("not_ours", {}, "основание"),
        ("no_answer", {"details": {"reason": "ad"}}, "harm_intent, obscene, insult, threat"),
        ("appeal", {}, "основание"),
        ("term", {"details": {"step": "draft", "due": "завтра"}}, "--until"),
        ("term", {"details": {"step": "draft", "due": "0026-11-23T12:00+03:00"}}, "ещё не прошёл"),
        ("term", {"details": {"step": "draft", "due": "2026-11-23T11:00+03:00"}}, "ещё не прошёл"),
        ("term", {"details": {"step": "draft", "due": "2100-01-01T00:30+03:00"}}, "по 2099 год"),
        ("term", {"details": {"step": "draft", "due": "9999-12-31T23:59:59-12:00"}}, "по 2099 год"),
        ("publish", {}, "сейчас нельзя, инцидент у исполнителя. Можно: "),
    ],
)
def test_what_is_missing_is_named(story, name, given, words):
    tale = routed(story(ID, seen="11-23 10:30"), ROAD)
    before = tale.journal()
    with pytest.raises((UnfitOrder, DeskError), match=words):
        tale.does("11-23 11:00", CURATOR, name, **given)
    assert tale.journal() == before


def test_a_message_by_hand_is_entered_once(store):
    with store.writing() as session:
        first = enter(session, NOW, "Яма", "https://vk.com/wall-1_2")
        with pytest.raises(EntryError, match=f"инцидент {first.id}"):
            enter(session, NOW, "Яма снова", "https://vk.com/wall-1_2")
        with pytest.raises(EntryError, match="Нужен текст"):
            enter(session, NOW, " ")


def test_parts_of_different_bodies_do_not_overtake_each_other(store):
    tale = routed(begin(store, ID, "11-23 10:30"), ROAD, PIPE)
    tale.does("11-23 11:00", ROADS, "inform", body=ROAD, text="Сделаем.", seen=2)
    tale.does("11-23 11:00", WATER, "inform", body=PIPE, text="И мы.", seen=2)
    assert tale.case.waiting_for == []


def test_of_two_people_at_one_moment_one_wins_and_no_word_is_lost(store, database_url):
    tale = routed(begin(store, ID, "11-23 10:30"), ROAD)
    gate, out = CONTEXT.Barrier(2), CONTEXT.Queue()
    orders = [
        Order("draft", who, seen=2, text=f"Здравствуйте! Пишет {who}.") for who in (ROADS, WATER)
    ]
    at = tale.moment("11-23 11:00")
    children = [
        CONTEXT.Process(target=act_at_once, args=(database_url, ID, tale.id, order, at, gate, out))
        for order in orders
    ]
    store.close()  # no child inherits a connection
    for child in children:
        child.start()
    told = dict(out.get(timeout=90) for _ in children)
    for child in children:
        child.join()
    (winner,) = [who for who, what in told.items() if what == "done"]
    (loser,) = set(told) - {winner}
    assert f"Вас опередили: 23.11 11:00 {winner} (исполнитель) — проект" in told[loser]
    assert "Ваш текст сохранён в журнале под номером 4" in told[loser]
    with store.reading() as session:
        _, steps = journal(session, tale.id)
    assert [(step.act, step.by) for step in steps[2:]] == [("draft", winner), ("kept", loser)]
    assert steps[3].text == f"Здравствуйте! Пишет {loser}."
    assert tale.state == "review"
