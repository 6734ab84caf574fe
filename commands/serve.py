"""`otklik serve`: the desk in the browser."""

import gc
import logging
import os
import socket
import sys
import threading
from functools import cache, partial
from typing import TYPE_CHECKING, Any

import click

from commands import logs
from commands.common import CONFIG, App, now, open_app, with_app
from commands.run import token_names
from errors import ConfigError

if TYPE_CHECKING:
    from fastapi import FastAPI

    from store import Store
    from web.office import Office

log = logging.getLogger("otklik.serve")
TURN = 0.0005  # s: a thread back from the database waits so long for its turn, ten times a decision
STOP_SECONDS, START_SECONDS = 10, 60  # a slow machine loads for longer than uvicorn would wait


@click.command()
@click.option("--host", help="Кого слушать (иначе web.host).")
@click.option("--port", type=click.IntRange(1, 65535), help="Порт (иначе web.port).")
@click.option(
    "--workers", type=click.IntRange(1, 32), default=1, show_default=True, help="Процессов."
)
@with_app
def serve(app: App, host: str | None, port: int | None, workers: int) -> None:
    """Страницы для модератора, куратора, исполнителя и главы. Ctrl-C останавливает.

    Сначала заведите хотя бы одного администратора: otklik users add. Проходы сами собой отсюда
    не идут: для них cron или служба otklik watch.
    """
    logs.set_up(app.environ, token_names(app))
    store = app.store()
    _warn_of_nobody(store)
    settings = app.config.web
    click.echo(f"Откройте: {settings.address or address(app, host, port)}", err=True)
    if workers == 1:
        listen(application(app, store), app, host, port)
        return
    store.close()
    _leave_for_workers(app)
    listen("commands.serve:from_environment", app, host, port, workers=workers, factory=True)


def listen(
    served: "FastAPI | str", app: App, host: str | None, port: int | None, **more: Any
) -> None:
    """Serve until stopped."""
    import uvicorn

    settings = app.config.web
    chosen = host or settings.host, port or settings.port
    _refuse_taken(*chosen)
    uvicorn.run(
        served,
        host=chosen[0],
        port=chosen[1],
        proxy_headers=bool(settings.proxies),
        forwarded_allow_ips=list(settings.proxies),
        server_header=False,
        access_log=False,
        log_config=None,
        log_level="warning",
        timeout_graceful_shutdown=STOP_SECONDS,
        timeout_worker_healthcheck=START_SECONDS,
        **more,
    )


def _refuse_taken(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise ConfigError(
                f"web: {host}:{port} занять нельзя: {error.strerror}. Другой порт: --port"
            ) from None


def address(app: App, host: str | None, port: int | None) -> str:
    """What to type into a browser on this machine."""
    settings = app.config.web
    named = host or settings.host
    return f"http://{'localhost' if named == '0.0.0.0' else named}:{port or settings.port}"  # noqa: S104


def application(app: App, store: "Store") -> "FastAPI":
    """The web application of this configuration; what is slow to load is loaded meanwhile."""
    from web.app import create_app

    sys.setswitchinterval(TURN)
    office = office_of(app, store)
    threading.Thread(target=_warm_up, args=(office,), daemon=True).start()
    return create_app(office)


def _warm_up(office: "Office") -> None:
    try:
        office.warm_up()
    except Exception:
        log.exception("not warmed up: the first draft will say why")
    gc.freeze()  # what is loaded stays: to look through it for garbage stops everybody for 0.2 s


def office_of(app: App, store: "Store") -> "Office":
    """All that the pages need."""
    from commands.desk import configured
    from commands.notices import tell_after
    from commands.routes import adviser_of
    from commands.town import town_of
    from config import regulation_of
    from moderation.advice import warnings
    from web.office import Office

    classifier = cache(app.classifier)
    return Office(
        store=store,
        clock=now,
        config=app.config,
        regulation=regulation_of(app.config),
        worktime=app.worktime(),
        house=app.house(),
        make_tools=lambda: app.answer_tools(classifier()),
        make_adviser=lambda: adviser_of(app, classifier),
        tell=lambda desk, step, case: tell_after(app, desk, step, case, now()),
        town=town_of(app.config),
        people=tuple(configured(app)),
        names=app.names,
        warnings=partial(warnings, app.actors()),
    )


def from_environment() -> "FastAPI":
    """What each of several processes serves; the first one has left the way in the environment."""
    app = open_app(None, None)
    logs.set_up(app.environ, token_names(app))
    return application(app, app.store())


def _leave_for_workers(app: App) -> None:
    chosen = click.get_current_context().meta
    os.environ.update(app.environ)
    if chosen.get(CONFIG):
        os.environ["OTKLIK_CONFIG"] = str(chosen[CONFIG].resolve())


def _warn_of_nobody(store: "Store") -> None:
    from web.accounts.register import everybody

    with store.reading() as session:
        if not everybody(session):
            click.echo(
                "Ни одной учётной записи: войти некому. Заведите: otklik users add ЛОГИН "
                "--name … --role administrator",
                err=True,
            )
