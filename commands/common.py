"""What the commands share: configuration, the store, and how failures end a command."""

import functools
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from classify import Classifier
    from classify.places import Gazetteer
    from classify.routing.router import Router
    from collectors.base import Collector
    from config import Config
    from incidents.checks import Slip, Tools
    from incidents.worktime import Worktime
    from models import PageRef
    from moderation.policy import House
    from networks.acting import Actor
    from sources import Accounts
    from store import Store


EXIT_FAILED, EXIT_CONFIG, EXIT_BUSY = 1, 2, 75
GRAMMAR_SECONDS = 10


def now() -> datetime:
    """The present moment, UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True)
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
        from commands.bodies import own_topics
        from config import home

        settings = self.config.classify
        model = settings.model and home() / settings.model
        own = own_topics(self.config.topics)
        return Classifier.load(model, settings.thresholds, own, self.gazetteer())

    def gazetteer(self) -> "Gazetteer":
        """The municipality's own places. Raises GazetteerError."""
        from classify.places import Gazetteer
        from config import home

        return Gazetteer.read(home() / path for path in self.config.places)

    def worktime(self) -> "Worktime":
        """The municipality's working time."""
        from incidents.worktime import Worktime

        settings = self.config.worktime
        return Worktime.of(
            zone=settings.zone,
            week=settings.week_minutes,
            days_off=settings.days_off,
            working_days=settings.working_days_minutes,
            shorten_before_holidays=settings.shorten_before_holidays,
            round_the_clock=settings.round_the_clock,
        )

    def answer_tools(self, classifier: "Classifier | None" = None) -> "Tools":
        """What checks of a draft need: the classifier, the dictionary, the server of grammar."""
        from classify.morphology import in_dictionary, lemmas_of
        from incidents.checks import Tools

        ready = classifier or self.classifier()
        return Tools(
            flags=lambda text: ready.verdict(text).findings,
            lemmas=lemmas_of,
            known=in_dictionary,
            grammar=grammar_of(self.config.answers.languagetool_url),
        )

    def router(self) -> "Router | None":
        """The router trained on the municipality's history, where the configuration has one."""
        from classify.routing.router import Router
        from classify.topics import model
        from config import home

        place = self.config.routing.router
        return Router.load(home() / place, model.Topics(model.load())) if place else None

    def house(self) -> "House":
        """How this town applies its regulation."""
        from config import regulation_of
        from moderation.policy import House

        settings = self.config.moderation
        return House(
            regulation_of(self.config),
            settings.ban_after,
            settings.ban_days,
            frozenset(self.config.trusted),
            {str(page.ref): page.acting for page in self.config.pages},
        )

    @functools.cached_property
    def accounts(self) -> "Accounts":
        """The keys of the networks: whoever works with one shares its pace."""
        from sources import Accounts

        return Accounts(self.config, self.environ)

    def collectors(self) -> "list[Collector]":
        """The readers of all pages."""
        import sources

        return sources.collectors(self.config, self.accounts)

    @functools.cached_property
    def hands(self) -> "dict[PageRef, Actor]":
        """Who acts on each page."""
        import sources

        return sources.actors(self.config, self.accounts, now)

    def actors(self) -> "dict[str, Actor]":
        """The hands of the pages, by `network:id`."""
        return {str(ref): actor for ref, actor in self.hands.items()}


def grammar_of(url: str | None) -> "Callable[[str], Sequence[Slip]] | None":
    """What a LanguageTool server at this address objects to; None without an address."""
    from incidents.checks import Slip
    from networks.http import session
    from networks.languagetool import LanguageTool

    if url is None:
        return None
    server = LanguageTool(url, session(timeout=GRAMMAR_SECONDS))
    return lambda text: [
        Slip(found.start, found.end, found.message, found.suggestions) for found in server(text)
    ]


def open_app(
    config: Path | None, env_file: Path | None, given: Mapping[str, str] | None = None
) -> App:
    """Read the configuration; `given` lies over the environment. Raises ConfigError."""
    import config as configuration

    written = configuration.read_env_file(env_file) if env_file else {}
    environ = {**written, **os.environ, **(given or {})}
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
