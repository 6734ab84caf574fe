"""`otklik pages registry`: what is entered; every command appends entries and edits none."""

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import click

from commands.common import App, now, with_app
from commands.pages_common import (
    AS,
    DAY,
    NUMBER,
    clerk,
    day,
    finding_lines,
    options,
    registrar_of,
    say,
    today,
)
from errors import OtklikError

if TYPE_CHECKING:
    from pages.official import OfficialPage
    from pages.persons import Person
    from pages.registrar import Order

ACTS: list[click.Command] = []
ON = click.option("--on", type=DAY, help="Когда произошло, 2026-04-30 (иначе — сегодня).")
WHEN = (
    ON,
    click.option("--reported", type=DAY, help="Когда орган сообщил (иначе — сегодня)."),
    click.option("--found", is_flag=True, help="Узнали сами: орган не сообщил."),
    click.option("--news", type=int, help="Номер записанного сообщения органа."),
    click.option("--seen", type=int, help="Последняя запись, которую вы видели."),
    AS,
)
GROUND = click.option("--ground", default="", help="Основание.")
KINDS = click.Choice(["administration", "head", "subordinate"])


@dataclass(frozen=True, slots=True)
class When:
    """The days of an event and who enters it."""

    by: str
    on: date
    reported: date | None
    news: int | None
    seen: int | None


def _dated(command: Callable[..., None]) -> Callable[..., None]:
    """Give the command the App and its days, gathered from the options that all acts have."""

    @functools.wraps(command)
    def run(app: App, **given: Any) -> None:
        days = {name: given.pop(name) for name in DAYS}
        command(app, when=_when(app, **days), **given)

    dated: Callable[..., None] = options(*WHEN)(with_app(run))
    return dated


DAYS = ("on", "reported", "found", "news", "seen", "by")


def _when(
    app: App,
    on: datetime | None,
    reported: datetime | None,
    found: bool,
    news: int | None,
    seen: int | None,
    by: str,
) -> When:
    told = None if found else day(reported) or today(app)
    return When(clerk(app, by), day(on) or today(app), told, news, seen)


def _order(when: When, act: str, person: "Person | None" = None, /, **facts: Any) -> "Order":
    from pages.registrar import Order

    return Order(act, when.by, when.on, when.reported, facts, person, when.seen, when.news)


def _enter(app: App, number: int | None, orders: "Sequence[Order]") -> None:
    from pages.registrar import perform

    if not orders:
        raise OtklikError("Не указано, что записать: --help покажет, что можно.")
    page = perform(app.store().writing, registrar_of(app), number, orders, now())
    _tell(app, page)


def _tell(app: App, page: "OfficialPage") -> None:
    from commands.pages_reading import term_line
    from pages import book
    from pages.duties import page_findings

    with app.store().reading() as session:
        same = book.same_body(session).get(page.number, 1)
    say([f"Страница {page.number}: {page.body}, {page.address}. Запись {page.last}."], err=True)
    terms = [term for term in page.terms if term.met is None]
    say((f"  {term_line(term, today(app))}" for term in terms), err=True)
    found = page_findings(page, registrar_of(app).rules, today(app), same)
    say(finding_lines(found), err=True)


@click.command()
@click.option("--body", required=True, help="Орган, чья страница.")
@click.option("--kind", type=KINDS, default="subordinate", show_default=True, help="Чья страница.")
@click.option("--network", required=True, help="Соцсеть: vk, ok, telegram или другая.")
@click.option("--address", required=True, help="Адрес: https://vk.com/…")
@click.option("--name", default="", help="Название страницы.")
@click.option(
    "--page", "ref", default="", help="Страница конфигурации, vk:club1 (иначе — по адресу)."
)
@_dated
def add(app: App, when: When, network: str, **given: str) -> None:
    """Внести страницу. --on — день её создания, --reported — когда о ней сообщили.

    \b
    otklik pages registry add --body "Дом культуры" --network vk --address vk.com/dk_ural \\
        --on 2026-11-16 --reported 2026-11-18
    """
    from pages.address import network_of

    opening = _order(when, "open", network=network_of(network), **given)
    _enter(app, None, [opening])


CHANGES = (  # option: the act, the fact it gives, what it means
    ("address", "move", "address", "Новый адрес; прежний останется в истории."),
    ("name", "rename", "name", "Новое название; отметка при этом теряется."),
    ("email", "email", "email", "Служебная почта, к которой привязана страница."),
    ("site-link", "link", "url", "Где на сайте органа стоит ссылка на страницу."),
    ("subscribe", "subscribe", "to", "Подписана на страницу: head или administration."),
    ("unsubscribe", "unsubscribe", "to", "Подписка снята: head или administration."),
    ("note", "note", "text", "Примечание."),
)
FLAGS = (
    ("gospubliki", "gospubliki_on", "Подключена к «Госпабликам»."),
    ("no-gospubliki", "gospubliki_off", "Отключена от «Госпабликов» (нужно --ground)."),
    ("no-site-link", "unlink", "Ссылки на сайте больше нет (нужно --ground)."),
)


@click.command()
@NUMBER
@options(*(click.option(f"--{name}", help=about) for name, _, _, about in CHANGES))
@options(*(click.option(f"--{name}", is_flag=True, help=about) for name, _, about in FLAGS))
@GROUND
@_dated
def change(app: App, number: int, when: When, ground: str, **given: Any) -> None:
    """Записать перемены: адрес, название, почту, ссылку, подписки, «Госпаблики»."""
    orders = [
        _order(when, act, **{fact: given[name.replace("-", "_")]})
        for name, act, fact, _ in CHANGES
        if given[name.replace("-", "_")] is not None
    ]
    for name, act, _ in FLAGS:
        if given[name.replace("-", "_")]:
            orders.append(
                _order(when, act, **({} if act == "gospubliki_on" else {"ground": ground}))
            )
    _enter(app, number, orders)


@click.command()
@NUMBER
@click.option("--body", help="Орган.")
@click.option("--kind", type=KINDS, help="Чья страница.")
@click.option("--name", help="Название.")
@click.option("--created", help="День создания, 2026-04-30.")
@click.option("--address", help="Адрес, записанный с ошибкой (смена адреса — change).")
@click.option("--page", "ref", help="Страница конфигурации, vk:club1.")
@click.option("--ground", required=True, help="Что было не так.")
@_dated
def correct(app: App, number: int, when: When, **fixed: str | None) -> None:
    """Исправить ошибку записи; прежняя запись остаётся в истории."""
    _enter(app, number, [_order(when, "correct", **fixed)])


@click.command()
@NUMBER
@click.option("--reopen", is_flag=True, help="Страница снова ведётся.")
@click.option("--ground", required=True, help="Почему.")
@_dated
def close(app: App, number: int, when: When, reopen: bool, ground: str) -> None:
    """Страница больше не ведётся; запись и история остаются."""
    act = "reopen" if reopen else "close"
    _enter(app, number, [_order(when, act, ground=ground)])


PERSON = options(
    click.option("--post", default="", help="Должность."),
    click.option("--phone", default="", help="Телефон."),
    click.option("--email", default="", help="Почта человека."),
)


@click.command()
@NUMBER
@click.option("--appoint", default="", help="Кто отвечает за страницу: фамилия, имя, отчество.")
@click.option("--dismiss", default="", help="Кто больше не отвечает.")
@PERSON
@_dated
def person(app: App, number: int, when: When, appoint: str, dismiss: str, **contacts: str) -> None:
    """Ответственные: назначить, снять или сменить (оба ключа сразу).

    О смене напомнит, если акт велит известить ЦУР: otklik pages registry notice НОМЕР
    """
    from pages.persons import Person

    orders = [_order(when, "dismiss", Person(dismiss))] if dismiss else []
    if appoint:
        orders.append(_order(when, "appoint", Person(appoint, **contacts)))
    _enter(app, number, orders)


@click.command()
@NUMBER
@click.option("--admit", default="", help="Кому дан доступ.")
@click.option("--bar", default="", help="У кого доступ снят.")
@click.option("--two-factor", "confirmed", default="", help="Кто подтвердил двухфакторный вход.")
@click.option("--kept", default="", help="ГДЕ хранятся логин и пароль. Сами они не записываются.")
@PERSON
@_dated
def access(
    app: App,
    number: int,
    when: When,
    admit: str,
    bar: str,
    confirmed: str,
    kept: str,
    **contacts: str,
) -> None:
    """Кто может публиковать, кем подтверждён двухфакторный вход, где данные для доступа."""
    from pages.persons import Person

    people = (("bar", bar), ("admit", admit), ("two_factor", confirmed))
    orders = [
        _order(when, act, Person(name) if act == "bar" else Person(name, **contacts))
        for act, name in people
        if name
    ]
    orders += [_order(when, "credentials", place=kept)] if kept else []
    _enter(app, number, orders)


@click.command()
@NUMBER
@click.argument("state", type=click.Choice(["given", "asked", "lost"]))
@GROUND
@_dated
def mark(app: App, number: int, when: When, state: str, ground: str) -> None:
    """Отметка официальной страницы: given — получена, asked — запрошена, lost — утрачена."""
    _enter(app, number, [_order(when, f"mark_{state}", ground=ground)])


@click.command()
@NUMBER
@click.argument("entry", type=int, metavar="ЗАПИСЬ")
@_dated
def reported(app: App, number: int, when: When, entry: int) -> None:
    """Орган наконец сообщил о том, что мы внесли сами (--on — когда)."""
    _enter(app, number, [_order(when, "reported", entry=entry)])


ACTS += [add, change, correct, close, person, access, mark, reported]
