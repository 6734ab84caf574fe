"""`otklik db`: the database itself."""

from pathlib import Path

import click

from commands.common import App, now, with_app
from config import home


@click.group()
def db() -> None:
    """База данных: обновить схему, сделать копию, восстановить из копии."""


@db.command()
@with_app
def upgrade(app: App) -> None:
    """Создать базу или довести её схему до нынешней (это делает и любая другая команда)."""
    app.store()
    click.echo("Схема базы актуальна.", err=True)


@db.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
@with_app
def backup(app: App, file: Path | None) -> None:
    """Записать копию всей базы в FILE (по умолчанию var/backups/otklik-ВРЕМЯ.jsonl.gz).

    Копия не зависит от вида базы: снятая с SQLite годится для PostgreSQL и наоборот. Новой базы
    не создаёт: если адрес записан в otklik.env, нужен --env-file.
    """
    from store import backup as copy
    from store import open_store, refuse_empty

    # Any other command would make the database; a copy of a new one is a copy of nothing.
    there = open_store(app.config.database_url, home(), make=False)
    refuse_empty(there)
    there.close()
    default = home() / "var" / "backups" / f"otklik-{now():%Y%m%dT%H%M%S}.jsonl.gz"
    click.echo(copy(app.store(), file or default))


@db.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@with_app
def restore(app: App, file: Path) -> None:
    """Заполнить пустую базу (database_url) из копии FILE. Непустую не тронет."""
    from store import open_store, upgrade
    from store import restore as fill

    store = open_store(app.config.database_url, home())
    rows = fill(store, file)
    upgrade(store, home() / "var" / "backups", now())
    click.echo(f"Восстановлено строк: {rows}", err=True)
