"""`otklik run` and `otklik replay`: comments into the store, verdicts and cards out of them."""

import logging
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from commands import logs, screen
from commands.common import EXIT_FAILED, App, now, with_app
from models import PageRef, PassTally

log = logging.getLogger("otklik.run")


def token_names(app: App) -> set[str]:
    """Names of all variables that may hold a secret."""
    networks = app.config.networks
    named = [getattr(networks, name).tokens for name in type(networks).model_fields]
    named += [page.tokens for page in app.config.pages]
    return {name for tokens in named for name in tokens.values()}


def ready_to_read(app: App) -> None:
    """What run and watch need before anything else: logs without secrets, and pages to read."""
    logs.set_up(app.environ, token_names(app))
    if not app.config.pages:
        click.echo("В конфигурации нет ни одной страницы (pages). Добавьте: otklik init", err=True)
        sys.exit(EXIT_FAILED)


@click.command()
@with_app
def run(app: App) -> None:
    """Один проход: прочитать все страницы, сохранить новое, разметить, поставить в очередь.

    \b
    Код завершения: 0 — прочитаны все страницы, 1 — некоторые не прочитаны,
    2 — ошибка конфигурации, 75 — другой проход ещё идёт.

    \b
    Для cron:
    */10 * * * * otklik run --config /etc/otklik/config.yaml --env-file /etc/otklik/otklik.env
    """
    from commands.offices import office_of
    from pipeline import run_pass

    ready_to_read(app)
    store = app.store()
    with store.lock("pass"), screen.progress(len(app.config.pages), "Страницы") as advance:
        tally = run_pass(office_of(app, store), app.collectors(), advance)
    report(tally, app.names)
    sys.exit(EXIT_FAILED if tally.failed else 0)


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@with_app
def replay(app: App, file: Path) -> None:
    """Провести записанные комментарии (JSON-строки) тем же путём, что и живые.

    Обязательно поле text; остальные поля — как в «otklik export comments». Сеть по умолчанию
    replay, номер — поле id, иначе хеш текста: повторный запуск ничего не добавит.
    """
    from commands.offices import office_of
    from pipeline import replay as replay_all

    logs.set_up(app.environ, token_names(app))
    store = app.store()
    bad: list[int] = []
    with (
        store.lock("pass"),
        file.open("rb") as lines,
        screen.progress(0, "Порции") as advance,
    ):
        tally = replay_all(office_of(app, store), _batches(lines, bad), advance)
    report(tally, app.names)
    if bad:
        needed = "нужен JSON в кодировке UTF-8"
        click.echo(f"Не прочитано строк: {len(bad)}, первая — {bad[0]}: {needed}", err=True)
        sys.exit(EXIT_FAILED)


def _batches(lines: Iterable[bytes], bad: list[int]) -> Iterator[Any]:
    from collectors.replay import BadLine, batches, parse

    def recorded() -> Iterator[Any]:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                yield parse(line, now())
            except BadLine as error:
                bad.append(number)
                log.error("line not read", extra={"line": number, "reason": str(error)})

    return batches(recorded())


def report(tally: PassTally, names: Mapping[PageRef, str]) -> None:
    """The summary: a table on a terminal, log lines elsewhere."""
    if sys.stderr.isatty():
        screen.console(stderr=True).print(screen.summary(tally, names))
        return
    for page in tally.pages.values():
        log.info("page", extra={**asdict(page), "page": str(page.page)})
    extra = {"failed": tally.failed, "purged": tally.purged, "seconds": tally.seconds}
    totals = {name: tally.total(name) for name in ("new", "edited", "deleted", "flagged")}
    log.info("pass finished", extra={**totals, **extra})
