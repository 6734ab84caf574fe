"""The demo town on the air for tests: simulators, and an office that reads them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from databases import new_sqlite
from given import NOW

from classify import Classifier
from commands.common import App
from commands.town import town_of
from config import Config
from demo.stage import Stage, on_air
from demo.town import Town, build
from models import PassTally
from office import Office
from pipeline import run_pass
from store import Store, open_store

CLASSIFIER = Classifier.load()
# Processes that are forked to be killed start with warm caches.
CLASSIFIER.verdicts([told.text for told in build(datetime.now(UTC)).expectations])
IMPATIENT = {"unlimited": True, "attempts": 6, "first_pause_seconds": 0.001, "timeout_seconds": 10}


@dataclass
class Shift:
    """A town on the air, and all that a pass over it needs."""

    town: Town
    stage: Stage
    config: Config
    office: Office

    def run(self) -> PassTally:
        """One pass."""
        collectors = App(self.config, self.stage.environ).collectors()
        return run_pass(self.office, collectors, lambda _: None)


def configured(stage: Stage, **limits: dict[str, Any]) -> Config:
    """The stage's configuration, with retries that do not wait; `limits` by network."""
    networks = {
        name: {**settings, "limits": {**IMPATIENT, **limits.get(name, {})}}
        for name, settings in stage.settings["networks"].items()
    }
    return Config.model_validate({**stage.settings, "networks": networks})


def office(config: Config, store: Store, clock: Callable[[], datetime]) -> Office:
    """An office over this store."""
    return Office(
        store=store,
        classifier=CLASSIFIER,
        clock=clock,
        since=config.collect.since,
        keep=timedelta(days=config.retention.texts_days),
        names={page.ref: page.name for page in config.pages},
        town=town_of(config),
    )


@cache
def _read_week() -> bytes:
    with TemporaryDirectory() as folder:
        file = Path(folder, "week.db")
        with shift(NOW, new_sqlite(file)) as at_work:
            at_work.run()
        return file.read_bytes()


def read_week(file: Path) -> str:
    """Write into this file the town of NOW as one pass has read it; the database's address.

    What the people of the town do next, a `shift(NOW, …)` on it tells as if it had read it itself.
    """
    file.write_bytes(_read_week())
    return f"sqlite:///{file}"


@contextmanager
def shift(
    now: datetime, database_url: str, clock: Callable[[], datetime] | None = None
) -> Iterator[Shift]:
    """The demo town as of `now`, read into this migrated database."""
    town = build(now, clock=(lambda: (clock or (lambda: now))().timestamp()))
    with on_air(town, database_url) as stage:
        config = configured(stage)
        store = open_store(database_url, Path("/"))
        yield Shift(town, stage, config, office(config, store, clock or (lambda: now)))
        store.close()


def pass_of_its_own(settings: dict[str, Any], environ: dict[str, str], now: datetime) -> None:
    """One whole pass, for a process of its own that may be killed."""
    config = Config.model_validate(settings)
    store = open_store(config.database_url, Path("/"))
    at_work = office(config, store, lambda: now)
    run_pass(at_work, App(config, environ).collectors(), lambda _: None)
