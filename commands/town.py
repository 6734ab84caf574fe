"""The pages of the configuration with the rules they are held to."""

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from config import Config
    from pages.watched import Town


def town_of(config: "Config") -> "Town":
    """From configuration to the value that pages are overseen by."""
    from config import regulation_of
    from pages.watched import Town, Watched

    return Town(
        tuple(Watched(page.ref, page.kind, page.body, page.name) for page in config.pages),
        regulation_of(config).pages,
        config.worktime.zone,
        since=config.collect.since,
        window=timedelta(days=config.collect.window_days),
        silent=config.cadence.silent,
        bare_reposts=config.cadence.bare_reposts,
    )
