"""The incident screens: each role, each act, what another body must not see."""

import pytest
from browsers import signed
from incident_town import CONFIRM, GOOD, ROADS, TEXT, WATER, drafted, routed
from sqlalchemy import select

from incidents.desk import journal
from models import Action, Incident
from web.incidents.filters import Asked

TOGETHER = {"bodies": [WATER, ROADS], "writer": ROADS}
TOMORROW = {"step": "draft", "due": "2026-11-24T10:00"}


def page(browser, address: str, status: int = 200) -> str:
    answer = browser.get(address)
    assert answer.status_code == status, answer.text
    return answer.text


def act(browser, number: int, name: str, seen: int | None = None, status: int = 303, **sent) -> str:
    sent = sent if seen is None else sent | {"seen": str(seen)}
    answer = browser.post(f"/incidents/{number}/act/{name}", data=sent)
    assert answer.status_code == status, answer.text
    return answer.text


def state(web, number: int) -> str:
    with web.store.reading() as session:
        return session.get(Incident, number).state


def steps(web, number: int):
    with web.store.reading() as session:
        return journal(session, number)[1]


def test_a_candidate_on_the_board_in_the_table_and_whole(as_role, put):
    curator, number = as_role("curator"), put()
    assert f'href="/incidents/{number}"' in page(curator, "/incidents")
    assert "Нет воды" in page(curator, "/incidents/list?state=candidate&words=воду&place=Мира")
    shown = page(curator, f"/incidents/{number}")
    for words in (
        "№ 1 · Нет воды, улица Мира",
        TEXT,
        "кандидат",
        "Пётр С.",
        "Нет воды",
        "улица Мира",
        "Подтвердить",
    ):
        assert words in shown
    assert 'href="https://vk.com/wall-100_50?reply=1"' in shown


def test_from_the_candidate_to_the_answer_by_forms_alone(web, as_role, put):
    curator, executor = as_role("curator"), as_role("executor", body=WATER)
    number = put()
    act(curator, number, "confirm", importance="high")
    act(curator, number, "correct", topic="t001")
    act(curator, number, "correct", street="улица Садовая", house="5")
    act(curator, number, "route", bodies=WATER)
    assert GOOD not in page(executor, f"/incidents/{number}")
    act(executor, number, "draft", text=GOOD, form="answer")
    shown = page(curator, f"/incidents/{number}")
    assert "Согласовать" in shown
    assert "Проверки согласны" not in shown
    act(curator, number, "return", reason="off_point")
    act(executor, number, "draft", text=GOOD, form="answer")
    act(curator, number, "approve")
    act(curator, number, "publish", post="1")
    assert state(web, number) == "answered"
    names = [step.act for step in steps(web, number)]
    assert names == ["confirm", "correct", "correct", "route", "draft", "return", "draft",
                     "approve", "publish"]  # fmt: skip
    with web.store.reading() as session:
        kept = session.get(Incident, number)
        assert (kept.topic, kept.place) == ("T001", {"street": "улица Садовая", "house": "5"})
        assert kept.importance == "high"
    assert "Ямы на дороге" in page(curator, "/incidents/list?state=closed")


@pytest.mark.parametrize(
    ("acts", "who", "name", "sent", "after"),
    [
        ((), "moderator", "dismiss", {"ground": "Шутка"}, "dismissed"),
        ((), "moderator", "confirm", {}, "new"),
        (routed(WATER), "executor", "not_ours", {"ground": "Это дороги"}, "refused"),
        (routed(WATER), "executor", "draft", {"text": "Где?", "form": "question"}, "review"),
        (routed(WATER), "executor", "draft", {"text": "Ищем", "form": "interim"}, "review"),
        (routed(WATER, ROADS), "executor", "inform", {"text": "Да", "body": WATER}, "executing"),
        (routed(WATER), "curator", "no_answer", {"reason": "insult"}, "unanswered"),
        (routed(WATER), "curator", "appeal", {"ground": "Просит по закону"}, "appeal"),
        (routed(WATER), "curator", "importance", {"importance": "high"}, "executing"),
        (routed(WATER), "curator", "route", TOGETHER, "executing"),
        (routed(WATER), "curator", "note", {"text": "Позвонить"}, "executing"),
        (routed(WATER), "head", "note", {"text": "На контроль"}, "executing"),
        (routed(WATER), "curator", "term", TOMORROW, "executing"),
        (routed(WATER), "curator", "draft", {"text": "Да", "ground": "По телефону"}, "review"),
    ],
)  # fmt: skip
def test_every_act_by_whom_it_belongs_to(web, as_role, lived, acts, who, name, sent, after):
    number = lived(*acts)
    browser = as_role(who)
    act(browser, number, name, **sent)
    assert state(web, number) == after
    last = steps(web, number)[-1]
    assert (last.act, last.by) == (name, browser.who.name)


def test_while_the_author_keeps_silent_an_answer_can_be_written(web, as_role, lived):
    question = ("draft", {"text": "Какой дом?", "details": {"form": "question"}})
    number = lived(*routed(WATER), question, ("approve", {}), ("publish", {}))
    executor = as_role("executor")
    shown = page(executor, f"/incidents/{number}")
    assert "Какой дом?" in shown and "Автор не отвечает?" in shown
    assert 'value="answer"' in shown and 'value="question"' not in shown
    assert "Записать проект за исполнителя" in page(as_role("curator"), f"/incidents/{number}")
    act(executor, number, "draft", text=GOOD, form="answer")
    assert state(web, number) == "review"


@pytest.mark.parametrize(
    ("who", "name", "sent", "words"),
    [
        ("executor", "approve", {}, "Это делает куратор"),
        ("moderator", "approve", {}, "Это делает куратор"),
        ("head", "return", {"reason": "rules"}, "Это делает куратор"),
        ("curator", "return", {"reason": "каприз"}, "Нужна причина"),
        ("curator", "publish", {}, "Размещение: сейчас нельзя"),
        ("curator", "correct", {"topic": "Марс"}, "нет в перечне"),
        ("curator", "correct", {}, "Нужно назвать тему"),
        ("curator", "term", {"step": "draft", "due": "завтра"}, "Нужен срок"),
        ("curator", "term", {"step": "draft", "due": "0026-11-24T10:00"}, "ещё не прошёл"),
    ],
)
def test_what_is_refused_says_why_and_changes_nothing(web, as_role, lived, who, name, sent, words):
    number = lived(*drafted())
    before = len(steps(web, number))
    shown = act(as_role(who), number, name, status=409, **sent)
    assert words in shown
    assert "--" not in shown.split('class="notice bad"')[1].split("</p>")[0]
    assert len(steps(web, number)) == before


def test_a_refused_form_keeps_what_was_typed(as_role, lived):
    number = lived(CONFIRM, ("route", {"details": {"bodies": [WATER, ROADS], "writer": WATER}}))
    executor = as_role("executor", body=WATER)
    shown = act(executor, number, "draft", status=409, text="Мой долгий труд", form="answer")
    assert "Ещё нет информации" in shown
    assert "Мой долгий труд</textarea>" in shown
    past = {"step": "approve", "due": "0026-11-24T10:00"}
    shown = act(as_role("curator"), number, "term", status=409, **past)
    assert 'value="0026-11-24T10:00"' in shown
    assert '<option value="approve" selected>' in shown


@pytest.mark.parametrize(
    "address",
    ["", "/news", "/act/note", "/act/draft", "/working", "/send"],
)
def test_an_executor_does_not_meet_what_another_body_works_on(web, as_role, lived, address):
    number = lived(*drafted("Тайный проект", ROADS))
    stranger = as_role("executor", body=WATER)
    for seen in (f"/incidents/{number}{address}", f"/incidents/{number + 7}{address}"):
        if address in ("", "/news"):
            answer = stranger.get(seen)
        else:
            answer = stranger.post(seen, data={"text": "Проба"})
        assert answer.status_code == (403 if address == "/send" else 404)
        assert "Тайный" not in answer.text
    assert len(steps(web, number)) == 3
    for listed in ("/incidents", "/incidents/list?state=all", f"/incidents/list?words={number}",
                   f"/incidents/list?state=all&body={ROADS}", "/incidents/columns"):  # fmt: skip
        assert f"/incidents/{number}" not in page(stranger, listed)
    assert f"/incidents/{number}" in page(as_role("executor", body=ROADS), "/incidents")


def test_an_administrator_has_no_business_here(as_role, put):
    put()
    for address in ("/incidents", "/incidents/1", "/incidents/list", "/incidents/names"):
        assert as_role("administrator").get(address).status_code == 403


def test_who_is_slower_reads_both_texts_and_goes_on(web, as_role, lived):
    number = lived(*routed(WATER))
    quick, slow = as_role("executor", body=WATER), as_role("executor", body=WATER)
    act(quick, number, "draft", seen=2, text="Здравствуйте! Я первый.", form="answer")
    shown = act(slow, number, "draft", seen=2, status=409, text="Здравствуйте! Я второй.")
    assert "Вас опередили" in shown
    assert "otklik" not in shown.split("<main")[1]
    assert shown.index("Я второй.") < shown.index("Я первый.")
    assert [step.act for step in steps(web, number)][-2:] == ["draft", "kept"]
    assert "Я второй.</div>" in page(slow, f"/incidents/{number}")
    act(as_role("curator"), number, "return", reason="rules")
    assert "Я второй.</textarea>" in page(slow, f"/incidents/{number}")


@pytest.mark.parametrize(
    ("name", "sent", "role"),
    [
        ("note", {"text": "Позвонить завтра"}, "executor"),
        ("not_ours", {"ground": "Позвонить завтра"}, "executor"),
        ("appeal", {"ground": "Позвонить завтра"}, "curator"),
    ],
)
def test_what_an_overtaken_act_said_stands_there_and_the_draft_stays(
    as_role, lived, name, sent, role
):
    number, body = lived(*routed(WATER)), {"body": WATER} if role == "executor" else {}
    slow = as_role(role, **body)
    typed = {"text": "Здравствуйте! Вода будет.", "seen": "2", "version": "0"}
    slow.post(f"/incidents/{number}/working", data=typed)
    act(as_role("curator"), number, "importance", importance="high")
    shown = act(slow, number, name, seen=2, status=409, **sent)
    assert "Вас опередили" in shown
    assert "Позвонить завтра</div>" in shown
    assert "ждёт на странице инцидента" not in shown
    assert "Вода будет.</textarea>" in page(slow, f"/incidents/{number}")


def test_what_is_typed_is_kept_and_checked(web, as_role, lived, clock):
    number = lived(*routed(WATER))
    executor, address = as_role("executor", body=WATER), f"/incidents/{number}/working"
    typed = {"text": "Здравствуйте! Водда будет.", "seen": "2", "version": "0"}
    answer = executor.post(address, data=typed, headers={"X-Fragment": "1"})
    assert (answer.status_code, "водда" in answer.text.lower()) == (200, True)
    assert 'data-version="1"' in answer.text
    again = executor.post(
        address, data=typed | {"text": "Другое окно"}, headers={"X-Fragment": "1"}
    )
    assert again.status_code == 409
    assert "в другом вашем окне" in again.text
    assert "Водда будет." in again.text
    clock.go(hours=20)  # сеанс кончился, набранное нет
    assert executor.post(address, data=typed, headers={"X-Fragment": "1"}).status_code == 401
    back = as_role("executor", body=WATER, name="Не он")
    assert "Водда" not in page(back, f"/incidents/{number}")
    assert "Водда будет.</textarea>" in page(
        signed(executor, web, executor.who), f"/incidents/{number}"
    )


HOSTILE = [
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    '"><b>жирно</b>{{ 7*7 }}',
    "\u202eперевёрнуто\u202c\u0000",
    "ж" * 100_000,
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_text(as_role, put, text):
    number = put(text, author="<i>Имя</i>")
    curator = as_role("curator")
    for address in ("/incidents", "/incidents/list?state=candidate", f"/incidents/{number}"):
        shown = page(curator, address)
        assert "<script>alert" not in shown
        assert "<img src=x" not in shown
        assert "<b>жирно" not in shown
        assert "<i>Имя" not in shown
    hostile = '"><script>alert(1)</script>'
    shown = page(curator, f"/incidents/list?words={hostile}&place={hostile}&body={hostile}")
    assert "<script>alert" not in shown


def test_a_link_by_hand_cannot_run_a_script(as_role, web):
    curator = as_role("curator")
    sent = {"text": "По телефону: нет воды", "link": "javascript:alert(1)"}
    tick = 'name="confirm" value="1" checked'
    assert tick in page(curator, "/incidents/new")
    refused = curator.post("/incidents/new", data=sent)
    assert (refused.status_code, tick in refused.text) == (422, False)
    assert tick in curator.post("/incidents/new", data=sent | {"confirm": "1"}).text
    sent |= {"link": "https://example.ru/1", "confirm": "1", "reported_by": "ЕДДС"}
    assert curator.post("/incidents/new", data=sent).headers["location"] == "/incidents/1"
    assert "ЕДДС" in page(curator, "/incidents/1")
    assert (state(web, 1), as_role("head").get("/incidents/new").status_code) == ("new", 403)


def test_the_answer_goes_out_and_can_be_called_back(web, as_role, lived):
    number = lived(*drafted(), ("approve", {}))
    curator = as_role("curator")
    assert "Разместить под сообщением" in page(curator, f"/incidents/{number}")
    assert curator.post(f"/incidents/{number}/send").status_code == 303
    shown = page(curator, f"/incidents/{number}")
    assert "ждёт отправки" in shown
    assert curator.post(f"/incidents/{number}/send/1/undo").status_code == 303
    assert "отменён" in page(curator, f"/incidents/{number}")
    other = lived(*drafted(), ("approve", {}), number=2)
    assert curator.post(f"/incidents/{other}/send/1/undo").status_code == 404
    assert as_role("head").post(f"/incidents/{number}/send").status_code == 403


def test_an_answer_on_its_way_cannot_be_recorded_as_posted_by_hand(web, as_role, lived):
    number = lived(*drafted(), ("approve", {}))
    curator = as_role("curator")
    assert "Размещено вручную" in page(curator, f"/incidents/{number}")
    curator.post(f"/incidents/{number}/send")
    assert "Размещено вручную" not in page(curator, f"/incidents/{number}")
    assert "уже отправляет программа" in act(curator, number, "publish", status=409)
    curator.post(f"/incidents/{number}/send/1/undo")
    assert "Размещено вручную" in page(curator, f"/incidents/{number}")
    act(curator, number, "publish")
    assert state(web, number) == "answered"


def test_a_repeat_reopens_what_was_answered(web, as_role, lived, put, clock):
    text = "Яма на Садовой у дома пять, машины бьют колёса, заделайте наконец"
    first = lived(*drafted(), ("approve", {}), ("publish", {}), text=text)
    clock.go(minutes=10)
    again = put(f"Повторно! {text.lower()}", 2)
    curator = as_role("curator")
    shown = page(curator, f"/incidents/{again}")
    assert GOOD in shown  # прежний ответ виден
    assert f"возобновить № {first}" in shown
    assert curator.post(f"/incidents/{again}/merge", data={"into": "x"}).status_code == 422
    done = curator.post(f"/incidents/{again}/merge", data={"into": str(first)})
    assert done.headers["location"] == f"/incidents/{first}"
    assert (state(web, first), state(web, again)) == ("new", "dismissed")
    assert steps(web, first)[-1].details["repeat"] == again
    assert curator.post(f"/incidents/{again}/merge", data={"into": str(first)}).status_code == 409
    assert as_role("moderator").post(f"/incidents/{again}/merge").status_code == 403


def test_a_repeat_is_answered_under_its_own_message(web, as_role, lived, put):
    text = "Яма на Садовой у дома пять, машины бьют колёса, заделайте наконец"
    first = lived(*drafted(), ("approve", {}), ("publish", {}), text=text)
    again = put(f"Повторно! {text.lower()}", 2, author="Анна К.")
    curator = as_role("curator")
    curator.post(f"/incidents/{again}/merge", data={"into": str(first)})
    act(curator, first, "route", bodies=[WATER])
    shown = page(as_role("executor", body=WATER), f"/incidents/{first}")
    assert "<b>Анна К.</b>" in shown
    assert "Повторно!" in shown
    assert f'<p class="said">{text}</p>' in shown  # и первое сообщение
    text = "Анна, яму на Садовой у дома 5 заделаем 25 ноября, бригада уже работает."
    act(curator, first, "draft", text=text, ground="Продиктовано")
    assert "приветстви" not in page(curator, f"/incidents/{first}")
    act(curator, first, "approve")
    assert curator.post(f"/incidents/{first}/send").status_code == 303
    with web.store.reading() as session:
        comment = session.scalars(select(Action)).one().comment_id
        assert comment == session.get(Incident, again).comment_id


def test_news_of_others_reach_an_open_page(as_role, lived):
    number = lived(*routed(WATER))
    executor, curator = as_role("executor", body=WATER), as_role("curator")
    assert "Пока вы здесь" not in page(executor, f"/incidents/{number}/news?seen=2")
    act(curator, number, "note", text="Ответьте сегодня")
    told = page(executor, f"/incidents/{number}/news?seen=2")
    assert "Пока вы здесь" in told
    assert "заметка" in told
    assert "Пока вы здесь" not in page(curator, f"/incidents/{number}/news?seen=2")


def test_terms_in_words_and_lists_of_what_is_late(as_role, lived, clock):
    number = lived(*routed(WATER))
    curator = as_role("curator")
    assert "осталось" in page(curator, f"/incidents/{number}")
    assert f"/incidents/{number}" not in page(curator, "/incidents/list?term=late")
    clock.go(hours=25)
    curator = as_role("curator")
    assert "просрочено на" in page(curator, f"/incidents/{number}")
    assert f"/incidents/{number}" in page(curator, "/incidents/list?term=late")
    assert "просрочено на" in page(curator, "/incidents")


@pytest.mark.parametrize(
    ("who", "mine"),
    [("curator", {1, 3}), ("executor", {2}), ("head", set()), ("moderator", {1})],
)
def test_my_move(as_role, lived, put, who, mine):
    put(number=1)
    lived(*routed(WATER), number=2)
    lived(*drafted(), number=3)
    shown = page(as_role(who), "/incidents/list?state=mine")
    assert {n for n in (1, 2, 3) if f'href="/incidents/{n}"' in shown} == mine


def test_a_filter_survives_in_every_link():
    filters = Asked(state="review", words="яма & вода", body="МУП «Водоканал»")
    assert filters.query(state="").startswith("?body=")
    assert "%26" in filters.query()
    assert Asked().query() == ""
