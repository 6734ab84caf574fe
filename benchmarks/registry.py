"""A registry of 3,000 pages with eighteen entries each.

python benchmarks/registry.py [--postgres postgresql+psycopg://…]

The peer folds every journal at every look instead of keeping what it comes to beside it.
"""

import argparse
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table
from sqlalchemy import select
from sqlalchemy.orm import Session

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.measuring import measure, put
from config import Config, regulation_of
from incidents.worktime import Worktime
from models import PageRef, RegistryEntry, RegistryPage, RegistryPerson, rows_of
from pages import book, cadence
from pages.duties import matched, page_findings
from pages.official import official
from pages.persons import Person
from pages.registrar import Order, Registrar, enter
from pages.survey import survey
from pages.watched import Town, Watched
from store import Store, open_store, upgrade

Row = dict[str, Any]
ENTERED, COPIES, AT_ONCE = 30, 100, 50
PAGES = ENTERED * COPIES
NOW = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Barnaul")
RULES = regulation_of(Config(regulation="rubtsovsk-63")).pages
WORKTIME = Worktime.of(ZONE, dict.fromkeys(range(5), ((480, 720), (780, 1020))))
TOWN = Town(
    tuple(Watched(PageRef("vk", f"club{n}"), "subordinate", f"Орган {n}") for n in range(PAGES)),
    RULES, ZONE,
)  # fmt: skip


def life(number: int) -> list[Order]:
    """Four years of a page: opening, persons, addresses, access, notes."""
    begin = date(2022, 11, 1)

    def order(act: str, days: int, person: Person | None = None, **facts: object) -> Order:
        on = begin + timedelta(days=days)
        return Order(act, "Ким О. А.", on, on + timedelta(days=2), dict(facts), person)

    keeper = [Person(f"Сотрудник {number} {n}", "методист") for n in range(3)]
    return [
        order("open", 0, body=f"Орган {number // 2}", kind="subordinate", network="vk",
              address=f"vk.com/old{number}", name=f"Страница {number}"),
        order("appoint", 0, keeper[0]), order("admit", 0, keeper[0]),
        order("link", 3, url="https://example.ru/s"),
        order("two_factor", 30, keeper[0]), order("credentials", 30, place="сейф отдела ИТО"),
        order("mark_given", 200), order("email", 200, email=f"p{number}@example.ru"),
        *(order("note", 300 + n, text=f"проверено {n}") for n in range(6)),
        order("dismiss", 700, keeper[0]), order("appoint", 700, keeper[1]),
        order("bar", 700, keeper[0]), order("admit", 701, keeper[1]),
        order("move", 900, address=f"vk.com/club{number}"),
        order("rename", 1000, name=f"Страница № {number}"),
    ]  # fmt: skip


def fill(store: Store) -> float:
    """The first pages are entered, the others are their copies; seconds an entered page took."""
    registrar = Registrar(RULES, WORKTIME)
    start = time.perf_counter()
    with store.writing() as session:
        for number in range(ENTERED):
            enter(session, registrar, None, life(number), NOW)
    took = (time.perf_counter() - start) / ENTERED
    with store.reading() as session:
        copies = {entity: _copies(session, entity, change) for entity, change in CHANGES.items()}
    put(store, copies)
    return took


def _copies(session: Session, entity: type, change: Callable[[Row, int, int], Row]) -> list[Row]:
    rows = [dict(row) for row in session.execute(select(rows_of(entity))).mappings()]
    return [change(row, copy, len(rows)) for copy in range(1, COPIES) for row in rows]


def _person(row: Row, copy: int, of: int) -> Row:
    return row | {"id": row["id"] + copy * of, "page": row["page"] + copy * ENTERED}


def _entry(row: Row, copy: int, of: int) -> Row:
    person = row["person_id"] and row["person_id"] + copy * ENTERED * 2  # two persons a page
    return row | {
        "id": row["id"] + copy * of,
        "page": row["page"] + copy * ENTERED,
        "person_id": person,
    }


def _page(row: Row, copy: int, of: int) -> Row:
    number = row["number"] + copy * ENTERED
    new = {
        "number": number,
        "body": f"Орган {number // 2}",
        "address": f"https://vk.com/club{number}",
    }
    words = f"{new['body']} страница № {number} {new['address']}".casefold()
    return row | new | {"words": words, "state": row["state"] | new}


CHANGES = {RegistryPerson: _person, RegistryEntry: _entry, RegistryPage: _page}


def overview(session: Session) -> int:
    """What the screen reads: fifty pages, what they lack, how they keep the norm."""
    _, pages = book.listing(session, book.Wanted(), AT_ONCE, 1500)
    refs = matched(pages, [page.ref for page in TOWN.watched])
    cadence.overview(session, TOWN, NOW, refs.values())
    same = book.same_body(session)
    return sum(len(page_findings(page, RULES, NOW.date(), same[page.number])) for page in pages)


def folded(session: Session) -> int:
    """The peer: every page from its entries."""
    journals: dict[int, list[RegistryEntry]] = defaultdict(list)
    for entry in session.scalars(select(RegistryEntry).where(RegistryEntry.page > 0)):
        journals[entry.page].append(entry)
    return len([official(entries) for entries in journals.values()])


def report(store: Store, what: str) -> Table:
    """Fill and measure."""
    took = fill(store) * 1000
    table = Table(title=f"{PAGES:,} pages, {what}; entering one with its life {took:,.0f} ms")
    for name in ("what", "ms", "CPU ms"):
        table.add_column(name, justify="left" if name == "what" else "right")
    works: list[tuple[str, Callable[[Session], object]]] = [
        ("the screen: fifty pages of the list", overview),
        ("searching all of them", lambda session: book.listing(session, book.Wanted("№ 2990"), 50)),
        ("everything wrong, all pages", lambda session: list(survey(session, TOWN, NOW.date()))),
        ("one page with its history", lambda session: book.one(session, 1500)),
        ("peer: all journals folded at the look", folded),
    ]  # fmt: skip
    for title, work in works:
        with store.reading() as session:
            took = measure(lambda work=work, session=session: work(session))  # type: ignore[misc]
        table.add_row(title, *(f"{one:,.0f}" for one in took))
    return table


def main() -> None:
    """Print the table."""
    given = argparse.ArgumentParser()
    given.add_argument("--postgres", help="an empty database")
    url = given.parse_args().postgres
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(url or f"sqlite:///{folder}/otklik.db", Path(folder))
        upgrade(store, Path(folder), NOW)
        Console(width=100).print(report(store, "PostgreSQL" if url else "SQLite"))
        store.close()


if __name__ == "__main__":
    main()
