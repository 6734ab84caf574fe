"""SIGKILL at every point of the outbox: before and after each commit, each word of the network."""

import multiprocessing
import os
import random
import signal
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hands import Hands
from outbox_town import GRACE, Town
from sqlalchemy import select
from test_outbox_lives import answer

from models import OutboxEntry, Page
from store import Store, open_store

CONTEXT = multiprocessing.get_context("fork")
POINTS = 20  # the whole way of a deletion and of an answer


@dataclass
class FarHands(Hands):
    """Hands whose world is a file: it outlives the process that acts, and others act in it."""

    world: Path = Path()

    def __post_init__(self) -> None:
        self._look()
        inner = self.trouble

        def in_the_open(moment: str) -> None:
            if moment.startswith("before"):
                self._look()
            else:
                self._leave()
            inner(moment)

        self.trouble = in_the_open

    def _look(self) -> None:
        lines = self.world.read_text("utf-8").splitlines() if self.world.exists() else []
        self.effects = [tuple(line.split("\t")) for line in lines]
        self.deleted = {name for what, name in self.effects if what == "delete"}
        self.bans = {name for what, name in self.effects if what == "ban"}
        self.answers = [(name, "Починим.") for what, name in self.effects if what == "answer"]
        self._known = len(self.effects)

    def _leave(self) -> None:
        with self.world.open("a", encoding="utf-8") as out:
            out.writelines(f"{what}\t{name}\n" for what, name in self.effects[self._known :])
        self._known = len(self.effects)


class Fuse:
    """Kills this process at the n-th point."""

    def __init__(self, points: int) -> None:
        self.left = points

    def __call__(self, moment: str = "") -> None:
        self.left -= 1
        if self.left < 0:
            os.kill(os.getpid(), signal.SIGKILL)


class FusedStore(Store):
    """Every transaction is a point before it and a point after it."""

    fuse: Fuse

    @contextmanager
    def writing(self) -> Iterator[object]:
        self.fuse()
        with super().writing() as session:
            yield session
        self.fuse()


def work_until_killed(url: str, world: Path, page: Page, now: datetime, points: int) -> None:
    fuse = Fuse(points)
    store = FusedStore(open_store(url, Path("/")).engine)
    store.fuse = fuse
    town = Town(store, page, FarHands(trouble=fuse, world=world), now=now)
    town.worker().run()


@pytest.mark.parametrize("points", range(POINTS))
def test_killed_anywhere_the_effect_happens_once_and_the_record_is_true(
    town, database_url, tmp_path, points
):
    town.decide(town.flag(1))
    town.flag(2)
    answer(town, 2)
    town.now += GRACE
    world = tmp_path / "world.tsv"
    child = CONTEXT.Process(
        target=work_until_killed, args=(database_url, world, town.page, town.now, points)
    )
    town.store.close()
    child.start()
    child.join(60)
    assert child.exitcode == -signal.SIGKILL
    town.hands = FarHands(world=world)
    town.work(after=timedelta(hours=1))
    with town.store.reading() as session:
        assert set(session.scalars(select(OutboxEntry.state))) == {"done"}
    assert sorted(FarHands(world=world).effects) == [
        ("answer", "wall-100_50_2"),
        ("delete", "wall-100_50_1"),
    ]


def lives(seed: int, *work: object) -> int:
    """A worker, killed at random and begun again until it finds nothing to do; how many lives."""
    dice = random.Random(seed)
    life, code = 0, -signal.SIGKILL
    while code == -signal.SIGKILL:
        child = CONTEXT.Process(target=work_until_killed, args=(*work, dice.randint(10, 80)))
        child.start()
        child.join(60)
        life, code = life + 1, child.exitcode
    assert code == 0
    return life


def test_two_workers_killed_at_random_do_nothing_twice(town, database_url, tmp_path):
    for number in range(1, 9):
        town.decide(town.flag(number, author=str(number)), "delete_and_ban")
        answer(town, number)
    town.now += GRACE
    world = tmp_path / "world.tsv"
    town.store.close()
    work = (database_url, world, town.page, town.now)
    with ProcessPoolExecutor(2, CONTEXT) as both:
        one, other = (both.submit(lives, seed, *work) for seed in (1, 2))
    assert one.result() + other.result() > 3
    town.hands = FarHands(world=world)
    town.work()
    with town.store.reading() as session:
        assert set(session.scalars(select(OutboxEntry.state))) == {"done"}
    found = FarHands(world=world).effects
    assert len(found) == len(set(found)) == 24


def work_beside(url: str, world: Path, page: Page, now: datetime, gate: object) -> None:
    store = open_store(url, Path("/"))
    town = Town(store, page, FarHands(world=world), now=now)
    gate.wait(60)
    town.worker().run()


def test_two_workers_do_nothing_twice(town, database_url, tmp_path):
    for number in range(1, 21):
        town.decide(town.flag(number, author=str(number)), "delete_and_ban")
    town.now += GRACE
    gate = CONTEXT.Barrier(2)
    worlds = [tmp_path / "one.tsv", tmp_path / "two.tsv"]
    workers = [
        CONTEXT.Process(target=work_beside, args=(database_url, world, town.page, town.now, gate))
        for world in worlds
    ]
    town.store.close()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    lines = [line for w in worlds if w.exists() for line in w.read_text("utf-8").splitlines()]
    assert len(lines) == 40
    assert len(set(lines)) == 40
