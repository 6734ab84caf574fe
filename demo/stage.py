"""The demo town on the air: three simulated networks, and the configuration that reads them."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from demo import ok, telegram, vk
from demo.ok import OkSimulator
from demo.server import Simulator
from demo.telegram import TelegramSimulator
from demo.town import Town, TownPage, read
from demo.vk import VkSimulator
from demo.work import book

LOOK_HOURS = 0.0001  # a demo is shorter than a day: every pass looks at the pages
PLACES = Path(__file__).parent / "feed" / "places.yaml"
"""The town's settlements and streets; the townspeople write of them."""


@dataclass(frozen=True, slots=True)
class Stage:
    """Running simulators by network, and what config.yaml and the environment say of them."""

    simulators: Mapping[str, Simulator]
    settings: dict[str, Any]
    environ: dict[str, str]


@contextmanager
def on_air(town: Town, database_url: str) -> Iterator[Stage]:
    """Serve the town until the context ends."""
    made: list[Simulator] = [
        VkSimulator(town.vk),
        OkSimulator(town.ok),
        TelegramSimulator(town.telegram),
    ]
    with ExitStack() as running:
        simulators = {sim.network: running.enter_context(sim) for sim in made}
        yield Stage(simulators, _settings(town, simulators, database_url), environ())


def _settings(town: Town, simulators: Mapping[str, Simulator], database_url: str) -> dict[str, Any]:
    networks = {
        name: {"api_url": simulator.url, "limits": {"unlimited": True}}
        for name, simulator in simulators.items()
    }
    return {
        "municipality": {"name": town.name},
        "database_url": database_url,
        "places": [str(PLACES)],
        "networks": networks,
        "pages": [_page(town, page) for page in town.pages],
        "worktime": {"timezone": town.zone},
        "collect": {"look_hours": LOOK_HOURS},
        "routing": read("routing"),
        "people": [
            {"name": one.name, "roles": ["executor"], "body": one.body}
            for one in book().executors.values()
        ],
    }


def _page(town: Town, page: TownPage) -> dict[str, Any]:
    id = f"@{page.screen_name}" if page.network == "telegram" else str(page.id)
    include = ["comments", "visitor_posts", "chat", "boards", "photos", "messages"]
    return {
        "network": page.network,
        "id": id,
        "name": page.name,
        "body": town.bodies[page.body],
        "kind": page.kind,
        "include": include,
        "interval_minutes": 1,
    }


def environ() -> dict[str, str]:
    """The tokens that the simulators know, by the variables that hold them."""
    vk_tokens = {f"OTKLIK_VK_{role.upper()}_TOKEN": token for role, token in vk.TOKENS.items()}
    ok_tokens = {f"OTKLIK_OK_{role.upper()}": token for role, token in ok.TOKENS.items()}
    return {**vk_tokens, **ok_tokens, "OTKLIK_TELEGRAM_BOT_TOKEN": telegram.TOKEN}


def database_in(folder: Path) -> str:
    """The address of the demo's own database in this folder."""
    return f"sqlite:///{folder}/demo.db"
