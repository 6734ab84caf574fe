"""What surrounds every answer: headers, limits, hosts, and the words when something breaks."""

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from browsers import knock
from fastapi import Request
from sqlalchemy import text

from errors import OtklikError, StoreError
from incidents.adviser import Adviser
from incidents.checks import Tools
from incidents.people import NotAllowed
from web.access import Number, Sent
from web.metrics import Metered, Metrics
from web.shield import BODY_LIMIT, Shield

PATHS = ["/", "/sign-in", "/account", "/nowhere", "/static/otklik.css", "/static/none.css",
         "/healthz", "/metrics", "/broken", "/users/0"]  # fmt: skip


@pytest.fixture
def breaking(site):
    """Handlers that fail in every way there is."""

    @site.get("/broken")
    def broken():
        raise ZeroDivisionError("secret words")

    @site.get("/api/v1/broken")
    def broken_api():
        raise ZeroDivisionError("secret words")

    @site.get("/conflict")
    def conflict():
        raise OtklikError("Вас опередили: карточку решила Иванова.")

    @site.get("/forbidden")
    def forbidden():
        raise NotAllowed("Это делает куратор")

    @site.get("/full")
    def full():
        raise StoreError("disk full")

    @site.post("/echo")
    def echo(request: Request, sent: Sent):
        return sent

    @site.get("/cards/{number}")
    def card(number: Number):
        return number

    return site


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("inside", [True, False], ids=["signed in", "signed out"])
def test_every_answer_wears_the_headers(breaking, as_role, browser, path, inside):
    client = as_role("curator") if inside else browser()
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    assert "server" not in headers
    kept = "immutable" if path == "/static/otklik.css" else "no-store"
    assert kept in headers["cache-control"]


@pytest.mark.parametrize("settings", [{"web": {"address": "https://otklik.example"}}])
def test_over_https_cookies_are_bound_to_the_host(browser, account):
    account("curator", login="anna")
    client = browser()
    set_cookies = knock(client, "anna").headers.get_list("set-cookie")
    session = next(one for one in set_cookies if one.startswith("__Host-otklik="))
    for word in ("Secure", "HttpOnly", "SameSite=lax", "Path=/"):
        assert word in session
    assert "Domain" not in session
    assert all("Secure" in one for one in set_cookies)
    answer = client.get("/account")
    assert answer.status_code == 200
    assert "max-age" in answer.headers["strict-transport-security"]


def test_over_http_cookies_are_closed_to_scripts(browser, account):
    account("curator", login="anna")
    for one in knock(browser(), "anna").headers.get_list("set-cookie"):
        if not one.startswith('otklik-form="";'):
            assert "HttpOnly" in one


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/nowhere", 404, "Такой страницы нет"),
        ("/conflict", 409, "Вас опередили: карточку решила Иванова."),
        ("/forbidden", 403, "Это делает куратор"),
        ("/full", 503, "База данных недоступна"),
        ("/broken", 500, "Сохранённое раньше цело"),
        ("/cards/99999999999999999999", 422, "Не подходит: number."),
        ("/cards/x", 422, "Не подходит: number."),
        ("/cards/-1", 422, "Не подходит: number."),
        ("/nowhere%00", 400, "Запрос не разобран"),
        ("/account?x=%00", 400, "Запрос не разобран"),
    ],
)
def test_what_happened_and_the_way_out(breaking, as_role, path, status, words):
    client = as_role("curator")
    page = client.get(path)
    assert page.status_code == status
    assert words in page.text
    assert 'lang="ru"' in page.text
    assert "secret words" not in page.text
    part = client.get(path, headers={"X-Fragment": "1"})
    if status != 400:
        assert (part.status_code, "<html" in part.text) == (status, False)
        assert words.split(":", maxsplit=1)[0] in part.text


@pytest.mark.parametrize(("path", "status"), [("/api/v1/none", 404), ("/api/v1/broken", 500)])
def test_programs_are_answered_in_json(breaking, browser, path, status):
    answer = browser().get(path)
    error = answer.json()["error"]
    assert (answer.status_code, error["status"]) == (status, status)
    assert error["title"]
    assert "secret" not in answer.text


def test_a_page_that_is_not_there_keeps_the_navigation(as_role):
    assert "Пользователи" in as_role("administrator").get("/nowhere").text


def test_the_wrong_method_is_refused(as_role):
    assert as_role("curator").put("/account").status_code == 405


def test_a_huge_body_is_refused_announced_or_not(breaking, as_role):
    client = as_role("curator")
    huge = b"text=" + b"a" * BODY_LIMIT
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    announced = client.post("/echo", content=huge, headers=kind)
    assert announced.status_code == 413
    assert "Слишком много данных" in announced.text
    pieces = (huge[at : at + (1 << 20)] for at in range(0, len(huge), 1 << 20))
    assert client.post("/echo", content=pieces, headers=kind).status_code == 413


def test_a_browser_that_went_away_gets_nothing_and_is_no_error(caplog):
    async def reading(scope, receive, send):
        await Request(scope, receive).body()

    async def gone():
        return {"type": "http.disconnect"}

    async def send(message):
        raise AssertionError(message)

    metrics = Metrics()
    shield = Shield(Metered(reading, metrics), [], secure=False)
    scope = {"type": "http", "method": "POST", "path": "/", "query_string": b"",
             "headers": [(b"host", b"127.0.0.1")]}  # fmt: skip
    with ThreadPoolExecutor(1) as pool:  # in this thread a browser's loop may be running
        pool.submit(asyncio.run, shield(scope, gone, send)).result()
    assert not caplog.records
    assert 'status="499"} 1.0' in metrics.text().decode()


@pytest.mark.parametrize("length", ["x", "-1", "1e9", "٣"])
def test_a_length_that_is_none_is_refused(as_role, length):
    headers = {"Content-Length": length.encode()}
    assert as_role("curator").post("/account/password", headers=headers).status_code in (400, 413)


def test_what_no_database_can_keep_never_gets_in(breaking, as_role):
    answer = as_role("curator").post("/echo", data={"a": "x\x00y", "b": "ok"})
    assert answer.json() == {"a": "x\ufffdy", "b": "ok"}


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200), ("localhost:8080", 200), ("127.0.0.1:8080", 200), ("[::1]:8080", 200),
        ("10.1.2.3", 200), ("otklik.example", 200), ("OTKLIK.example", 200),
        ("evil.example", 400), ("", 400), ("[", 400), ("otklik.example.evil", 400),
    ],
)  # fmt: skip
@pytest.mark.parametrize("settings", [{"web": {"address": "http://otklik.example"}}])
def test_only_known_names_are_served(browser, host, status):
    assert browser().get("/sign-in", headers={"Host": host}).status_code == status


def test_static_files_are_ours_alone(browser):
    for path in ("/static/../app.py", "/static/%2e%2e/app.py", "/static//etc/passwd"):
        assert browser().get(path).status_code == 404


def test_pages_hold_no_inline_script_or_style_and_no_other_host(as_role):
    client = as_role("administrator", "curator")
    for path in ("/account", "/users", "/users/1", "/account/password", "/nowhere"):
        page = client.get(path).text
        assert not re.search(r"<script(?![^>]*src=\"/static/)|\son\w+=|style=|<style", page)
        assert not re.search(r"(src|href|action)=\"(?!/|#)", page)


def test_health_says_when_what_is_slow_is_loaded(browser, web):
    tools = Tools(lambda text: (), lambda word: frozenset(), lambda word: True)
    adviser = Adviser((), (), lambda text: (), lambda texts: ())
    office = replace(web, make_tools=lambda: tools, make_adviser=lambda: adviser)
    assert not browser().get("/healthz").json()["ready"]
    office.warm_up()
    assert (office.tools, office.adviser) == (tools, adviser)
    assert browser().get("/healthz").json()["ready"]


def test_health_says_whether_the_database_answers(browser, web):
    assert browser().get("/healthz").json() == {
        "status": "ok",
        "ready": False,
        "last_pass_age_seconds": None,
    }
    with web.store.writing() as session:
        session.execute(text("INSERT INTO passes (started_at, finished_at) VALUES "
                             "('2026-11-23 09:00:00', '2026-11-23 09:30:00')"))  # fmt: skip
    assert browser().get("/healthz").json()["last_pass_age_seconds"] == 1800


def test_numbers_count_by_route_not_by_address(as_role):
    client = as_role("administrator")
    for number in (1, 2, 3):
        client.get(f"/users/{number}")
    page = as_role("curator").get("/metrics").text
    assert 'otklik_requests_total{method="GET",route="/users/{number}",status="404"} 2.0' in page
    assert "/users/3" not in page
