"""`otklik pages registry`: import, export, the public view, the notice for the ЦУР."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.common import App, now, with_app
from commands.history import tell_bad
from commands.options import a_file
from commands.pages_common import AS, clerk, registrar_of, say, today
from errors import OtklikError

if TYPE_CHECKING:
    pass

FILES: list[click.Command] = []
OUT = click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Файл.")
XLSX = click.argument("file", type=click.Path(path_type=Path, dir_okay=False), metavar="ФАЙЛ.xlsx")


@click.command("import")
@click.argument("source", type=a_file(), metavar="ФАЙЛ.xlsx")
@AS
@with_app
def import_(app: App, source: Path, by: str) -> None:
    """Взять реестр из таблицы: столбцы по именам, в любом порядке.

    Нужны «Орган», «Адрес», «Дата создания»; остальные — как в выгрузке export. Негодные строки
    названы по номерам. Что уже есть, второй раз не заводится; ничего не заканчивается и не
    удаляется: сроков и уведомлений перенос не начинает.
    """
    from pages.imports import take
    from spreadsheet import sheet_rows

    store = app.store()
    told = take(store.writing, registrar_of(app), sheet_rows(source), clerk(app, by), now())
    if told.unknown:
        say([f"Не взяты столбцы: {', '.join(told.unknown)}"], err=True)
    tell_bad(told.bad)
    click.echo(
        f"Внесено страниц: {told.opened}, дополнено: {told.changed}, без перемен: {told.same}.",
        err=True,
    )


@click.command()
@XLSX
@with_app
def export(app: App, file: Path) -> None:
    """Весь реестр таблицей, с ответственными: для своих. Для всех — public."""
    from pages import book
    from pages.columns import HEADING
    from pages.persons import persons
    from pages.rows import people_of, row_of
    from spreadsheet import workbook

    with app.store().reading() as session:
        _, pages = book.listing(session, book.Wanted(closed=None))
        known = persons(session, people_of(pages))
    _write(file, workbook("Реестр", HEADING, (row_of(page, known) for page in pages)), 0o600)
    click.echo(f"Записано страниц: {len(pages)}, файл {file}", err=True)


@click.command()
@click.option("--format", "shape", type=click.Choice(["html", "csv", "json"]), default="html",
              show_default=True, help="Вид.")  # fmt: skip
@OUT
@with_app
def public(app: App, shape: str, out: Path | None) -> None:
    """Открытый реестр для сайта: без людей, доступа и примечаний."""
    from pages import book
    from pages import public as view

    with app.store().reading() as session:
        _, pages = book.listing(session, book.Wanted())
        whole = book.whole(session)
    seen = view.public(app.config.municipality.name, whole, pages, today(app))
    text = {"html": view.as_html, "csv": view.as_csv, "json": view.as_json}[shape](seen)
    if out is None:
        click.echo(text, nl=False)
    else:
        # A spreadsheet takes a CSV for UTF-8 by its first bytes only.
        _write(out, text.encode("utf-8-sig" if shape == "csv" else "utf-8"))
        click.echo(f"Записано страниц: {len(seen.pages)}, файл {out}", err=True)


@click.command()
@click.argument("numbers", type=int, nargs=-1, metavar="[НОМЕР]...")
@click.option("--table", type=click.Path(path_type=Path, dir_okay=False), help="И таблицей .xlsx.")
@click.option("--sent", is_flag=True, help="Отправлено: записать, что ЦУР извещён.")
@AS
@with_app
def notice(app: App, numbers: Sequence[int], table: Path | None, sent: bool, by: str) -> None:
    """Уведомление ЦУР о смене ответственных; без номеров — обо всех страницах.

    Сначала посмотрите текст и отправьте его, затем повторите с --sent.
    """
    from pages import notice as tsur
    from spreadsheet import workbook

    with app.store().reading() as session:
        found = tsur.untold(session, numbers)
    if not found:
        raise OtklikError("Сообщать не о чем: о каждой смене ЦУР извещён.")
    click.echo(tsur.notice(app.config.municipality.name, found, by, today(app)), nl=False)
    if table:
        _write(table, workbook("ЦУР", tsur.HEADINGS, tsur.rows(found)), 0o600)
    if sent:
        pages = tsur.told(app.store().writing, registrar_of(app), found, clerk(app, by), now())
        click.echo(f"Записано, что ЦУР извещён. Страниц: {pages}", err=True)


def _write(file: Path, content: bytes, mode: int = 0o644) -> None:
    try:
        file.write_bytes(content)
        file.chmod(mode)
    except OSError as error:
        raise OtklikError(f"{file} записать не удалось: {error.strerror}") from None


FILES += [import_, export, public, notice]
