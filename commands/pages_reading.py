"""`otklik pages registry`: what is in it, what is wrong with it, which terms run."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import click
from rich.table import Table

from commands import screen
from commands.common import App, with_app
from commands.pages_common import NUMBER, finding_lines, registrar_of, say, today
from words import plural

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from models import RegistryEntry
    from pages.finding import PageFinding
    from pages.official import OfficialPage
    from pages.persons import Person
    from pages.terms import Term

READING: list[click.Command] = []
Known = Mapping[int, "Person"]


@click.command("list")
@click.argument("text", default="", metavar="[ТЕКСТ]")
@click.option("--network", help="Только эта соцсеть: vk, ok, telegram …")
@click.option("--closed", is_flag=True, help="Только закрытые.")
@click.option("--limit", default=50, show_default=True, help="Сколько показать.")
@with_app
def list_(app: App, text: str, network: str | None, closed: bool, limit: int) -> None:
    """Страницы реестра; ТЕКСТ ищется в названиях, органах и адресах, прежних тоже."""
    from pages import book
    from pages.duties import page_findings
    from pages.words import MARK, network_name

    rules, day = registrar_of(app).rules, today(app)
    table = Table("№", "орган", "соцсеть", "адрес", "отметка", "замечаний")
    with app.store().reading() as session:
        wanted = book.Wanted(text, network or "", closed)
        total, pages = book.listing(session, wanted, limit)
        same = book.same_body(session)
        for page in pages:
            found = page_findings(page, rules, day, same.get(page.number, 1))
            table.add_row(
                str(page.number),
                screen.harmless(page.body),
                network_name(page.network),
                screen.harmless(page.address),
                MARK[page.mark.state],
                str(len(found)),
            )
    if pages:
        screen.console().print(table)
    word = plural(total, "страница", "страницы", "страниц")
    hint = "" if total else ". Внести: otklik pages registry add или import"
    click.echo(f"В реестре: {total} {word}{hint}", err=True)


@click.command()
@NUMBER
@with_app
def show(app: App, number: int) -> None:
    """Одна страница: сведения, замечания с пунктами акта, сроки, вся история."""
    from pages import book
    from pages.duties import page_findings
    from pages.persons import persons

    rules, zone, day = registrar_of(app).rules, app.config.worktime.zone, today(app)
    with app.store().reading() as session:
        page, entries = book.one(session, number)
        ids = {entry.person_id for entry in entries if entry.person_id}
        known = persons(session, ids)
        same = book.same_body(session).get(number, 1)
        say(_card(page, known))
        found = page_findings(page, rules, day, same)
        say(["", "Замечания:", *finding_lines(found)] if found else [])
        say(
            ["", "Сроки:", *(f"  {term_line(term, day)}" for term in page.terms)]
            if page.terms
            else []
        )
        say(["", "История:", *(f"  {line}" for line in history(entries, known, zone))])


def _card(page: "OfficialPage", known: Known) -> Iterator[str]:
    from pages.words import KIND, MARK, SUBSCRIPTION, network_name

    closed = f" — закрыта {page.closed.since:%d.%m.%Y}: {page.closed.text}" if page.closed else ""
    whose = f"{page.body} ({KIND[page.kind]})"
    yield f"Страница {page.number}: {whose}, {network_name(page.network)}{closed}"
    yield f"  название: {page.name or '—'}"
    yield f"  адрес: {page.address}, создана {page.created:%d.%m.%Y}"
    for former in page.former:
        yield f"    прежний: {former.address}, {former.since:%d.%m.%Y} — {former.until:%d.%m.%Y}"
    yield f"  ответственные: {_people(page.keepers, known)}"
    yield f"  доступ: {_people(page.posting, known)}"
    factor = page.two_factor
    who = known.get(factor.person or 0) if factor else None
    yield "  двухфакторный вход: " + (
        f"подтверждён {factor.since:%d.%m.%Y}, {who or '—'}" if factor else "не подтверждён"
    )
    kept = page.credentials.text if page.credentials else "не записано"
    yield f"  данные для доступа хранятся: {kept}"
    since = f" с {page.mark.since:%d.%m.%Y}" if page.mark.since else ""
    yield f"  отметка: {MARK[page.mark.state]}{since} {page.mark.why}".rstrip()
    yield "  «Госпаблики»: " + (f"с {page.gospubliki:%d.%m.%Y}" if page.gospubliki else "нет")
    yield f"  ссылка на сайте: {page.link.text if page.link else 'нет'}"
    yield f"  служебная почта: {page.email or 'нет'}"
    yield f"  подписки: {', '.join(SUBSCRIPTION[to] for to in page.subscribed) or 'нет'}"
    yield from [f"  страница конфигурации: {page.ref}"] if page.ref else []
    yield from [f"  примечание: {page.note}"] if page.note else []


def _people(held: Sequence[object], known: Known) -> str:
    names = (f"{known.get(one.person, '—')} (с {one.since:%d.%m.%Y})" for one in held)  # type: ignore[attr-defined]
    return "; ".join(names) or "не названы"


def history(entries: "Sequence[RegistryEntry]", known: Known, zone: object) -> Iterator[str]:
    """The entries in words, in the order they were entered."""
    from pages.words import ACT, said

    for entry in entries:
        person = f" {known[entry.person_id]}" if entry.person_id else ""
        facts = said(entry.facts)
        entered = entry.at.astimezone(zone)  # type: ignore[arg-type]
        taken = " (перенесено)" if entry.facts.get("imported") else ""
        yield (
            f"{entry.number}. {entry.happened_on:%d.%m.%Y} {ACT[entry.act]}{person}"
            f"{': ' if facts else ''}{facts} — записал(а) {entry.by} "
            f"{entered:%d.%m.%Y %H:%M}{taken}"
        )


def term_line(term: "Term", day: "date") -> str:
    """A term in words."""
    from pages.words import TERM, TERM_STATE

    met = f", сделано {term.met:%d.%m.%Y}" if term.met else ""
    return (
        f"{TERM[term.duty]}: с {term.since:%d.%m.%Y} до {term.due:%d.%m.%Y}{met} — "
        f"{TERM_STATE[term.state(day)]} ({term.paragraph})"
    )


@click.command()
@click.option("--json", "as_json", is_flag=True, help="JSON-строки вместо текста.")
@with_app
def check(app: App, as_json: bool) -> None:
    """Чего не хватает реестру и каждой странице: пункт акта и что делать."""
    with app.store().reading() as session:
        found = list(_all_findings(app, session))
    for page, one in found:
        if as_json:
            told = {"page": page and page.number, "duty": one.duty, "text": one.text,
                    "paragraph": one.paragraph, "force": one.force, "advice": one.advice,
                    "since": one.since and one.since.isoformat()}  # fmt: skip
            click.echo(json.dumps(told, ensure_ascii=False))
        else:
            place = f"{page.number} · {page.body} · {page.address}" if page else "Реестр"
            say([place, *finding_lines([one])])
    click.echo(f"Замечаний: {len(found)}", err=True)


def _all_findings(
    app: App, session: "Session"
) -> "Iterator[tuple[OfficialPage | None, PageFinding]]":
    from commands.town import town_of
    from config import regulation_of
    from pages.survey import survey

    act = regulation_of(app.config)
    bodies = [body.name for body in app.config.routing.bodies]
    networks = act.networks.names if act.networks else ()
    return survey(session, town_of(app.config), today(app), bodies, networks)


@click.command()
@click.option("--all", "everything", is_flag=True, help="И соблюдённые.")
@with_app
def terms(app: App, everything: bool) -> None:
    """Сроки: сообщить, внести в реестр, сослаться на сайте; несделанное — сначала."""
    from pages import book

    day = today(app)
    with app.store().reading() as session:
        owed = book.terms(session)
    shown = (pair for pair in owed if everything or pair[1].state(day) != "kept")
    say(f"{place}  {term_line(term, day)}" for place, term in shown)
    states = [term.state(day) for _, term in owed]
    click.echo(
        f"Идут: {states.count('open')}, нарушены: {states.count('broken')}, "
        f"соблюдены: {states.count('kept')}",
        err=True,
    )


READING += [list_, show, check, terms]
