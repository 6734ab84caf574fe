"""`otklik pages visits`: visits by QR code, by hand or from a file."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.common import App, now, with_app
from commands.options import a_file
from commands.pages_common import AS, clerk, say, watched_page
from commands.town import town_of
from errors import OtklikError

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from models import Page, PageRef
    from pages.weeks import Week

WEEK = click.option("--week", default="", help="Неделя: 2026-W47 или её день; иначе — эта.")


@click.group()
def visits() -> None:
    """Посещения страниц по QR-коду: норма считает разные устройства за неделю."""


@visits.command()
@click.argument("page", metavar="СТРАНИЦА")
@click.argument("devices", type=int, metavar="УСТРОЙСТВ")
@WEEK
@AS
@with_app
def add(app: App, page: str, devices: int, week: str, by: str) -> None:
    """Внести, сколько разных устройств пришло по QR-коду за неделю; действует последняя запись."""
    from pages.visits import enter

    ref = watched_page(app, page)
    with app.store().writing() as session:
        chosen = _week(app, week)
        new = _clear(
            enter, session, _stored(session, ref).id, chosen, devices, clerk(app, by), now()
        )
        click.echo(f"{ref}, {chosen}: {devices}{'' if new else ' (так и было)'}.", err=True)


@visits.command("import")
@click.argument("file", type=a_file())
@AS
@with_app
def import_(app: App, file: Path, by: str) -> None:
    """Взять из CSV: «страница; неделя; устройств» или отдельные посещения.

    Отдельные посещения — «страница; время; устройство»: устройство считается за неделю один раз и
    нигде не хранится, поэтому неделя должна быть в файле целиком. Повторный импорт ничего не
    добавит. Код завершения 1 — были непонятные строки, остальные взяты.
    """
    from pages.visits import enter, read

    names = _names(app)
    with app.store().writing() as session, file.open(encoding="utf-8-sig", newline="") as lines:
        pages = {name: _stored(session, ref).id for name, ref in names.items()}
        found = _clear(read, lines, pages, app.config.worktime.zone)
        who = clerk(app, by)
        taken = sum(
            enter(session, page, week, devices, who, now(), file.name)
            for (page, week), devices in sorted(found.weeks.items())
        )
    say([f"Строка {number}: {why}" for number, why in found.bad], err=True)
    click.echo(f"Новых недель: {taken} из {len(found.weeks)}.", err=True)
    if found.bad:
        raise OtklikError(f"Не взято строк: {len(found.bad)}.")


@visits.command("list")
@WEEK
@with_app
def list_(app: App, week: str) -> None:
    """Посещения за неделю и норма."""
    from pages.visits import visits as known

    chosen, rules = _week(app, week), town_of(app.config).rules
    with app.store().reading() as session:
        devices = known(session, chosen)
        for page in app.config.pages:
            norm = rules.norm("visits", page.kind)
            stored = _find(session, page.ref)
            came = devices.get(stored.id) if stored else None
            said = "не внесено" if came is None else str(came)
            say([f"{page.ref}\t{said}{f' из {norm.weekly}' if norm else ''}"])


def _names(app: App) -> "dict[str, PageRef]":
    """What a file may call the pages; a name that two pages share names none."""
    refs = {str(page.ref): page.ref for page in app.config.pages}
    names = [page.name for page in app.config.pages if page.name]
    plain = {page.name: page.ref for page in app.config.pages if names.count(page.name) == 1}
    return plain | refs


def _week(app: App, given: str) -> "Week":
    from pages.weeks import Week

    return _clear(Week.named, given) if given else Week.of(now(), app.config.worktime.zone)


def _clear(function, *arguments):  # type: ignore[no-untyped-def] # passes through what it is given
    try:
        return function(*arguments)
    except (ValueError, UnicodeDecodeError) as error:
        raise OtklikError(str(error)) from None


def _find(session: "Session", ref: "PageRef") -> "Page | None":
    from sqlalchemy import select

    from models import Page

    named = Page.network == ref.network, Page.external_id == ref.external_id
    return session.scalar(select(Page).where(*named))


def _stored(session: "Session", ref: "PageRef") -> "Page":
    page = _find(session, ref)
    if page is None:
        raise OtklikError(f"Страница {ref} ещё не читалась. Сначала: otklik run")
    return page
