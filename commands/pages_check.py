"""`otklik pages check`: what the networks show of the duties of official pages."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from commands.common import App, with_app
from commands.pages_common import finding_lines, say, watched_page
from words import NETWORK, plural

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from sqlalchemy.orm import Session

    from models import Page, StoredFinding
    from pages.watched import Watched

ONE = click.argument("page", default="", metavar="[СТРАНИЦА]")
AS_JSON = click.option("--json", "as_json", is_flag=True, help="JSON-строки на стандартный вывод.")


@click.command()
@ONE
@click.option("--history", is_flag=True, help="И то, что уже исправлено.")
@AS_JSON
@with_app
def check(app: App, page: str, history: bool, as_json: bool) -> None:
    """Что не так на страницах: закрыта, нет контактов, отметки, сменила адрес, молчит.

    СТРАНИЦА — сеть:номер или название; без неё — все. Замечания появляются и закрываются сами:
    «otklik run» раз в сутки смотрит, что показывает страница (collect.look_hours). Чего соцсеть
    не сообщает, то не считается отсутствующим.
    """
    from pages.seen import seen_pages

    chosen = {watched_page(app, page)} if page else {one.ref for one in app.config.pages}
    zone = app.config.worktime.zone
    shown = 0
    with app.store().reading() as session:
        for watched, stored in seen_pages(session, _town(app).some(chosen)):
            rows = _findings(session, stored, history)
            shown += sum(row.closed_at is None for row in rows)
            if as_json:
                say(_json_lines(watched, stored, rows))
            elif rows or stored is None or stored.look_fault or page:
                say(_lines(watched, stored, rows, zone))
    word = plural(shown, "замечание", "замечания", "замечаний")
    click.echo(f"Страниц: {len(chosen)}, открыто: {shown} {word}.", err=True)


def _town(app: App) -> Any:
    from commands.town import town_of

    return town_of(app.config)


def _findings(session: "Session", page: "Page | None", history: bool) -> "list[StoredFinding]":
    from pages.compliance import of_page

    return of_page(session, page.id, history) if page else []


def _lines(
    watched: "Watched", page: "Page | None", rows: "list[StoredFinding]", zone: "ZoneInfo"
) -> Iterator[str]:
    from pages.compliance import as_finding

    network = NETWORK.get(watched.ref.network, watched.ref.network)
    yield f"{network} · {watched.title} ({watched.ref})"
    if page is None or page.looked_at is None:
        yield "  ещё не осматривалась: otklik run"
    elif page.look_fault:
        seen = f"{page.looked_at.astimezone(zone):%d.%m.%Y}"
        yield f"  сведения от {seen}, новых нет: {page.look_fault}"
    for row in rows:
        (line,) = finding_lines([as_finding(row, zone)])
        until = f" — исправлено {row.closed_at.astimezone(zone):%d.%m.%Y}" if row.closed_at else ""
        yield f"{line} С {row.opened_at.astimezone(zone):%d.%m.%Y}{until}"
    if page is not None and page.looked_at and not rows:
        yield "  замечаний нет"


def _json_lines(
    watched: "Watched", page: "Page | None", rows: "list[StoredFinding]"
) -> Iterator[str]:
    about = {
        "page": str(watched.ref),
        "body": watched.body,
        "kind": watched.kind,
        "looked_at": page.looked_at.isoformat() if page and page.looked_at else None,
        "fault": page.look_fault if page else None,
        "members": page.members if page else None,
        "findings": [
            {
                "what": row.what,
                "text": row.detail,
                "advice": row.advice,
                "force": row.force,
                "paragraph": row.paragraph,
                "since": row.opened_at.isoformat(),
                "until": row.closed_at.isoformat() if row.closed_at else None,
            }
            for row in rows
        ],
    }
    yield json.dumps(about, ensure_ascii=False)
