"""`otklik demo`: a made-up district, read over real HTTP, with what a moderator would see."""

import logging
from pathlib import Path
from typing import TYPE_CHECKING

import click
import yaml

from commands import logs, screen
from commands.common import App, now
from commands.queue import print_queue
from config import Config, home
from words import plural

if TYPE_CHECKING:
    from collectors.base import Collector
    from demo.town import Town
    from demo.work import Book

SHOWN = 12


@click.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Папка для базы показа (по умолчанию var/demo); прежняя база стирается.",
)
@click.option("--serve", is_flag=True, help="Показать его в браузере.")
@click.option("--host", help="Кого слушать (по умолчанию эту же машину).")
@click.option("--port", type=click.IntRange(1, 65535), help="Порт (по умолчанию 8080).")
def demo(out: Path | None, serve: bool, host: str | None, port: int | None) -> None:
    """Показательный район: имитация ВК, ОК и Телеграма с неделей записей и комментариев.

    Два прохода по ней и очередь, какой её увидел бы модератор. Ни ключей, ни интернета не нужно.
    С --serve район живёт дальше: проходы идут каждую минуту, работать можно в браузере.
    """
    from commands import demo_desk, demo_work
    from demo.stage import database_in, on_air
    from demo.town import build, later
    from demo.work import book
    from web.accounts.passwords import Passwords

    folder = (out or home() / "var" / "demo").resolve()
    for left in folder.glob("demo.db*"):
        left.unlink()
    town = build(now())
    with on_air(town, database_in(folder)) as stage:
        app = App(Config.model_validate(stage.settings), stage.environ)
        logs.set_up(stage.environ, stage.environ)
        logging.getLogger().setLevel(logging.WARNING)  # a row an action would bury the tables
        _fill_registry(app, town)
        click.echo(f"{town.name}: страниц {len(town.pages)}. Первый проход: вся неделя.")
        _pass(app, demo_work.watched(app.collectors(), work := book(), app))
        _write_config(folder, stage.settings)
        passwords = demo_desk.settle(app.store(), Passwords())
        _work(app, work)
        if serve:
            later(town)  # what is new comes with the first pass in the background
            demo_desk.show_users(passwords)
            demo_desk.serve(app, host, port)
            return
        click.echo("Прошло немного времени: кто-то дописал, исправил, удалил. Второй проход.")
        later(town)
        _pass(app, app.collectors())
    _say_where_to_look(folder, card=_print_results(app))
    demo_desk.show_users(passwords)
    click.echo(f"В браузере:\n  .venv/bin/otklik demo --serve{f' --out {out}' if out else ''}")


def _fill_registry(app: App, town: "Town") -> None:
    from commands.demo_registry import fill

    store = app.store()
    fill(app, store, town, now())
    store.close()


def _pass(app: App, collectors: "list[Collector]") -> None:
    from commands.offices import office_of
    from pipeline import run_pass

    store = app.store()
    with screen.progress(len(app.config.pages), "Страницы") as advance:
        tally = run_pass(office_of(app, store), collectors, advance)
    screen.console().print(screen.summary(tally, app.names))
    store.close()


def _work(app: App, work: "Book") -> None:
    """What the town's people did about the week while it lasted."""
    from commands.demo_work import play, stage_of

    store = app.store()
    done = play(stage_of(app, store, work), now())
    store.close()
    word = plural(done, "действие", "действия", "действий")
    click.echo(f"Люди района за неделю уже поработали: {done} {word}.")


def _write_config(folder: Path, settings: dict[str, object]) -> None:
    text = yaml.safe_dump(settings, allow_unicode=True, sort_keys=False)
    (folder / "config.yaml").write_text(text, "utf-8")


def _print_results(app: App) -> int:
    """The queue and the number of candidates; returns the number of the first card."""
    from incidents.candidates import waiting
    from moderation.waiting import listing

    with app.store().reading() as session:
        print_queue(session, app.config.worktime.zone, SHOWN)
        total, _ = waiting(session, 0)
        word = plural(total, "сообщение", "сообщения", "сообщений")
        click.echo(f"\nНужен ответ органа: {total} {word}.")
        return listing(session, 1)[0].item.id


def _say_where_to_look(folder: Path, card: int) -> None:
    config = f"--config {folder / 'config.yaml'}"
    click.echo(
        f"""
Что посмотреть дальше:
  .venv/bin/otklik queue list {config} --limit 100
  .venv/bin/otklik queue show {card} {config}
  .venv/bin/otklik queue decide {card} delete --by Иванова {config}
  .venv/bin/otklik incidents list {config}
  .venv/bin/otklik pages status {config}
  .venv/bin/otklik pages registry list {config}
  .venv/bin/otklik pages registry check {config}
  .venv/bin/otklik pages plan list {config}
  .venv/bin/otklik pages check {config}
  .venv/bin/otklik pages cadence {config}
  .venv/bin/otklik export comments {config}
  .venv/bin/otklik serve {config}
Свой муниципалитет: .venv/bin/otklik init"""
    )
