"""The web application on a database of its own, and browsers signed in as a role.

    def test_queue(as_role):
        page = as_role("moderator").get("/queue")

`as_role("executor", body="МУП «Водоканал»")` is another person each time; `web` is the office.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from given import NOW
from httpx2 import Response

from commands.common import App
from commands.serve import office_of
from config import Config
from models import Account
from store import Store, open_store, upgrade
from web.access import cookie_name
from web.accounts import register, sessions
from web.accounts.passwords import Passwords
from web.app import create_app
from web.office import Office

PASSWORD = "три зелёных яблока"
CONFIG = {
    "municipality": {"name": "Верхнелужск"},
    "routing": {"bodies": [{"name": "МУП «Водоканал»", "competence": [{"topics": ["T096"]}]}]},
}


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

    def request(self, method, url, **given) -> Response:
        if method not in ("GET", "HEAD") and self.csrf:
            given["headers"] = {"X-CSRF-Token": self.csrf, **(given.get("headers") or {})}
        return super().request(method, url, **given)


@pytest.fixture(scope="session")
def cheap() -> Passwords:
    return Passwords.cheap()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def web_shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty, migrated SQLite database to copy: a migration a test would be slow."""
    folder = tmp_path_factory.mktemp("web")
    made = open_store(f"sqlite:///{folder}/otklik.db", folder)
    upgrade(made, folder, NOW)
    made.close()
    return folder / "otklik.db"


@pytest.fixture
def web_store(web_shelf: Path, tmp_path: Path) -> Iterator[Store]:
    """A database for one test. A test of both databases overrides this with `store`."""
    (tmp_path / "otklik.db").write_bytes(web_shelf.read_bytes())
    opened = open_store(f"sqlite:///{tmp_path}/otklik.db", tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def settings() -> dict[str, object]:
    """What the test's configuration says besides CONFIG."""
    return {}


@pytest.fixture
def web(web_store: Store, settings, cheap: Passwords, clock: Clock) -> Office:
    """The office behind the pages."""
    config = Config.model_validate(CONFIG | settings)
    return replace(office_of(App(config, {}), web_store), clock=clock, passwords=cheap)


@pytest.fixture
def site(web: Office):
    """The application."""
    return create_app(web)


@pytest.fixture
def browser(site, web: Office) -> Callable[..., Browser]:
    """A new browser, nobody signed in."""

    def make(**given) -> Browser:
        scheme = "https" if web.config.web.secure else "http"
        return Browser(site, base_url=f"{scheme}://localhost", follow_redirects=False, **given)

    return make


@pytest.fixture
def account(web: Office) -> Callable[..., Account]:
    """Somebody with these roles, whose password is PASSWORD and their own."""
    numbers = count(1)

    def make(*roles: str, body: str = "", name: str = "", login: str = "") -> Account:
        number = next(numbers)
        who = login or f"{roles[0]}{number}", name or f"Иванова {number}"
        with web.store.writing() as session:
            made = register.add(
                session, web.passwords, *who, roles, PASSWORD, web.clock(),
                body or "МУП «Водоканал»" * ("executor" in roles),
            )  # fmt: skip
            made.must_change = False
        return made

    return make


@pytest.fixture
def as_role(browser, account, web: Office) -> Callable[..., Browser]:
    """A browser signed in as somebody new with these roles."""

    def make(*roles: str, **who: str) -> Browser:
        return signed(browser(), web, account(*roles, **who))

    return make


def signed(client: Browser, web: Office, who: Account) -> Browser:
    """The browser, with a session of this account."""
    with web.store.writing() as session:
        key = sessions.begin(session, who, web.terms, web.clock(), "test", "pytest")
        held = sessions.current(session, key, web.terms, web.clock())
    client.cookies.set(cookie_name(web.config.web.secure), key)
    client.csrf = held[0].csrf
    client.who = who
    return client
