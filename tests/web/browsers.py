"""Browsers for tests of the web: a clock that stands, a client that sends the session's key."""

from datetime import timedelta
from functools import cache
from importlib import resources

from fastapi.testclient import TestClient
from given import NOW
from httpx2 import Response

from models import Account
from web.access import cookie_name
from web.accounts import sessions
from web.office import Office

PASSWORD = "три зелёных яблока"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]


class Clock:
    """A clock that stands until it is told to go."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self):
        return self.now

    def go(self, **span: float) -> None:
        self.now += timedelta(**span)


class Browser(TestClient):
    """A client that sends the session's key with every unsafe request, as the forms do."""

    csrf = ""
    who: Account

    def request(self, method, url, **given) -> Response:
        if method not in ("GET", "HEAD") and self.csrf:
            given["headers"] = {"X-CSRF-Token": self.csrf, **(given.get("headers") or {})}
        return super().request(method, url, **given)


def signed(client: Browser, web: Office, who: Account) -> Browser:
    """The browser, with a session of this account."""
    key, client.csrf = session_of(web, who)
    client.cookies.set(cookie_name(web.config.web.secure), key)
    client.who = who
    return client


def session_of(web: Office, who: Account) -> tuple[str, str]:
    """A new session: the cookie, and the key against forged requests."""
    with web.store.writing() as session:
        key = sessions.begin(session, who, web.terms, web.clock(), "test", "pytest")
        session.flush()
        held, _ = sessions.current(session, key, web.terms, web.clock())
    return key, held.csrf


def knock(client: Browser, login: str = "anna", password: str = PASSWORD, **more: str) -> Response:
    """Open the sign-in form, as a person does, and send it."""
    client.get("/sign-in")
    key = next(value for name, value in client.cookies.items() if name.endswith("-form"))
    sent = {"csrf": key, "login": login, "password": password, **more}
    return client.post("/sign-in", data=sent)


def key_in(page: str) -> str:
    """The key against forged requests that a page carries."""
    return page.split('name="csrf" content="')[1].split('"', maxsplit=1)[0]


def accessibility_faults(page, *rules: str) -> list[str]:
    """What axe finds wrong with the page that a real browser shows: by WCAG 2.1 AA, or by these."""
    page.evaluate(_axe())
    found = page.evaluate(
        "rules => axe.run({runOnly: rules, resultTypes: ['violations']})", list(rules) or WCAG
    )
    return [
        f"{fault['id']} ({fault['impact']}): {node['html'][:120]}"
        for fault in found["violations"]
        for node in fault["nodes"]
    ]


@cache
def _axe() -> str:
    return (resources.files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
