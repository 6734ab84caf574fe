"""The review queue in the browser, by forms alone."""

import re

import pytest
from flagging import Flagging, rows
from sqlalchemy import event

from models import Action, Decision, Incident, OutboxEntry, ReviewItem
from moderation import alarms
from moderation.leases import LEASE
from web.queue import PART


@pytest.fixture
def flag(web):
    return Flagging(web)


def shown(page) -> int:
    """The number of the card on the screen."""
    return int(re.search(r'data-address="/queue/(\d+)', page.text).group(1))


def decide(browser, card, action="keep", **given):
    data = {"action": action, **given}
    return browser.post(f"/queue/{card}/decide", data=data, headers={"X-Fragment": "1"})


def test_two_moderators_get_two_cards_and_a_third_none(as_role, flag):
    flag(("Первый", "insult"), ("Второй", "spam"))
    first, second, third = (as_role("moderator") for _ in range(3))
    assert first.get("/queue").headers["location"] == "/queue/1"
    assert second.get("/queue").headers["location"] == "/queue/2"
    assert "Свободных карточек нет" in third.get("/queue").text
    held = third.get("/queue/1").text
    assert f"читает {first.who.name}" in held
    assert 'name="action"' not in held


@pytest.mark.parametrize(
    ("query", "done"),
    [("", "Очередь пуста"), ("?category=threat", "По этому фильтру всё решено")],
)
def test_what_is_skipped_or_held_by_others_is_not_decided(as_role, flag, query, done):
    flag(("Найду и закопаю", "threat"), ("Приду домой", "threat"))
    moderator, other = as_role("moderator"), as_role("moderator")
    other.get("/queue/2")

    def end(browser, card, action):
        sent = {"data": {"action": action}, "headers": {"X-Fragment": "1"}}
        return browser.post(f"/queue/{card}/decide{query}", **sent).text

    left = end(moderator, 1, "skip")
    assert "Свободных карточек нет" in left and done not in left
    skipped = re.search(r'href="(/queue\?[^"]*skipped=1)"', left).group(1).replace("&amp;", "&")
    assert moderator.get(skipped).headers["location"] == f"/queue/1{query}"
    assert "Свободных карточек нет" in end(moderator, 1, "keep")  # the other is at a colleague's
    assert done in end(other, 2, "keep")


def test_a_decision_brings_the_next_card_in_the_same_answer(as_role, flag, web):
    flag(("Вы твари", "obscene"), ("Второй", "spam"))
    moderator = as_role("moderator")
    moderator.get("/queue/1")
    answer = decide(moderator, 1, "delete", note="грубо", seen="1")
    assert shown(answer) == 2
    assert "Решено: удалить" in answer.text
    assert rows(web, Decision.action, Decision.note) == [("delete", "грубо")]
    assert rows(web, Action.act) + rows(web, OutboxEntry.state) == [("delete",), ("waiting",)]
    empty = decide(moderator, 2)
    assert "Очередь пуста" in empty.text
    assert rows(web, ReviewItem.state) == [("decided",), ("decided",)]


@pytest.mark.parametrize(("action", "most"), {"keep": 12, "delete": 17, "incident": 15}.items())
def test_a_decision_and_the_next_card_keep_to_their_statements(as_role, flag, web, action, most):
    """Each costs the server a millisecond of processor; two of them count a queue so small."""
    flag(*((f"{number} раз об одном", "obscene") for number in ("Первый", "Второй", "Третий")))
    moderator, asked = as_role("moderator"), []
    moderator.get("/queue/1")
    decide(moderator, 1, action)
    event.listen(web.store.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    answer = decide(moderator, 2, action)
    assert shown(answer) == 3
    assert 'class="filters"' not in answer.text  # the head stays where it is
    assert len([one for one in asked if not one.startswith("BEGIN")]) <= most, asked


def test_without_a_script_the_next_page_is_the_next_card(as_role, flag):
    flag(("Первый", "insult"), ("Второй", "spam"))
    moderator = as_role("moderator")
    answer = moderator.post("/queue/1/decide?network=vk", data={"action": "keep"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/queue/2?network=vk")


@pytest.mark.parametrize("action", ["delete", "keep", "incident", "escalate", "skip"])
def test_undo_brings_the_card_back(as_role, flag, web, action):
    flag(("Первый", "obscene"), ("Второй", "spam"))
    moderator = as_role("moderator")
    decide(moderator, 1, action)
    answer = moderator.post("/queue/undo", data={"card": "2"}, headers={"X-Fragment": "1"})
    assert shown(answer) == 1
    assert rows(web, ReviewItem.state, ReviewItem.held_by) == [
        ("open", moderator.who.name),
        ("open", None),
    ]
    assert [state for (state,) in rows(web, Incident.state)] in ([], ["cleared"])


def test_an_undo_with_an_odd_card_is_no_fault(as_role, flag):
    flag(("Первый", "obscene"))
    moderator = as_role("moderator")
    decide(moderator, 1, "keep")
    answer = moderator.post("/queue/undo", data={"card": "9" * 30}, headers={"X-Fragment": "1"})
    assert shown(answer) == 1


def test_of_what_goes_to_the_head_he_will_hear(as_role, flag, web, clock):
    flag(("Найду и закопаю", "threat"))
    decide(as_role("moderator"), 1, "escalate")
    clock.go(minutes=1)
    with web.store.reading() as session:
        assert alarms.due(session, web.clock()) == [1]


def test_a_reload_keeps_the_lease_that_the_old_page_gives_up(as_role, flag, web, clock):
    flag(("Первый", "insult"))
    moderator = as_role("moderator")
    until = []
    for _ in range(2):  # the word of the old page comes after the new one has taken the card
        page = moderator.get("/queue/1").text
        until.append(re.search(r'data-until="([^"]+)"', page).group(1))
        clock.go(seconds=1)
    for known, holder in zip(until, (moderator.who.name, None), strict=True):
        moderator.post("/queue/1/leave", data={"until": known})
        assert rows(web, ReviewItem.held_by) == [(holder,)]


def test_who_looks_at_the_card_of_another_does_not_get_it(as_role, flag, web, clock):
    flag(("Первый", "insult"))
    holder, onlooker = as_role("moderator"), as_role("curator")
    holder.get("/queue/1")
    onlooker.get("/queue/1")
    poll, way = "/queue/1/lease?category=insult", 'href="/queue/1?category=insult"'
    assert f"сейчас у: {holder.who.name}" in onlooker.get(poll).text
    clock.go(seconds=LEASE.total_seconds() + 1)
    assert way in onlooker.get(poll).text  # nobody has looked at it for so long
    assert "за вами" in holder.get(poll).text
    assert way not in onlooker.get(poll).text
    holder.post("/queue/1/leave")
    assert way in onlooker.get(poll).text
    assert rows(web, ReviewItem.held_by) == [(None,)]
    free = onlooker.post("/queue/1/go", data={"to": "next"}, headers={"X-Fragment": "1"}).text
    assert "Карточка свободна" in free and 'name="action"' not in free
    assert 'name="action"' in onlooker.get("/queue/1").text
    assert rows(web, ReviewItem.held_by) == [(onlooker.who.name,)]


@pytest.mark.parametrize("until", ["", "вчера", "0001-01-01T00:00:00+14:00", "9999-12-31"])
def test_an_odd_word_of_leaving_is_no_fault(as_role, flag, until):
    flag(("Первый", "insult"))
    assert as_role("moderator").post("/queue/1/leave", data={"until": until}).status_code == 204


def test_a_late_undo_is_refused(as_role, flag, clock):
    flag(("Первый", "obscene"))
    moderator = as_role("moderator")
    decide(moderator, 1, "delete")
    clock.go(seconds=31)
    answer = moderator.post("/queue/undo", headers={"X-Fragment": "1"})
    assert (answer.status_code, "Отменять нечего" in answer.text) == (409, True)


def test_who_was_too_late_sees_what_became_of_the_card(as_role, flag, clock):
    flag(("Первый", "insult"))
    first, second = as_role("moderator"), as_role("moderator")
    first.get("/queue/1")
    assert "сейчас решает" in decide(second, 1).text
    clock.go(seconds=LEASE.total_seconds() + 1)
    assert "Очередь пуста" in decide(second, 1).text
    assert "уже закрыта" in decide(first, 1).text


def test_what_was_edited_meanwhile_is_shown_anew(as_role, flag, web):
    flag(("Первый", "insult"))
    moderator = as_role("moderator")
    flag.done.clear()
    flag(("Теперь иначе", "insult"))
    answer = decide(moderator, 1, "delete", seen="1")
    assert "посмотрите новый текст" in answer.text
    assert "<del>Первый</del><ins>Теперь иначе</ins>" in answer.text
    assert rows(web, Decision.id) == []


def test_a_cluster_is_decided_at_once_and_no_more_than_was_shown(as_role, flag, web):
    flag(*[("Ремонт ванных недорого, звоните", "spam")] * 3, ("Другое совсем дело", "spam"))
    moderator = as_role("moderator")
    page = moderator.get("/queue/1").text
    others = re.search(r'name="others" value="([\d ]+)"', page).group(1)
    assert others == "2 3"
    assert "Почти одинаковые комментарии: 3" in moderator.get("/queue/1/alike").text
    flag(("Ремонт ванных недорого, звоните", "spam"))
    answer = decide(moderator, 1, "delete", alike="1", others=others, ground="spam", seen="1")
    assert (shown(answer), "(3)" in answer.text) == (4, True)
    assert rows(web, ReviewItem.state) == [("decided",)] * 3 + [("open",)] * 2


def test_a_deletion_needs_a_ground_of_the_regulation(as_role, flag, web):
    flag(("Скидки", "vulgar"))
    moderator = as_role("moderator")
    assert "выберите для удаления" in moderator.get("/queue/1").text
    answer = decide(moderator, 1, "delete")
    assert (answer.status_code, "Выберите основание" in answer.text) == (409, True)
    decide(moderator, 1, "delete", ground="insult")
    assert rows(web, Decision.ground) == [("insult",)]


def test_a_rude_complaint_is_deleted_and_becomes_an_incident(as_role, flag, web):
    flag(("Твари, третий день нет воды", "obscene"))
    decide(as_role("moderator"), 1, "delete", incident="1")
    assert rows(web, Decision.action) + rows(web, Incident.state) == [("delete",), ("candidate",)]


def test_what_went_to_the_incidents_beside_a_deletion_goes_back_with_it(as_role, flag, web):
    flag(*[("Твари, третий день нет воды", "obscene")] * 2)
    moderator = as_role("moderator")
    decide(moderator, 1, "delete", incident="1", alike="1", others="2")
    assert rows(web, Incident.state) == [("candidate",)] * 2
    moderator.post("/queue/undo")
    assert rows(web, Incident.state) == [("cleared",)] * 2
    decide(moderator, 1, "delete", incident="1")
    assert rows(web, Incident.state) == [("candidate",), ("cleared",)]
    moderator.post("/queue/undo")
    assert rows(web, Incident.state) == [("cleared",)] * 2


def test_a_candidate_of_an_earlier_decision_stays_when_a_later_one_is_taken_back(
    as_role, flag, web, clock
):
    flag(("Твари, третий день нет воды", "obscene"))
    first, second = as_role("moderator"), as_role("moderator")
    decide(first, 1, "incident")
    with web.store.writing() as session:
        session.get_one(ReviewItem, 1).state = "open"
    clock.go(minutes=5)
    decide(second, 1, "delete", incident="1")
    second.post("/queue/undo")
    assert rows(web, Incident.state) == [("candidate",)]


def test_the_author_of_a_whole_cluster_is_banned_once(as_role, flag, web):
    flag(*[("Ремонт ванных недорого, звоните", "spam")] * 3)
    decide(as_role("moderator"), 2, "delete_and_ban", alike="1", others="1 3", ground="spam")
    assert sorted(rows(web, Action.act)) == [("ban",), ("delete",), ("delete",), ("delete",)]


def test_forward_and_back_in_the_list(as_role, flag, web):
    flag(("Первый", "insult"), ("Второй", "spam"), ("Третий", "spam"))
    moderator = as_role("moderator")
    moderator.get("/queue/1?category=spam")
    go = {"headers": {"X-Fragment": "1"}}
    assert shown(moderator.post("/queue/1/go?category=spam", data={"to": "next"}, **go)) == 2
    assert shown(moderator.post("/queue/2/go?category=spam", data={"to": "next"}, **go)) == 3
    last = moderator.post("/queue/3/go?category=spam", data={"to": "next"}, **go)
    assert (shown(last), "Дальше карточек нет" in last.text) == (3, True)
    assert shown(moderator.post("/queue/3/go", data={"to": "previous"}, **go)) == 2
    assert [held is not None for (held,) in rows(web, ReviewItem.held_by)] == [False, True, False]
    moderator.post("/queue/2/leave")
    assert rows(web, ReviewItem.held_by) == [(None,)] * 3


def test_the_list_has_pages_filters_and_counters(as_role, flag):
    flag(*[(f"Комментарий номер {number}", "spam") for number in range(32)], ("Угроза", "threat"))
    moderator = as_role("moderator")
    page = moderator.get("/queue/list").text
    assert page.count("<tr>") == 31
    assert "33 осталось" in page
    assert "1 угроза" in page
    assert "спам 32" in page
    after = re.search(r"after=(\d+)", page).group(1)
    rest = moderator.get(f"/queue/list?after={after}").text
    assert rest.count("<tr>") == 4
    assert moderator.get("/queue/list?category=threat").text.count("<tr>") == 2
    strange = "/queue/list?network=x&page=%27--&category=%22&age=&after=99999999999"
    assert moderator.get(strange).text.count("<tr>") == 31


@pytest.mark.parametrize(("cards", "next_one"), [(PART, False), (PART + 1, True)])
def test_the_way_on_is_there_where_there_are_more(as_role, flag, cards, next_one):
    flag(*[(f"Комментарий номер {number}", "spam") for number in range(cards)])
    page = as_role("moderator").get("/queue/list").text
    assert (page.count("<tr>"), "Дальше" in page) == (PART + 1, next_one)


HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(2)> \u202eтскет\u202c "
    "{{ 7*7 }} &lt;b&gt; \u200bневидимо" + "а" * 100_000
)


def test_a_hostile_comment_is_text(as_role, flag):
    flag((HOSTILE, "spam"))
    moderator = as_role("moderator")
    for address in ("/queue/1", "/queue/list", "/queue/1/alike", "/queue/1/text"):
        page = moderator.get(address)
        assert "<script>alert" not in page.text
        assert "<img" not in page.text
        assert "{{ 7*7 }}" in page.text
    card = moderator.get("/queue/1").text
    assert "U+202E" in card
    assert "U+200B" in card
    assert "\u202e" not in card
    assert len(card) < 60_000
    assert "Весь текст: ещё" in card


def test_the_queue_is_for_moderators_and_curators(as_role, flag):
    flag(("Первый", "spam"))
    for role, status in (("moderator", 200), ("curator", 200), ("executor", 403), ("head", 403)):
        assert as_role(role).get("/queue/1").status_code == status
    assert as_role("executor").post("/queue/1/decide", data={"action": "keep"}).status_code == 403
    assert as_role("moderator").get("/queue/99").status_code == 404
    assert decide(as_role("moderator"), 99).status_code == 404
