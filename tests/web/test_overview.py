"""The curator's overview: true numbers, each with its list, and what fails in red words."""

import re
from datetime import timedelta

import pytest
from flagging import Flagging
from given import NOW, PAGE
from sqlalchemy import update

from incidents.desk import Order, perform
from models import Incident, OutboxEntry, Page, PassRun, SeenSurge
from moderation import alarms, takeback
from moderation.attempts import Next
from moderation.deciding import Order as Decide
from moderation.deciding import decide
from web.overview import PART


@pytest.fixture
def settings():
    page = {"network": "vk", "id": "100", "body": "Администрация", "kind": "administration"}
    return {"pages": [page]}


@pytest.fixture
def passed(web):
    """A pass came to its end just now."""
    with web.store.writing() as session:
        session.add(PassRun(NOW, NOW))


def sentence(page) -> str:
    found = re.search(r'<p class="sentence">(.*?)</p>', page.text, re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", found[1]))


def put(web, count: int, topic: str = "T096", name: str = "НЕТ ВОДЫ", **more) -> None:
    with web.store.writing() as session:
        for _ in range(count):
            found = Incident("candidate", web.clock(), text="Нет воды", topic=topic,
                             topic_name=name, **more)  # fmt: skip
            session.add(found)


def order(web, number: int, action: str, by: str = "Иванова") -> None:
    with web.store.writing() as session:
        made = Decide(action, by, ground="off_topic" if action == "delete" else "")
        decide(session, web.house, number, made, web.clock(), timedelta(0))


def test_a_day_in_a_sentence(web, as_role, passed, clock):
    flag = Flagging(web)
    flag(("Вы совсем обнаглели", "insult"), ("Я вас найду", "threat"), ("Купите окна", "ad"))
    order(web, 1, "keep")
    order(web, 3, "skip")
    put(web, 2)
    curator = as_role("curator")
    perform(web.store.writing, web.desk(), 1, Order("confirm", curator.who.name), clock())
    page = curator.get("/overview")
    assert sentence(page) == (
        "Сегодня 3 сообщения, 2 в очереди (1 угроза), 1 инцидент в работе, просроченных нет."
    )
    clock.go(days=2)
    with web.store.writing() as session:
        session.add(SeenSurge("T096 НЕТ ВОДЫ", "Мира", NOW, NOW, 1, 14, 1.0))
    assert sentence(as_role("curator").get("/overview")) == (
        "Сегодня 0 сообщений, 2 в очереди (1 угроза), 1 инцидент в работе, 1 просрочен, "
        "всплеск: Нет воды, Мира (14 за час, обычно 1)."
    )


def test_every_number_has_its_list(web, as_role, passed):
    Flagging(web)(*[(f"Дурные слова {n}", "insult") for n in range(4)])
    order(web, 1, "keep")
    order(web, 2, "keep")
    order(web, 3, "escalate")
    put(web, 3)
    put(web, 1, "T001", "ЯМЫ НА ДОРОГЕ")
    with web.store.writing() as session:
        session.add(Incident("dismissed", NOW, topic="T096", topic_name="НЕТ ВОДЫ"))
        session.add(Incident("candidate", NOW - timedelta(days=2), topic="T096"))
    curator = as_role("curator")
    page = curator.get("/overview").text.split("<main")[1]
    for to in re.findall(r'href="(/[^"]*)"', page):
        listed = curator.get(to.replace("&amp;", "&"), follow_redirects=True)
        assert listed.status_code == 200, to
    topic = curator.get("/incidents/list?state=matters&since=today&topic=T096").text
    assert "Все, кроме отклонённых за сегодня: 3</h1>" in topic
    assert '">Нет воды</a> <b class="number">3</b>' in page
    assert '">оставить</a> <b class="number">2</b>' in page
    assert curator.get("/overview/decisions?action=keep").text.count("<tr>") == 3
    assert curator.get("/overview/messages").text.count("<tr>") == 5


def test_what_a_network_leaves_to_people_is_done_and_noted_in_the_browser(web, as_role):
    Flagging(web)(("Найду и закопаю", "threat"))
    order(web, 1, "escalate")
    told = Next("by_hand", "сообщите главе сами: Орлов")
    alarms.sound(web.store, lambda _: told, web.clock() + timedelta(hours=1), timedelta(hours=24))
    head, moderator = as_role("head"), as_role("moderator")
    assert 'href="/overview/tasks">1 действие<' in head.get("/overview").text
    shown = head.get("/overview/tasks").text
    assert "сообщить главе" in shown and "сами: Орлов" in shown and "Сделано" not in shown
    assert head.post("/overview/tasks/1").status_code == 403
    assert "Сделано" in moderator.get("/overview/tasks").text
    assert moderator.post("/overview/tasks/1").status_code == 303
    assert moderator.post("/overview/tasks/1").status_code == 409  # done already
    assert moderator.post("/overview/tasks/77").status_code == 404
    assert "За людьми ничего нет" in moderator.get("/overview/tasks").text
    assert "/overview/tasks" not in head.get("/overview").text


@pytest.mark.parametrize(("number", "pages"), [(PART, 1), (PART + 1, 2)])
@pytest.mark.parametrize("path", ["messages", "decisions", "tasks"])
def test_a_list_goes_on_until_its_end(web, as_role, path, number, pages):
    Flagging(web)(*[(f"Найду и закопаю {n}", "threat") for n in range(number)])
    for card in range(1, number + 1):
        order(web, card, "escalate")
    with web.store.writing() as session:
        session.execute(update(OutboxEntry).values(state="by_hand"))
    curator, to, seen = as_role("curator"), f"/overview/{path}", []
    for _ in range(pages):
        page = curator.get(to).text
        seen += re.findall(r"Найду и закопаю \d+", page)
        to = next(iter(re.findall(r'rel="next" href="([^"]+)"', page)), "").replace("&amp;", "&")
    assert (to, len(seen), len(set(seen))) == ("", number, number)


def test_what_was_taken_back_is_not_decided(web, as_role):
    Flagging(web)(("Дурные слова", "insult"))
    order(web, 1, "keep")
    with web.store.writing() as session:
        takeback.take_back(session, "Иванова", web.clock(), timedelta(minutes=1))
    assert 'решено <a href="/overview/decisions">0</a>' in as_role("curator").get("/overview").text


def test_a_page_that_cannot_be_read_is_named_with_since_when(web, as_role, passed):
    Flagging(web)
    with web.store.writing() as session:
        session.execute(update(Page).values(last_error="Доступ закрыт <b>", succeeded_at=NOW))
        session.add(Page("vk", "200", "Не наша больше", NOW, last_error="нет"))
    page = as_role("curator").get("/overview").text
    assert "Не читается:</b> ВК · Администрация района, с 13:00. Доступ закрыт &lt;b&gt;" in page
    assert "Не наша больше" not in page and PAGE.external_id == "100"


def test_passes_that_stand_still_are_told(web, as_role, passed, clock):
    curator = as_role("curator")
    assert "Последний проход завершён 13:00" in curator.get("/overview").text
    clock.go(minutes=31)
    assert "С 13:00 не завершён ни один проход" in curator.get("/overview/now").text


def test_where_the_work_begins(as_role):
    began = {"moderator": "/queue", "curator": "/overview", "head": "/overview",
             "executor": "/incidents", "administrator": "/users"}  # fmt: skip
    for role, path in began.items():
        assert as_role(role).get("/").headers["location"] == path


def test_the_head_sees_the_queue_as_a_number(web, as_role, passed):
    Flagging(web)(("Дурные слова", "insult"))
    page = as_role("head").get("/overview").text
    assert "1 в очереди" in page and 'href="/queue' not in page


def test_nothing_new_costs_nothing(web, as_role, passed):
    curator = as_role("curator")
    first = curator.get("/overview/now")
    tag = first.headers["etag"]
    assert curator.get("/overview/now", headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize("odd", ["-1", "0", str(2**40), "99"])
def test_an_odd_mark_begins_at_the_beginning(web, as_role, odd):
    Flagging(web)(("Дурные слова", "insult"))
    page = as_role("curator").get(f"/overview/messages?before={odd}")
    assert page.status_code == 200 and "Дурные слова" in page.text
