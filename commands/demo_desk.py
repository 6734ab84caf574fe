"""The demo town at work: its ready users, and the desk in the browser over living networks."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click
from rich.table import Table

from commands import screen
from commands.common import App, now

if TYPE_CHECKING:
    from store import Store
    from web.accounts.passwords import Passwords

WATER = "МУП «Верхнелужский водоканал»"


@dataclass(frozen=True, slots=True)
class DemoUser:
    """Somebody of the demo town."""

    login: str
    name: str
    role: str
    body: str = ""


USERS = (
    DemoUser("moderator", "Иванова О. Н.", "moderator"),
    DemoUser("curator", "Кузнецова А. И.", "curator"),
    DemoUser("executor", "Сидоров Н. Н.", "executor", WATER),
    DemoUser("head", "Ухватов С. П.", "head"),
    DemoUser("admin", "Лапина Д. С.", "administrator"),
)


def settle(store: "Store", hashing: "Passwords") -> dict[str, str]:
    """An account a role; returns the invented passwords by login."""
    from web.accounts.passwords import invented
    from web.accounts.register import add

    given = {user.login: invented() for user in USERS}
    with store.writing() as session:
        for one in USERS:
            password = given[one.login]
            made = add(session, hashing, one.login, one.name, [one.role], password, now(), one.body)
            made.must_change = False  # it is printed for whoever looks at the demo
    return given


def show_users(given: dict[str, str]) -> None:
    """Who may sign in, and how."""
    from web.accounts.roles import role_words

    table = Table("логин", "пароль", "роль", "кто")
    for one in USERS:
        who = f"{one.name}, {one.body}" if one.body else one.name
        table.add_row(one.login, given[one.login], role_words([one.role]), who)
    screen.console().print(table)


def serve(app: App, host: str | None, port: int | None) -> None:
    """The desk, while the town's networks are on air and read every minute."""
    from commands.serve import address, application, listen

    store = app.store()
    click.echo(f"\nОткройте {address(app, host, port)} и войдите. Ctrl-C останавливает.")
    with watched(app, store):
        listen(application(app, store), app, host, port)
    store.close()


@contextmanager
def watched(app: App, store: "Store") -> Iterator[None]:
    """Passes and the outbox run in the background until the context ends."""
    import sources
    from commands.offices import office_of
    from commands.watch import Watch

    office = office_of(app, store)
    live = sources.live(app.config, app.accounts)
    watch = Watch(office, app.collectors(), app.config.pages, live, told=lambda *_: None)
    thread = threading.Thread(target=watch.run, daemon=True)
    with store.lock("pass"):
        thread.start()
        try:
            yield
        finally:
            office.stop.set()
            thread.join(timeout=30)
