"""`otklik pages`: the registry, the content plan, how far each page is read."""

import click
from rich.table import Table
from sqlalchemy import select

from commands import screen
from commands.common import App, with_app
from commands.pages_cadence import cadence, remind
from commands.pages_check import check
from commands.pages_plan import plan
from commands.pages_registry import registry
from commands.pages_style import style
from commands.pages_visits import visits
from models import Page
from words import NETWORK


@click.group()
def pages() -> None:
    """Официальные страницы: реестр, контент-план, обязанности, норма публикаций, чтение."""


for command in (registry, plan, check, cadence, remind, visits, style):
    pages.add_command(command)


@pages.command()
@with_app
def status(app: App) -> None:
    """Докуда прочитана каждая страница, последняя ошибка, что могло быть пропущено."""
    table = Table("сеть", "страница", "прочитана до", "последний успех", "что не так")
    zone = app.config.worktime.zone
    with app.store().reading() as session:
        for page in session.scalars(select(Page).order_by(Page.network, Page.external_id)):
            times = [
                f"{time.astimezone(zone):%d.%m.%Y %H:%M}" if time else "—"
                for time in (page.read_until, page.succeeded_at)
            ]
            failed = f"{page.failed_at.astimezone(zone):%d.%m %H:%M} " if page.failed_at else ""
            error = failed + page.last_error if page.last_error else None
            trouble = "; ".join(filter(None, (error, page.gap)))
            name = f"{page.external_id} {page.name}"
            table.add_row(
                NETWORK.get(page.network, page.network),
                screen.harmless(name),
                *times,
                screen.harmless(trouble),
            )
    if table.row_count:
        screen.console().print(table)
    else:
        click.echo("Ни одна страница ещё не читалась. Начните: otklik run", err=True)
