"""`otklik users`: who may sign in. No password stands on a command line."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click
from rich.table import Table

from commands import screen
from commands.common import App, now, with_app
from incidents.words import ROLE

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from models import Account

LOGIN = click.argument("login", metavar="ЛОГИН")
ROLES = click.option(
    "--role", "roles", multiple=True, required=True, type=click.Choice(list(ROLE)),
    help="Роль; можно несколько раз.",
)  # fmt: skip
BODY = click.option("--body", default="", help="Организация исполнителя.")
ASK = click.option("--ask", is_flag=True, help="Спросить пароль, а не придумать.")


@click.group()
def users() -> None:
    """Учётные записи: кто может войти в рабочее место."""


@contextmanager
def _account(app: App, login: str) -> "Iterator[tuple[Session, Account]]":
    from web.accounts.register import found

    with app.store().writing() as session:
        yield session, found(session, login)


def _password(ask: bool) -> str:
    from web.accounts.passwords import invented

    if ask:
        return str(click.prompt("Пароль", hide_input=True, confirmation_prompt=True, err=True))
    return invented()


def _tell(login: str, password: str, ask: bool) -> None:
    if not ask:
        click.echo(password)
        click.echo(
            f"Пароль для {login} показан один раз; при входе его попросят сменить.", err=True
        )


@users.command()
@LOGIN
@click.option("--name", required=True, help="Имя для журнала: Кузнецова А. И.")
@ROLES
@BODY
@ASK
@with_app
def add(app: App, login: str, name: str, roles: tuple[str, ...], body: str, ask: bool) -> None:
    """Завести пользователя. Пароль придумывается и печатается один раз."""
    from web.accounts import register
    from web.accounts.passwords import Passwords

    password, store = _password(ask), app.store()
    with store.writing() as session:
        register.add(session, Passwords(), login, name, roles, password, now(), body)
    _tell(login, password, ask)


@users.command("list")
@with_app
def list_(app: App) -> None:
    """Все пользователи."""
    from web.accounts.register import everybody
    from web.accounts.roles import role_words

    table = Table("логин", "имя", "роли", "организация", "состояние")
    with app.store().reading() as session:
        for one in everybody(session):
            state = "закрыт" if one.disabled_at else "сменит пароль" if one.must_change else ""
            cells = (one.login, one.name, role_words(one.roles), one.body, state)
            table.add_row(*map(screen.harmless, cells))
    if table.row_count:
        screen.console().print(table)
    else:
        click.echo("Пока никого. Заведите: otklik users add", err=True)


@users.command()
@LOGIN
@ASK
@with_app
def password(app: App, login: str, ask: bool) -> None:
    """Дать новый пароль и снять блокировку; прежние сеансы заканчиваются."""
    from web.accounts.passwords import Passwords
    from web.accounts.register import set_password

    made = _password(ask)
    with _account(app, login) as (session, account):
        set_password(session, Passwords(), account, made, now(), by_owner=False)
    _tell(login, made, ask)


@users.command()
@LOGIN
@with_app
def disable(app: App, login: str) -> None:
    """Закрыть вход; идущие сеансы заканчиваются сразу."""
    from web.accounts.register import disable as close

    with _account(app, login) as (session, account):
        close(session, account, now())
    click.echo(f"{login}: вход закрыт.", err=True)


@users.command()
@LOGIN
@with_app
def enable(app: App, login: str) -> None:
    """Открыть вход и снять блокировку после неудачных попыток."""
    from web.accounts.register import enable as open_

    with _account(app, login) as (session, account):
        open_(session, account, now())
    click.echo(f"{login}: вход открыт.", err=True)


@users.command()
@LOGIN
@ROLES
@BODY
@with_app
def roles(app: App, login: str, roles: tuple[str, ...], body: str) -> None:
    """Назначить роли заново; действует сразу."""
    from web.accounts.register import assign

    with _account(app, login) as (session, account):
        assign(session, account, roles, body or account.body)


@users.command()
@LOGIN
@click.option("--end", is_flag=True, help="Закончить все.")
@with_app
def sessions(app: App, login: str, end: bool) -> None:
    """Где пользователь вошёл: начало, последнее действие, адрес, браузер."""
    from web.accounts.register import end_sessions
    from web.accounts.sessions import Terms, of_account

    terms = Terms(app.config.web.absolute, app.config.web.idle)
    with _account(app, login) as (session, account):
        if end:
            end_sessions(session, account.id)
        for one in of_account(session, account.id, terms, now()):
            times = (f"{at:%d.%m.%Y %H:%M} UTC" for at in (one.created_at, one.seen_at))
            click.echo(screen.harmless("\t".join((*times, one.address, one.agent))))


@users.group()
def token() -> None:
    """Ключи программ для /api/v1 и /metrics."""


@token.command()
@LOGIN
@click.option("--name", required=True, help="Какой программе.")
@click.option("--write", is_flag=True, help="Может и менять; иначе только читать.")
@with_app
def issue(app: App, login: str, name: str, write: bool) -> None:
    """Выдать ключ; печатается один раз."""
    from web.accounts.tokens import issue as make

    with _account(app, login) as (session, account):
        key = make(session, account, name, "write" if write else "read", now())
    click.echo(key)


@token.command("list")
@LOGIN
@with_app
def tokens(app: App, login: str) -> None:
    """Ключи пользователя: номер, кому, доступ, когда использован, отозван ли."""
    from web.accounts.tokens import of_account

    with _account(app, login) as (session, account):
        for one in of_account(session, account.id):
            used = f"{one.used_at:%d.%m.%Y %H:%M} UTC" if one.used_at else "не использован"
            state = "отозван" if one.revoked_at else ""
            cells = (str(one.id), one.name, one.scope, used, state)
            click.echo(screen.harmless("\t".join(cells)))


@token.command()
@LOGIN
@click.argument("number", type=int, metavar="НОМЕР")
@with_app
def revoke(app: App, login: str, number: int) -> None:
    """Отозвать ключ."""
    from web.accounts.tokens import revoke as end

    with _account(app, login) as (session, account):
        end(session, account.id, number, now())
    click.echo(f"Ключ {number} отозван.", err=True)
