"""`otklik networks`: what the keys allow, found out before anybody needs it."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass

import click
from rich import box
from rich.table import Table

from commands import logs, screen
from commands.common import EXIT_FAILED, App, now, with_app
from commands.run import token_names
from errors import NetworkFault
from networks.acting import Act, Actor
from words import NETWORK

COLUMNS = {  # None: reading
    "читать": None,
    "удалять": Act.DELETE,
    "возвращать": Act.RESTORE,
    "блокировать": Act.BAN,
    "разблокировать": Act.UNBAN,
    "отвечать": Act.ANSWER,
}


@dataclass(frozen=True, slots=True)
class Checked:
    """A page, and by column what is in the way; None where nothing is."""

    name: str
    lacks: dict[str, str | None]

    @property
    def is_readable(self) -> bool:
        """Whether its comments can be read at all."""
        return self.lacks["читать"] is None


@click.group()
def networks() -> None:
    """Соцсети: что позволяют ключи доступа."""


@networks.command()
@with_app
def check(app: App) -> None:
    """Спросить сети, что ключи позволяют на каждой странице; ничего не меняя.

    \b
    Код завершения: 0 — читаются все страницы, 1 — некоторые не читаются.
    Чего сеть не даёт сделать, станет заданием для человека.
    """
    logs.set_up(app.environ, token_names(app))
    if not app.config.pages:
        click.echo("В конфигурации нет ни одной страницы (pages). Добавьте: otklik init", err=True)
        sys.exit(EXIT_FAILED)
    checked = [_checked(_name(app, ref), actor) for ref, actor in app.hands.items()]
    screen.console().print(_table(checked))
    for line in _lines(checked):
        click.echo(line)
    sys.exit(0 if all(page.is_readable for page in checked) else EXIT_FAILED)


def _name(app: App, ref: object) -> str:
    page = next(page for page in app.config.pages if page.ref == ref)
    return screen.harmless(f"{NETWORK[page.network]} · {page.name or page.id}")


def _checked(name: str, actor: Actor) -> Checked:
    return Checked(name, {title: _lack(actor, act) for title, act in COLUMNS.items()})


def _lack(actor: Actor, act: Act | None) -> str | None:
    try:
        return actor.readable() if act is None else actor.capability(act, None, now())
    except NetworkFault as fault:
        return str(fault)


def _table(checked: list[Checked]) -> Table:
    table = Table("страница", *COLUMNS, box=box.SIMPLE)
    for page in checked:
        table.add_row(page.name, *("нет" if lack else "да" for lack in page.lacks.values()))
    return table


def _lines(checked: list[Checked]) -> Iterator[str]:
    """Why not and what to do, each reason once a page."""
    for page in checked:
        reasons: dict[str, list[str]] = {}
        for title, lack in page.lacks.items():
            if lack:
                reasons.setdefault(lack, []).append(title)
        for lack, titles in reasons.items():
            yield f"{page.name}: {', '.join(titles)} — {screen.harmless(lack)}"
