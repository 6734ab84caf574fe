"""Who gets in where; forged requests; the way back after signing in; tokens."""

import pytest
from browsers import PASSWORD, knock
from fastapi import Response
from fastapi.routing import iter_route_contexts

from store import Store
from web import account
from web.access import User
from web.accounts import tokens
from web.accounts.roles import AREAS, ROLES
from web.app import SCREENS
from web.pages import ours

OPEN_TO = {  # area: who gets in; written out, so that a change of the table is a decision
    "queue": {"moderator", "curator"},
    "incidents": {"moderator", "curator", "executor", "head"},
    "overview": {"moderator", "curator", "head"},
    "reports": {"curator", "executor", "head", "administrator"},
    "pages": {"moderator", "curator", "head", "administrator"},
    "users": {"administrator"},
    "account": {"moderator", "curator", "executor", "head", "administrator"},
}


def test_every_area_says_who_opens_it():
    assert {area: set(AREAS[area].roles) for area in AREAS} == OPEN_TO
    assert SCREENS.keys() <= AREAS.keys()


@pytest.mark.parametrize("role", ROLES)
def test_each_role_at_each_area(as_role, role):
    client = as_role(role)
    for area in SCREENS:
        answer = client.get(AREAS[area].path)
        assert answer.status_code == (200 if role in OPEN_TO[area] else 403), area
    navigation = client.get("/account").text.split("<main")[0]
    for area in AREAS.values():
        shown = f'href="{area.path}"' in navigation
        assert shown == (area in {AREAS[key] for key in SCREENS} and role in area.roles)


@pytest.mark.parametrize("area", SCREENS)
def test_nobody_gets_in_signed_out(browser, area):
    path = AREAS[area].path
    answer = browser().get(f"{path}?a=1&b=2")
    assert answer.headers["location"] == f"/sign-in?next=%2F{path[1:]}%3Fa%3D1%26b%3D2"
    part = browser().get(path, headers={"X-Fragment": "1"})
    assert (part.status_code, "<html" in part.text) == (401, False)


def test_every_unsafe_route_refuses_those_signed_out(browser, site):
    client, tried = browser(), 0
    for path, methods in routes(site):
        for method in methods - {"GET", "HEAD"}:
            answer = client.request(method, path.replace("{number}", "1"))
            assert answer.status_code in (303, 401, 403), path
            assert "/sign-in" in answer.headers.get("location", "/sign-in"), path
            tried += 1
    assert tried > 5


def test_every_unsafe_route_refuses_a_forged_form(as_role, site):
    """Each role there is, so that nothing is refused for want of a role alone."""
    client = as_role(*ROLES)
    client.csrf = ""
    for path, methods in routes(site):
        for method in methods - {"GET", "HEAD"}:
            for given in ({}, {"csrf": "guessed"}, {"csrf": "ключ"}):
                answer = client.request(method, path.replace("{number}", "1"), data=given)
                assert answer.status_code == 403, path
    assert client.get("/account").status_code == 200  # not even signed out


def routes(app):
    found = [(one.path, set(one.methods or ())) for one in iter_route_contexts(app.routes)
             if getattr(one, "methods", None)]  # fmt: skip
    assert found
    return found


def test_the_key_may_come_in_the_form_or_in_the_header(as_role):
    client = as_role("curator")
    key, client.csrf = client.csrf, ""
    path = "/account/sessions/99/end"
    assert client.post(path, data={"csrf": key}).status_code == 303
    assert client.post(path, headers={"X-CSRF-Token": key}).status_code == 303
    other = as_role("curator").csrf
    assert client.post(path, data={"csrf": other}).status_code == 403


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://localhost"}, 303),
    ],
)
def test_a_browser_that_speaks_of_another_site_is_refused(as_role, headers, status):
    client = as_role("curator")
    answer = client.post("/account/sessions/99/end", headers=headers)
    assert answer.status_code == status


def test_the_sign_in_form_cannot_be_forged_either(browser, account):
    account("curator", login="anna")
    sent = {"login": "anna", "password": PASSWORD}
    assert browser().post("/sign-in", data=sent).status_code == 403
    assert browser().post("/sign-in", data=sent | {"csrf": ""}).status_code == 403
    planted = browser(cookies={"otklik-form": "a"})
    assert planted.post("/sign-in", data=sent | {"csrf": "b"}).status_code == 403


ABROAD = ["//evil.example", "https://evil.example", "/\\evil.example", "\\evil", "/\t/evil.example",
          "javascript:alert(1)", "", "evil", "/a\r\nSet-Cookie: x=1"]  # fmt: skip


@pytest.mark.parametrize("target", ABROAD)
def test_the_way_back_never_leads_abroad(browser, account, target):
    account("curator", login="anna")
    client = browser()
    assert knock(client, "anna", next=target).headers["location"] == "/"
    assert client.get("/sign-in", params={"next": target}).headers["location"] == "/"


@pytest.mark.parametrize("target", ["/", "/queue/5?a=1", "/incidents#3", "/a//b"])
def test_the_way_back_leads_anywhere_at_home(target):
    assert ours(target) == target


def test_a_form_sent_too_late_leads_back_to_its_page(browser):
    page = "http://localhost/account?x=1"
    answer = browser().post("/account/sessions/1/end", headers={"Referer": page})
    assert answer.headers["location"] == "/sign-in?next=%2Faccount%3Fx%3D1"


def test_nobody_ends_the_session_of_another(as_role, browser):
    victim, other = as_role("curator"), as_role("curator")
    other.post("/account/sessions/1/end")
    assert victim.get("/account").status_code == 200
    assert "этот браузер" in victim.get("/account").text


@pytest.fixture
def token(web, account):
    def make(scope="read", role="curator"):
        who = account(role)
        with web.store.writing() as session:
            key = tokens.issue(session, who, "бот", scope, web.clock())
            number = tokens.of_account(session, who.id)[0].id
        return {"Authorization": f"Bearer {key}"}, who, number

    return make


def test_a_token_opens_the_numbers_and_no_page(browser, token):
    headers, _, _ = token()
    assert browser(client=("192.0.2.1", 1)).get("/metrics", headers=headers).status_code == 200
    assert browser().get("/account", headers=headers).status_code == 303


def test_a_revoked_or_unknown_token_opens_nothing(browser, token, web):
    headers, who, number = token()
    with web.store.writing() as session:
        tokens.revoke(session, who.id, number, web.clock())
    for given in (headers, {"Authorization": "Bearer otk_guess"}, {"Authorization": "Basic x"}):
        client = browser(client=("192.0.2.1", 1))
        assert client.get("/metrics", headers=given).status_code == 403


def test_numbers_are_for_this_machine_but_not_through_its_proxy(browser):
    here = browser(client=("127.0.0.1", 1))
    numbers = here.get("/metrics").text
    for line in (
        "otklik_open_cards 0.0",
        'otklik_outbox{state="failed"} 0.0',
        'otklik_decisions_last_hour{action="delete"} 0.0',
        "otklik_overdue_terms 0.0",
    ):
        assert line in numbers
    assert here.get("/metrics", headers={"X-Forwarded-For": "1.2.3.4"}).status_code == 403
    assert browser(client=("192.0.2.1", 1)).get("/metrics").status_code == 403


@pytest.mark.parametrize(
    ("roles", "sees"),
    [(["executor"], "Водоканал"), (["executor", "curator"], None), (["head"], None)],
)
def test_an_executor_sees_the_own_body_only(roles, sees):
    assert User(1, "a", "A", roles, "Водоканал").only_body == sees


def test_that_somebody_was_there_is_noted_after_the_answer(as_role, web, clock, monkeypatch):
    """A pass may hold the only writer for seconds: no page waits for it."""
    client, order = as_role("curator"), []
    clock.go(minutes=5)
    writing = web.store.writing
    monkeypatch.setattr(Store, "writing", lambda _: order.append("noted") or writing())
    monkeypatch.setattr(account, "render", lambda *_, **__: order.append("shown") or Response())
    assert client.get("/account").status_code == 200
    assert order == ["shown", "noted"]
