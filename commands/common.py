"""What the commands share: configuration, the store, and how failures end a command."""

import functools
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from classify import Classifier
    from classify.places import Gazetteer
    from config import Config
    from models import PageRef
    from pipeline import Office
    from store import Store

EXIT_FAILED, EXIT_CONFIG, EXIT_BUSY = 1, 2, 75


def now() -> datetime:
    """The present moment, UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class App:
    """The configuration a command runs under, and the environment that holds its secrets."""

    config: "Config"
    environ: Mapping[str, str]

    @property
    def names(self) -> "dict[PageRef, str]":
        """What people call the pages."""
        return {page.ref: page.name or page.body for page in self.config.pages}

    def store(self) -> "Store":
        """The database, created and migrated if need be."""
        from config import home
        from store import open_store, upgrade

        store = open_store(self.config.database_url, home())
        copy = upgrade(store, home() / "var" / "backups", now())
        if copy:
            click.echo(f"Схема базы обновлена; копия до обновления: {copy}", err=True)
        return store

    def classifier(self) -> "Classifier":
        """The model and the thresholds that the configuration asks for."""
        from classify import Classifier
        from config import home

        settings = self.config.classify
        model = settings.model and home() / settings.model
        return Classifier.load(model, settings.thresholds, self.gazetteer())

    def gazetteer(self) -> "Gazetteer":
        """The municipality's own places. Raises GazetteerError."""
        from classify.places import Gazetteer
        from config import home

        return Gazetteer.read(home() / path for path in self.config.places)

    def office(self, store: "Store") -> "Office":
        """All that a pass works with."""
        from pipeline import Office

        return Office(
            store=store,
            classifier=self.classifier(),
            clock=now,
            since=self.config.collect.since,
            keep=timedelta(days=self.config.retention.texts_days),
            trusted=frozenset(self.config.trusted),
            names=self.names,
        )


def open_app(config: Path | None, env_file: Path | None) -> App:
    """Read the configuration. Raises ConfigError."""
    import config as configuration

    environ = {**(configuration.read_env_file(env_file) if env_file else {}), **os.environ}
    return App(configuration.load(config, environ), environ)


def with_app(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give the command the App of --config and --env-file as its first argument."""

    @functools.wraps(command)
    def wrapped(**rest: Any) -> Any:
        chosen = click.get_current_context().meta
        return command(open_app(chosen.get(CONFIG), chosen.get(ENV_FILE)), **rest)

    return wrapped


CONFIG, ENV_FILE = "otklik.config", "otklik.env_file"


def configurable(command: click.Command) -> click.Command:
    """Every command and subcommand takes --config and --env-file."""
    if isinstance(command, click.Group):
        for part in command.commands.values():
            configurable(part)
    elif not any(option.name == "config" for option in command.params):
        command.params += [_file_option(*option) for option in FILE_OPTIONS]
    return command


FILE_OPTIONS = (
    ("--config", CONFIG, "Файл конфигурации (по умолчанию config.yaml в папке Отклика)."),
    (
        "--env-file",
        ENV_FILE,
        "Файл ИМЯ=значение с ключами доступа (права 0600), например для cron.",
    ),
)


def _file_option(flag: str, key: str, about: str) -> click.Option:
    def remember(ctx: click.Context, _: click.Parameter, value: Path | None) -> None:
        ctx.meta[key] = value

    return click.Option(
        [flag], type=click.Path(path_type=Path), help=about, expose_value=False, callback=remember
    )
