"""What a pass costs: comments a second, where the time goes, memory, and a pass with nothing new.

python benchmarks/pass.py [--comments 10000 100000] [--pages 100]

Three simulated networks run in processes of their own on loopback, without their limits. The peer
in each row is the same reading with every batch thrown away: what the networks alone cost.
"""

import argparse
import json
import multiprocessing
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

SHARES = {"vk": 0.6, "ok": 0.3, "telegram": 0.1}  # of the pages


def serve(network: str, pages: int, comments: int, url: Any) -> None:
    """A simulator until the process is ended."""
    from benchmarks.crowd import Crowd, world
    from demo.ok import OkSimulator
    from demo.telegram import TelegramSimulator
    from demo.vk import VkSimulator

    kinds = {"vk": VkSimulator, "ok": OkSimulator, "telegram": TelegramSimulator}
    simulator = kinds[network](world(Crowd(pages, comments), datetime.now(UTC)))
    simulator.start()
    url.send(simulator.url)
    time.sleep(86_400)


def settings(pages: int, comments: int, folder: str) -> tuple[dict[str, Any], list[Any]]:
    """Start the networks; returns a configuration that reads them, and their processes."""
    context = multiprocessing.get_context("spawn")
    networks, listed, running = {}, [], []
    for network, share in SHARES.items():
        count = round(pages * share)
        ours, theirs = context.Pipe()
        arguments = (network, count, round(comments * share), theirs)
        process = context.Process(target=serve, args=arguments, daemon=True)
        process.start()
        running.append(process)
        networks[network] = {"api_url": ours.recv(), "limits": {"unlimited": True}}
        for number in range(count):
            id = f"@poselok{number}" if network == "telegram" else str(1000 + number)
            listed.append({"network": network, "id": id, "body": "Посёлок", "kind": "head"})
    database = f"sqlite:///{folder}/bench.db"
    return {"networks": networks, "pages": listed, "database_url": database}, running


def measure(config_json: str) -> None:
    """In a process of its own: one pass, its seconds by stage and its peak memory."""
    from classify import Classifier
    from commands.common import App
    from config import Config
    from demo.stage import environ
    from office import Office
    from pipeline import run_pass
    from store import open_store, upgrade

    config = Config.model_validate_json(config_json)
    store = open_store(config.database_url, Path("/"))
    upgrade(store, Path(tempfile.mkdtemp()), datetime.now(UTC))
    classifier = Timed(Classifier.load())
    office = Office(store, classifier, lambda: datetime.now(UTC), timedelta(7), timedelta(365))
    before = resource.getrusage(resource.RUSAGE_SELF)
    tally = run_pass(office, App(config, environ()).collectors(), lambda _: None)
    after = resource.getrusage(resource.RUSAGE_SELF)
    print(
        json.dumps(
            {
                "new": tally.total("new"),
                "failed": tally.failed,
                "seconds": tally.seconds,
                "classify": classifier.seconds,
                "cpu": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
                "megabytes": after.ru_maxrss / 1024,
            }
        )
    )


def drain(config_json: str) -> None:
    """The peer: read everything, keep nothing."""
    from collectors.parallel import read_all
    from commands.common import App
    from config import Config
    from demo.stage import environ

    config = Config.model_validate_json(config_json)
    started = time.perf_counter()
    reads = read_all(
        App(config, environ()).collectors(),
        lambda _: None,
        datetime.now(UTC),
        threading.Event(),
    )
    count = 0
    for read in reads:
        count += len(read.batch.comments) if read.batch else 0
        read.settle(True)
    print(json.dumps({"new": count, "seconds": time.perf_counter() - started}))


class Timed:
    """A classifier that counts its own seconds."""

    def __init__(self, inner: Any) -> None:
        self.name = inner.name
        self.seconds = 0.0
        self._inner = inner

    def verdicts(self, given: list[str]) -> Any:
        """As the inner one."""
        started = time.perf_counter()
        answers = self._inner.verdicts(given)
        self.seconds += time.perf_counter() - started
        return answers


def child(part: str, config: dict[str, Any]) -> dict[str, Any]:
    """Run a part in a fresh process."""
    command = [sys.executable, __file__, "--part", part]
    done = subprocess.run(
        command, input=json.dumps(config), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    return json.loads(done.stdout.splitlines()[-1])


def rows(pages: int, comments: int) -> Iterator[tuple[str, ...]]:
    """The table's rows for one size."""
    with tempfile.TemporaryDirectory() as folder:
        config, running = settings(pages, comments, folder)
        # Telegram forgets what has been confirmed: the peer leaves it to the pass.
        others = [page for page in config["pages"] if page["network"] != "telegram"]
        peer = child("drain", {**config, "pages": others})
        first = child("measure", config)
        again = child("measure", config)
        for process in running:
            process.kill()
    rate, peer_rate = first["new"] / first["seconds"], peer["new"] / peer["seconds"]
    store = first["seconds"] - first["classify"]
    yield (
        f"{first['new']:,}",
        f"{first['seconds']:.1f}",
        f"{rate:,.0f}",
        f"{first['classify'] / first['seconds']:.0%}",
        f"{store / first['seconds']:.0%}",
        f"{first['megabytes']:.0f}",
        f"{rate / peer_rate:.2f}",
        f"{again['seconds']:.1f}",
    )


def main() -> None:
    """Print the table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--comments", type=int, nargs="+", default=[10_000, 100_000])
    arguments.add_argument("--pages", type=int, default=100)
    arguments.add_argument("--part", choices=["measure", "drain"], help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.part:
        {"measure": measure, "drain": drain}[given.part](sys.stdin.read())
        return
    heads = ("comments", "s", "a second", "classify", "wait+store", "MB", "vs reading", "again s")
    print("".join(f"{head:>12}" for head in heads))
    for comments in given.comments:
        for row in rows(given.pages, comments):
            print("".join(f"{cell:>12}" for cell in row))


if __name__ == "__main__":
    main()
