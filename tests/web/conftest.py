"""The web application on a database of its own, and browsers signed in as a role.

    def test_queue(as_role):
        page = as_role("moderator").get("/queue")

`as_role("executor", body="МУП «Водоканал»")` is another person each time; `web` is the office.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
import uvicorn
from browsers import PASSWORD, Browser, Clock, session_of, signed
from databases import new_sqlite
from playwright.sync_api import sync_playwright

from commands.common import App
from commands.serve import office_of
from config import Config
from models import Account
from store import Store, open_store
from web.accounts import register
from web.accounts.passwords import Passwords
from web.app import create_app
from web.office import Office

CHROMIUM = "/usr/bin/chromium"
CONFIG = {
    "municipality": {"name": "Верхнелужск"},
    "routing": {"bodies": [{"name": "МУП «Водоканал»", "competence": [{"topics": ["T096"]}]}]},
}


@pytest.fixture(scope="session")
def cheap() -> Passwords:
    return Passwords.cheap()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def web_store(tmp_path: Path) -> Iterator[Store]:
    """A database for one test. A test of both databases overrides this with `store`."""
    opened = open_store(new_sqlite(tmp_path / "otklik.db"), tmp_path)
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
def browser(site, web: Office) -> Iterator[Callable[..., Browser]]:
    """A new browser, nobody signed in."""
    with ExitStack() as until_the_end:  # entered, a client asks in one thread, not in one a request

        def make(**given) -> Browser:
            scheme = "https" if web.config.web.secure else "http"
            made = Browser(site, base_url=f"{scheme}://localhost", follow_redirects=False, **given)
            return until_the_end.enter_context(made)

        yield make


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


@pytest.fixture
def served(site) -> Iterator[str]:
    """The application on a port of its own, for a real browser; its address."""
    server = uvicorn.Server(uvicorn.Config(site, port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://localhost:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="session")
def chromium():
    """Debian's browser, without a window."""
    if not Path(CHROMIUM).exists():
        pytest.skip("apt install chromium")
    with sync_playwright() as driver:
        made = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield made
        made.close()


@pytest.fixture
def window(chromium, served: str, web: Office):
    """`window(account)`: a page of a real browser where this account is signed in.

    `window(account, width=360, dark=True)` is a phone at night. Whatever the page complains of in
    its console, the CSP's refusals too, fails the test.
    """
    complaints, contexts = [], []

    def make(who: Account | None = None, width: int = 1200, dark: bool = False):
        scheme = "dark" if dark else "light"
        size = {"width": width, "height": 800}
        context = chromium.new_context(base_url=served, viewport=size, color_scheme=scheme)
        contexts.append(context)
        if who:
            context.add_cookies([{"name": "otklik", "value": session_of(web, who)[0],
                                  "url": served}])  # fmt: skip
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: said.type == "error" and complaints.append(said.text))
        return page

    yield make
    for context in contexts:
        context.close()
    refused = [one for one in complaints if "Failed to load resource" not in one]
    assert not refused
