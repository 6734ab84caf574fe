"""Moderators deciding at once over HTTP, with 200,000 open cards.

python benchmarks/desk.py [--workers N] [URL of a database that benchmarks/full_queue.py has filled]

Each moderator has a session and a connection of his own and thinks THINK seconds over a card. The
time of a decision ends with the last byte of the next card. Afterwards the database is asked
whether any card was decided twice and any decision that was answered is lost. `at one moment` is
the worst there is: everybody decides in the same instant, ten times. CPU is what a decision costs
the server, the same on a busy machine.
"""

import argparse
import json
import os
import random
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlencode

import psutil
from rich.console import Console
from rich.table import Table
from sqlalchemy import func, select

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.full_queue import databases
from config import Config
from models import Decision
from store import Store, open_store
from web.access import cookie_name
from web.accounts import register, sessions
from web.accounts.passwords import Passwords
from web.accounts.sessions import Terms

ROOT = Path(__file__).resolve().parent.parent
CARDS, SECONDS, THINK, ROUNDS = 200_000, 60, (1.0, 3.0), 10
PEOPLE = {"postgresql": 30, "sqlite": 5}
IDLE = 4  # seconds
PRESSES = ("delete", "keep", "keep", "delete", "incident")


@dataclass
class Moderator:
    """One session: its connection, its card, how long its decisions took."""

    port: int
    cookie: str
    csrf: str
    card: str = ""
    times: list[float] = field(default_factory=list)
    decided: list[int] = field(default_factory=list)
    asked: float = 0.0

    def __post_init__(self) -> None:
        self.line = HTTPConnection("127.0.0.1", self.port, timeout=60)

    def begin(self) -> None:
        """Open the queue: the first card."""
        way = self._ask("GET", "/queue")[1]
        self._see(self._ask("GET", way)[2])

    def decide(self, dice: random.Random) -> None:
        """Decide about the card on the screen; its answer is the next one."""
        action = dice.choice(PRESSES)
        body = urlencode({"action": action, "ground": "spam" if action == "delete" else ""})
        number = int(self.card.split("/")[2].split("?")[0])
        start = time.perf_counter()
        status, _, page = self._ask("POST", f"/queue/{number}/decide", body)
        self.times.append((time.perf_counter() - start) * 1000)
        if status != 200:
            raise RuntimeError(f"{status}: {page[:300]}")
        before = self.card
        self._see(page)
        if self.card != before:
            self.decided.append(number)

    def _see(self, page: str) -> None:
        found = re.search(r'data-address="([^"]+)"', page)
        assert found, page[:300]
        self.card = found.group(1)

    def _ask(self, method: str, path: str, body: str = "") -> tuple[int, str, str]:
        headers = {"Cookie": self.cookie, "X-CSRF-Token": self.csrf, "X-Fragment": "1"}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        if time.monotonic() - self.asked > IDLE:  # the server has closed a line so idle
            self.line.close()
        self.line.request(method, path, body or None, headers)
        answer = self.line.getresponse()
        self.asked = time.monotonic()
        return answer.status, answer.headers.get("Location", ""), answer.read().decode()


def people(store: Store, port: int, number: int) -> list[Moderator]:
    """So many moderators, signed in."""
    settings, now = Config().web, datetime.now(UTC)
    terms, made = Terms(settings.absolute, settings.idle), []
    with store.writing() as session:
        for n in range(number):
            login = f"m{n}-{os.urandom(3).hex()}"
            who = register.add(session, Passwords.cheap(), login, f"Модератор {login}",
                               ["moderator"], "четыре синих яблока", now)  # fmt: skip
            who.must_change = False
            key = sessions.begin(session, who, terms, now, "bench", "bench")
            csrf = sessions.current(session, key, terms, now)[0].csrf
            made.append(Moderator(port, f"{cookie_name(False)}={key}", csrf))
    return made


@contextmanager
def served(store: Store, workers: int) -> Iterator[tuple[int, psutil.Process]]:
    """`otklik serve` in a process of its own; its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = store.engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "cli.py", "serve", "--port", str(port), "--workers", str(workers)]
    server = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "OTKLIK_DATABASE_URL": url},
                              stderr=subprocess.DEVNULL)  # fmt: skip
    try:
        _wait_for(port)
        yield port, psutil.Process(server.pid)
    finally:
        server.terminate()
        server.wait()


def _wait_for(port: int) -> None:
    """Until it answers and has loaded what it loads behind the first page."""
    for _ in range(600):
        try:
            line = HTTPConnection("127.0.0.1", port, timeout=60)
            line.request("GET", "/healthz")
            if json.loads(line.getresponse().read())["ready"]:
                return
        except ConnectionRefusedError:
            pass
        time.sleep(0.1)
    raise RuntimeError("the server has not started")


def steady(everybody: list[Moderator]) -> list[float]:
    """Everybody works for SECONDS; the times of all decisions."""
    until = time.monotonic() + SECONDS

    def work(one: Moderator) -> None:
        dice = random.Random(one.cookie)
        while time.monotonic() < until:
            time.sleep(dice.uniform(*THINK))
            one.decide(dice)

    with ThreadPoolExecutor(len(everybody)) as pool:
        list(pool.map(work, everybody))
    return _taken(everybody)


def at_once(everybody: list[Moderator]) -> list[float]:
    """Everybody presses the key in the same instant, ROUNDS times."""
    ready = threading.Barrier(len(everybody))

    def work(one: Moderator) -> None:
        dice = random.Random(one.cookie)
        for _ in range(ROUNDS):
            ready.wait()
            one.decide(dice)

    with ThreadPoolExecutor(len(everybody)) as pool:
        list(pool.map(work, everybody))
    return _taken(everybody)


def _spent(server: psutil.Process) -> float:
    """Seconds of processor that the server has used; PostgreSQL's own are not among them."""
    family = [server, *server.children(recursive=True)]
    return sum(sum(one.cpu_times()[:2]) for one in family)


def _taken(everybody: list[Moderator]) -> list[float]:
    times = [each for one in everybody for each in one.times]
    for one in everybody:
        one.times.clear()
    return times


def prove(store: Store, everybody: list[Moderator], since: int) -> str:
    """Every answered decision is there, once, and no other."""
    with store.reading() as session:
        rows = session.scalars(select(Decision.item_id).where(Decision.id > since)).all()
    answered = Counter(number for one in everybody for number in one.decided)
    twice = [card for card, times in Counter(rows).items() if times > 1]
    assert not twice, f"decided twice: {twice}"
    assert set(answered) == set(rows), "lost, or never answered"
    return f"{len(rows)} decided, none twice, none lost"


def measure(store: Store, workers: int, table: Table) -> None:
    """Work on one database."""
    name = store.engine.dialect.name
    with store.reading() as session:
        since = session.scalar(select(func.max(Decision.id))) or 0
    with served(store, workers) as (port, server):
        everybody = people(store, port, PEOPLE[name])
        for one in everybody:
            one.begin()
        for one in everybody:  # what is loaded at the first decision is no decision's time
            one.decide(random.Random(0))
        _taken(everybody)
        for what, work in (("thinking", steady), ("at one moment", at_once)):
            before = _spent(server)
            times = work(everybody)
            spent = (_spent(server) - before) * 1000 / len(times)
            p95 = quantiles(times, n=20)[-1]
            table.add_row(name, str(len(everybody)), what, str(len(times)),
                          f"{median(times):.0f}", f"{p95:.0f}", f"{max(times):.0f}",
                          f"{spent:.0f}")  # fmt: skip
    print(name, prove(store, everybody, since), file=sys.stderr)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("url", nargs="*")
    parser.add_argument("--workers", type=int, default=1)
    given = parser.parse_args()
    table = Table(title=f"{CARDS:,} open cards, {given.workers} process(es), ms")
    for column in (
        "database",
        "sessions",
        "deciding",
        "decisions",
        "median",
        "p95",
        "longest",
        "CPU",
    ):
        table.add_column(column, justify="left" if column in ("database", "deciding") else "right")
    with tempfile.TemporaryDirectory() as folder:
        if given.url:
            for url in given.url:
                measure(open_store(url, Path(folder)), given.workers, table)
        else:
            with databases(Path(folder), CARDS) as stores:
                for store in stores.values():
                    measure(store, given.workers, table)
    Console(width=100).print(table)


if __name__ == "__main__":
    main()
