"""The JSON API: the same objects and rules as on the screens, and every refusal in one shape."""

from dataclasses import replace
from itertools import count

import pytest
from flagging import Flagging, rows
from keys import program

from incidents.adviser import Adviser, TopicName
from incidents.competence import Body
from models import Decision, Incident, IncidentBody, Step, Topic, Verdict
from moderation import leases
from web.shield import BODY_LIMIT

API = "/api/v1"
WATER, ROADS = "МУП «Водоканал»", "Дорожное хозяйство"
TOPIC = Topic("T096", "ЖКХ", "НЕТ ВОДЫ", 0.8)
PATHS = ("/me", "/overview", "/comments", "/actions", "/pages", "/cards", "/incidents")


def judged(texts):
    return [Verdict({}, (), (), 0.9, True, (TOPIC,)) for _ in texts]


@pytest.fixture
def settings():
    page = {"network": "vk", "id": "100", "body": "Администрация", "kind": "administration"}
    return {"pages": [page], "routing": {"bodies": [{"name": WATER}, {"name": ROADS}]}}


@pytest.fixture
def web(web):
    """The office with a classifier that needs no loading."""
    topics = [TopicName(TOPIC.code, TOPIC.group, TOPIC.topic)]
    return replace(web, make_adviser=lambda: Adviser(
        (Body(WATER), Body(ROADS)), (), history=lambda text: [], judge=judged, topics=topics
    ))  # fmt: skip


@pytest.fixture
def key(browser, account, web):
    """`key("curator")`: a program of somebody new with this role, relative to the API."""

    def make(*roles: str, scope: str = "write", **who: str):
        return program(browser(), web, account(*roles, **who), scope)

    return make


def put(web, bodies=(), **more) -> int:
    with web.store.writing() as session:
        more = {"state": "executing" if bodies else "candidate", "text": "Нет воды"} | more
        made = Incident(detected_at=web.clock(), bodies=list(bodies), **more)
        session.add(made)
        session.flush()
        for body in bodies:
            session.add(IncidentBody(body, made.id))
        return made.id


def refused(answer, status: int, detail: str = "") -> None:
    """The one shape of all refusals."""
    error = answer.json()["error"]
    assert (answer.status_code, error["status"]) == (status, status), answer.text
    assert set(error) == {"status", "title", "detail"} and error["title"]
    assert detail in error["detail"], error


# ---- who


@pytest.mark.parametrize("path", PATHS)
def test_without_a_key_nothing(browser, path):
    answer = browser().get(API + path)
    refused(answer, 401)
    assert answer.headers["www-authenticate"] == "Bearer"
    refused(browser().get(API + path, headers={"Authorization": "Bearer otk_wrong"}), 401)


OPEN_TO = {
    "/me": {"moderator", "curator", "executor", "head", "administrator"},
    "/overview": {"moderator", "curator", "head"},
    "/comments": {"moderator", "curator", "head"},
    "/actions": {"moderator", "curator"},
    "/pages": {"moderator", "curator", "head", "administrator"},
    "/cards": {"moderator", "curator"},
    "/incidents": {"moderator", "curator", "executor", "head"},
    "/openapi.json": {"moderator", "curator", "executor", "head", "administrator"},
}


@pytest.mark.parametrize("role", ["moderator", "curator", "executor", "head", "administrator"])
def test_what_each_role_may_ask(key, role):
    program = key(role, scope="read")
    for path, roles in OPEN_TO.items():
        answer = program.get(API + path)
        if role in roles:
            assert answer.status_code == 200, answer.text
        else:
            refused(answer, 403, "не для вашей роли")


def test_a_reading_key_changes_nothing(web, key):
    Flagging(web)(("Дурные слова", "insult"))
    number, reader = put(web), key("curator", scope="read")
    for path in (
        "/cards/1/decisions",
        "/decisions/undo",
        f"/incidents/{number}/acts",
        "/incidents",
    ):
        refused(reader.post(API + path, json={"action": "keep"}), 403, "только для чтения")
    assert not rows(web, Decision.id) and not rows(web, Step.id)


def test_a_session_needs_its_form_key_here_too(web, as_role):
    Flagging(web)(("Дурные слова", "insult"))
    moderator = as_role("moderator")
    kept, moderator.csrf = moderator.csrf, ""
    refused(moderator.post(f"{API}/cards/1/decisions", json={"action": "keep"}), 403)
    moderator.csrf = kept
    made = moderator.post(f"{API}/cards/1/decisions", json={"action": "keep"})
    assert made.status_code == 201


# ---- the queue


def test_the_queue_a_part_at_a_time(web, key):
    Flagging(web)(*[(f"Дурные слова {n}", "insult") for n in range(4)], ("Убью вас", "threat"))
    reader, seen, after = key("moderator", scope="read"), [], {}
    for _ in count():
        part = reader.get(f"{API}/cards", params={"limit": 2, **after}).json()
        seen += [card["number"] for card in part["items"]]
        if part["more"] is None:
            break
        after = {"after": part["more"]}
    assert seen == [5, 1, 2, 3, 4]  # the threat first
    only = reader.get(f"{API}/cards", params={"category": "threat"}).json()["items"]
    assert [card["urgent"] for card in only] == [True]


def test_a_decision_and_taking_it_back(web, key):
    Flagging(web)(("Вы совсем обнаглели", "obscene"))
    moderator = key("moderator")
    card = moderator.get(f"{API}/cards/1").json()
    assert card["proposal"]["action"] == "delete" and card["findings"][0]["category"] == "obscene"
    given = {"action": "delete", "note": "грубо", "seen": card["seen"]}
    made = moderator.post(f"{API}/cards/1/decisions", json=given)
    assert made.status_code == 201
    (action,) = made.json()["actions"]
    assert (action["act"], action["state"]) == ("delete", "waiting")
    assert made.json()["decision"]["by"] == moderator.who.name
    journal = moderator.get(f"{API}/actions/{action['number']}").json()
    assert [event["what"] for event in journal["events"]] == ["intended"]
    assert len(journal["sha256"]) == 64
    assert moderator.get(f"{API}/cards").json() == {"items": [], "more": None}
    back = moderator.post(f"{API}/decisions/undo")
    assert [one["card"] for one in back.json()] == [1]
    refused(moderator.post(f"{API}/decisions/undo"), 409, "Отменять нечего")
    assert [c["number"] for c in moderator.get(f"{API}/cards").json()["items"]] == [1]
    states = [a["state"] for a in moderator.get(f"{API}/actions?state=all").json()["items"]]
    assert states == ["undone"]


def test_a_card_to_the_incidents_and_back(web, key):
    Flagging(web)(("Дурные слова", "insult"))
    moderator = key("moderator")
    moderator.post(f"{API}/cards/1/decisions", json={"action": "incident"})
    assert rows(web, Incident.state) == [("candidate",)]
    moderator.post(f"{API}/decisions/undo")
    assert rows(web, Incident.state) == [("cleared",)]


def test_the_queue_refuses(web, key, account):
    Flagging(web)(*[(f"Дурные слова {n}", "insult") for n in range(3)])
    moderator = key("moderator")
    to = f"{API}/cards/1/decisions"
    refused(moderator.get(f"{API}/cards/99"), 404)
    refused(moderator.get(f"{API}/cards/{2**40}"), 422)
    refused(moderator.get(f"{API}/cards?after=99"), 422, "карточки 99 нет")
    refused(moderator.get(f"{API}/cards?after=x"), 422, "after")
    refused(moderator.get(f"{API}/cards?limit=201"), 422, "limit")
    refused(moderator.get(f"{API}/cards?category=rude"), 422, "category")
    refused(moderator.post(to, json={"action": "burn"}), 422, "action")
    refused(moderator.post(to, json={"action": "keep", "colour": "red"}), 422, "colour")
    refused(moderator.post(to, json={"action": "keep", "note": "я" * 501}), 422, "note")
    refused(moderator.post(to, json={"action": "keep", "seen": 77}), 409, "изменили")
    refused(moderator.post(to, content=b"{"), 422)
    refused(moderator.post(to, content=rb'{"\ud800": 1}'), 422)
    refused(moderator.post(to, content=b"[" * 100_000), 422)
    refused(moderator.post(to, content=b" " * (BODY_LIMIT + 1)), 413)
    refused(moderator.get(f"{API}/cards?network=%00"), 400)
    refused(moderator.get(f"{API}/nowhere"), 404)
    refused(moderator.put(f"{API}/cards/1"), 405)
    with web.store.writing() as session:
        leases.take(session, 1, "Петрова", web.clock())
    refused(moderator.post(to, json={"action": "keep"}), 409, "сейчас решает Петрова")
    assert not rows(web, Decision.id)


# ---- incidents


def test_an_incident_from_outside_to_the_executor(web, key):
    curator = key("curator")
    given = {"text": "По телефону: нет воды", "link": "https://example.org/1"}
    made = curator.post(f"{API}/incidents", json=given)
    assert made.status_code == 201 and made.json()["topic"]["code"] == "T096"
    refused(curator.post(f"{API}/incidents", json=given), 409, "уже есть")
    at = f"{API}/incidents/{made.json()['number']}"
    assert "confirm" in curator.get(at).json()["may"]
    curator.post(f"{at}/acts", json={"act": "confirm", "seen": 0})
    details = {"bodies": [WATER]}
    sent = curator.post(f"{at}/acts", json={"act": "route", "seen": 1, "details": details})
    assert sent.status_code == 201 and sent.json() == {"seen": 2, "state": "executing"}
    found = curator.get(at).json()
    assert [step["act"] for step in found["journal"]] == ["confirm", "route"]
    assert found["terms"] and found["due_at"] and found["bodies"] == [WATER]
    executor = key("executor", body=WATER)
    text = "Здравствуйте! Воду дадим сегодня к 18 часам, бригада уже на месте."
    drafted = executor.post(f"{at}/acts", json={"act": "draft", "seen": 2, "text": text})
    assert drafted.json()["state"] == "review", drafted.text
    refused(curator.post(f"{at}/acts", json={"act": "approve", "seen": 2}), 409, "Вас опередили")


def test_an_executor_sees_its_own_body_only(web, key):
    mine, other = put(web, [WATER]), put(web, [ROADS])
    executor = key("executor", body=WATER)
    numbers = [one["number"] for one in executor.get(f"{API}/incidents").json()["items"]]
    assert numbers == [mine]
    assert executor.get(f"{API}/incidents?body={ROADS}").json()["items"] == []
    assert executor.get(f"{API}/incidents/{mine}").status_code == 200
    for path in (f"/incidents/{other}", "/incidents/999"):
        refused(executor.get(API + path), 404)
    note = {"act": "note", "text": "чужое"}
    refused(executor.post(f"{API}/incidents/{other}/acts", json=note), 404)
    refused(executor.post(f"{API}/incidents", json={"text": "Нет воды"}), 403)
    refused(executor.post(f"{API}/incidents/{mine}/acts", json={"act": "route", "details": {
        "bodies": [ROADS]}}), 403)  # fmt: skip
    assert not rows(web, Step.id)


def test_incidents_a_part_at_a_time(web, key, clock):
    made = []
    for _ in range(5):
        made.append(put(web, [WATER], due_at=clock()))
        clock.go(minutes=1)
    reader, seen, after = key("curator", scope="read"), [], {}
    for _ in count():
        part = reader.get(f"{API}/incidents", params={"limit": 2, **after}).json()
        seen += [one["number"] for one in part["items"]]
        if part["more"] is None:
            break
        after = {"after": part["more"]}
    assert seen == made
    late = reader.get(f"{API}/incidents", params={"term": "late", "state": "work"}).json()["items"]
    assert len(late) == 5


ODD_MARKS = ("x", "due:", "due:2026-11-23T10:00:00/1", "due:2026-13-01T00:00:00+00:00/1",
             f"due:2026-11-23T10:00:00+00:00/{2**70}")  # fmt: skip


@pytest.mark.parametrize("mark", ODD_MARKS)
def test_a_mark_that_is_not_ours_is_refused(key, mark):
    refused(key("curator").get(f"{API}/incidents", params={"after": mark}), 422, "after")


@pytest.mark.parametrize(
    ("given", "status", "why"),
    [
        ({"act": "fly"}, 422, "act"),
        ({"act": "note"}, 409, "Нужен текст"),
        ({"act": "note", "text": "x" * 20_001}, 422, "text"),
        ({"act": "publish"}, 409, "сейчас нельзя"),
        ({"act": "confirm", "details": {"bodies": [WATER]}}, 422, "bodies"),
        ({"act": "confirm", "details": {"colour": 1}}, 422, "colour"),
        ({"act": "correct", "details": {"topic": "Полёты"}}, 422, "темы"),
        ({"act": "term", "details": {"due": "2026-11-24T12:00:00"}}, 422, "due"),
        ({"act": "dismiss"}, 409, "основание"),
    ],
)
def test_an_act_that_does_not_fit_is_refused(web, key, given, status, why):
    number = put(web)
    refused(key("curator").post(f"{API}/incidents/{number}/acts", json=given), status, why)
    assert not rows(web, Step.id)


@pytest.mark.parametrize("due", ["9999-12-31T23:59:59-12:00", "0026-11-24T12:00:00+03:00"])
def test_a_term_that_no_clock_can_show_is_refused(web, key, due):
    number, curator = put(web, [WATER]), key("curator")
    given = {"act": "term", "details": {"step": "draft", "due": due}}
    refused(curator.post(f"{API}/incidents/{number}/acts", json=given), 409, "поле details.due")
    assert curator.get(f"{API}/incidents").status_code == 200
    assert not rows(web, Step.id)


# ---- the town


def test_comments_as_they_came(web, key):
    flag = Flagging(web)
    flag(*[(f"Слова {n}", "insult") for n in range(3)])
    reader = key("head", scope="read")
    first = reader.get(f"{API}/comments?limit=2").json()
    assert [one["text"] for one in first["items"]] == ["Слова 0", "Слова 1"]
    rest = reader.get(f"{API}/comments?after={first['more']}").json()
    assert [one["text"] for one in rest["items"]] == ["Слова 2"] and rest["more"] is None
    assert rest["items"][0]["page"]["name"] == "Администрация района"


def test_the_overview_tells_the_screens_numbers(web, key):
    Flagging(web)(("Дурные слова", "insult"), ("Убью вас", "threat"))
    put(web)
    told = key("head", scope="read").get(f"{API}/overview").json()
    known = ("messages", "queue", "threats", "in_work", "overdue", "passes_stand_still")
    assert [told[name] for name in known] == [2, 2, 1, 0, 0, True]
    assert told["incidents"] == {"candidate": 1}


def test_who_the_key_is_for(key):
    me = key("executor", body=WATER, scope="read").get(f"{API}/me").json()
    assert (me["roles"], me["body"]) == (["executor"], WATER)


def test_every_answer_of_the_description_has_a_shape(key):
    described = key("curator").get(f"{API}/openapi.json").json()
    for path, methods in described["paths"].items():
        for answers in methods.values():
            assert {"401", "403", "422"} <= answers["responses"].keys(), path
            for answer in answers["responses"].values():
                assert answer["content"]["application/json"]["schema"], path


def test_the_metrics_count_what_was_decided(web, key):
    Flagging(web)(("Вы совсем обнаглели", "obscene"))
    moderator = key("moderator")
    moderator.post(f"{API}/cards/1/decisions", json={"action": "delete"})
    numbers = moderator.get("/metrics").text
    assert 'otklik_decisions_last_hour{action="delete"} 1.0' in numbers
    assert 'otklik_outbox{state="waiting"} 1.0' in numbers
