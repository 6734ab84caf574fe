"""One page on one simulated network, with a comment to act on, and the actor of that page."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import sources
from commands.common import App
from config import Config
from demo import stage
from demo.ok import OkSimulator
from demo.server import Fault, Simulator
from demo.telegram import TelegramSimulator
from demo.vk import VkSimulator
from demo.world import SimComment, SimPage, SimPost, World
from models import SeenComment
from networks.acting import Actor, Target

START = 1_800_000_000
NUMBER = 530
PETR, IVAN = 571, 572
SIMULATORS: dict[str, type[Simulator]] = {
    "vk": VkSimulator,
    "ok": OkSimulator,
    "telegram": TelegramSimulator,
}
NAMES = {"vk": "530", "ok": "530", "telegram": "@town"}
EVERYTHING = ["comments", "visitor_posts", "chat", "boards", "photos", "videos", "messages"]


@dataclass
class Town:
    """`clock` is the town's and the actor's time in unix seconds."""

    network: str
    clock: float = START
    environ: dict[str, str] = field(default_factory=stage.environ)
    sim: Any = None

    def __post_init__(self) -> None:
        self.world = World(clock=lambda: self.clock)
        self.page: SimPage = self.world.add_page(NUMBER, "Администрация", "town")
        for number, name in ((PETR, "Пётр"), (IVAN, "Иван")):
            self.world.add_person(number, name)
        self.post: SimPost = self.world.add_post(self.page, "Пост", START - 100)

    def write(self, text: str = "Грубость", author: int = PETR, **given: Any) -> SimComment:
        """A resident comments."""
        post = given.pop("post", self.post)
        return self.world.add_comment(
            self.page, post, author, text, int(self.clock), given.get("parent")
        )

    def config(self) -> Config:
        """What config.yaml would say."""
        limits = {"unlimited": True, "attempts": 3, "first_pause_seconds": 0.001}
        page = {"network": self.network, "id": NAMES[self.network], "body": "Администрация"}
        return Config.model_validate(
            {
                "municipality": {"name": "Город"},
                "networks": {self.network: {"api_url": self.sim.url, "limits": limits}},
                "pages": [page | {"kind": "administration", "include": EVERYTHING}],
            }
        )

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.clock, UTC)

    def actor(self) -> Actor:
        """A fresh one, as a new process has it."""
        accounts = sources.Accounts(self.config(), self.environ)
        (actor,) = sources.actors(self.config(), accounts, self.now).values()
        return actor

    def read(self) -> dict[str, SeenComment]:
        """What a collector that knows nothing sees, by external id."""
        (collector,) = App(self.config(), self.environ).collectors()
        batches = collector.fetch(None, self.now())
        return {c.external_id: c for batch in batches for c in batch.comments}

    def target(self, text: str = "Грубость") -> Target:
        """The comment with this text, as the store has it."""
        seen = next(c for c in self.read().values() if c.text == text)
        author = seen.author.external_id if seen.author else None
        where = f"{self.network}:{NAMES[self.network]}"
        return Target(where, seen.external_id, author, seen.post, seen.created_at, seen.kind)

    def fails(self, method: str, kind: str, code: int = 0, times: int = 1) -> None:
        """Something goes wrong with the next calls of a method."""
        self.sim.faults.plan(Fault(method, kind, code, times))


@contextmanager
def on_air(network: str) -> Iterator[Town]:
    town = Town(network)
    with SIMULATORS[network](town.world) as simulator:
        town.sim = simulator
        yield town
