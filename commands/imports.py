"""`otklik import`: exports of other systems."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from collectors.incident_export import ExportRow, read_export
from commands.common import App, now, with_app
from commands.history import tell_bad
from commands.options import a_file
from words import plural

if TYPE_CHECKING:
    from incidents.entry import Imported

AT_ONCE = 500
"""Rows a transaction: what is entered stays entered, and a pass need not wait for the whole."""


@click.group("import")
def import_() -> None:
    """Взять из выгрузки другой системы."""


@import_.command()
@click.argument("source", type=a_file(), metavar="ФАЙЛ")
@click.option("--as-incidents", is_flag=True, help="Завести кандидатами; иначе только проверить.")
@click.option("--unfinished", is_flag=True, help="Только те, где нет «Даты окончания».")
@with_app
def incidents(app: App, source: Path, as_incidents: bool, unfinished: bool) -> None:
    """Выгрузка «Инцидент Менеджмент», .csv или .xlsx: столбцы по именам, в любом порядке.

    Негодные строки названы по номерам. Узнаём по «Номеру инцидента» или «ID», где их нет — по
    тексту и «Дате создания»: сколько ни повторяй, второй раз ничего не заводится.

    \b
    Обучить по той же выгрузке: otklik train routing --from ФАЙЛ --out ПАПКА
    """
    export = read_export(source)
    tell_bad(export.bad)
    rows = [row for row in export.rows if not (unfinished and row.finished)]
    click.echo(f"Годных строк: {len(export.rows)}, из них отобрано: {len(rows)}.", err=True)
    if as_incidents:
        _tell(_enter(app, rows), len(rows))


def _enter(app: App, rows: Sequence[ExportRow]) -> int:
    from incidents.entry import enter_imported

    store, zone, moment = app.store(), app.config.worktime.zone, now()
    entered = 0
    for at in range(0, len(rows), AT_ONCE):
        with store.writing() as session:
            part = [_imported(row, zone, moment) for row in rows[at : at + AT_ONCE]]
            entered += enter_imported(session, part)
    return entered


def _imported(row: ExportRow, zone: ZoneInfo, moment: datetime) -> "Imported":
    from incidents.entry import Imported

    seen = row.created.replace(tzinfo=zone) if row.created else moment
    aside = {name: value for name, value in row.aside.items() if value}
    return Imported(row.identity, seen, row.text, row.link, aside)


def _tell(entered: int, given: int) -> None:
    word = plural(entered, "инцидент", "инцидента", "инцидентов")
    click.echo(f"Заведено: {entered} {word}, было раньше: {given - entered}.", err=True)
    if entered:
        click.echo("Посмотрите: otklik incidents list", err=True)
