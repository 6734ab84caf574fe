"""Nothing lost, nothing doubled: SIGKILL at random points, on a network that fails as well."""

import multiprocessing
import os
import random
import sys
import time
from typing import Any

import pytest
from databases import new_sqlite
from given import NOW
from snapshot import snapshot
from towns import Shift, pass_of_its_own, shift

ROUNDS, KILLS = int(os.environ.get("OTKLIK_ROUNDS", "2")), 3
# The forkserver of Python 3.11 ignores sys.path: without this it preloads nothing.
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["towns"])


def killed_pass(at_work: Shift, dice: random.Random, calls: int) -> bool:
    """Start a pass and kill it after some random answer of the networks; True if it was alive."""
    settings = at_work.config.model_dump(mode="json")
    child = CONTEXT.Process(target=pass_of_its_own, args=(settings, at_work.stage.environ, NOW))
    simulators = at_work.stage.simulators.values()
    for simulator in simulators:
        simulator.calls.clear()
    child.start()
    fatal = dice.randint(1, calls)
    while child.is_alive() and sum(sum(s.calls.values()) for s in simulators) < fatal:
        time.sleep(0.005)
    time.sleep(dice.uniform(0, 0.03))
    alive = child.is_alive()
    child.kill()  # SIGKILL; a pass that has just ended is no error
    child.join()
    return alive


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], int]:
    """The database of a pass that nothing happens to, and how many calls it makes."""
    with shift(NOW, new_sqlite(tmp_path_factory.mktemp("calm") / "calm.db")) as at_work:
        tally = at_work.run()
        assert tally.failed == 0
        calls = sum(sum(s.calls.values()) for s in at_work.stage.simulators.values())
        return snapshot(at_work.office.store), calls


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_a_killed_pass_loses_and_doubles_nothing(undisturbed, database_url, seed):
    expected, calls = undisturbed
    dice = random.Random(seed)
    with shift(NOW, database_url) as at_work:
        for simulator in at_work.stage.simulators.values():
            simulator.faults.rate = 0.03
        kills = sum(killed_pass(at_work, dice, calls) for _ in range(KILLS))
        assert kills > 0
        for simulator in at_work.stage.simulators.values():
            simulator.faults.clear()
        assert at_work.run().failed == 0
        found = snapshot(at_work.office.store)
    for table, rows in expected.items():
        assert found[table] == rows, table
