"""Entering a whole table: good rows are entered, bad ones are told, nothing is entered twice."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import RegistryPage
from pages.columns import COLUMNS, NEEDED, Row, cell, fields_of
from pages.official import OfficialPage, loaded
from pages.persons import persons
from pages.refusal import RegistryError
from pages.registrar import Registrar, Writing, perform
from pages.rows import people_of
from pages.taking import Taken


@dataclass(slots=True)
class Outcome:
    """What became of the rows; bad ones as (row number, reason), the heading being row 1.

    `unknown`: columns that mean nothing to us and were not taken.
    """

    opened: int = 0
    changed: int = 0
    same: int = 0
    bad: list[tuple[int, str]] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def take(
    writing: Writing,
    registrar: Registrar,
    table: Iterable[Sequence[Any]],
    by: str,
    now: datetime,
) -> Outcome:
    """Enter the rows under a heading of column names. Raises RegistryError for a bad heading."""
    rows = iter(table)
    fields, unknown = fields_of([cell(name) for name in next(rows, ())])
    outcome = Outcome(unknown=unknown)
    with writing() as session:
        known = dict(_addresses(session))
    for number, cells in enumerate(rows, 2):
        row = dict(zip(fields, map(cell, cells), strict=False))
        if any(row.values()):
            try:
                _take(writing, registrar, row, known, outcome, by, now)
            except RegistryError as error:
                outcome.bad.append((number, str(error)))
    return outcome


def _take(
    writing: Writing,
    registrar: Registrar,
    row: Row,
    known: dict[str, int],
    outcome: Outcome,
    by: str,
    now: datetime,
) -> None:
    missing = [name for name in NEEDED if not row.get(name)]
    if missing:
        raise RegistryError(f"пусто: {', '.join(COLUMNS[name][0] for name in missing)}")
    taken = Taken(row, by, now.astimezone(registrar.worktime.zone).date())
    number = known.get(taken.address)
    with writing() as session:
        found = session.get(RegistryPage, number) if number else None
        page = loaded(found.state) if found else None
        orders = taken.orders(page, persons(session, people_of([page] if page else [])))
    if not orders:
        outcome.same += 1
        return
    entered = perform(writing, registrar, number, orders, now)
    known.update(_of(entered))
    outcome.opened += page is None
    outcome.changed += page is not None


def _addresses(session: Session) -> Iterator[tuple[str, int]]:
    """Every address a page of the registry has or had; the present ones win."""
    pages = [loaded(state) for state in session.scalars(select(RegistryPage.state))]
    yield from ((former.address, page.number) for page in pages for former in page.former)
    yield from ((page.address, page.number) for page in pages)


def _of(page: OfficialPage) -> dict[str, int]:
    return dict.fromkeys((page.address, *(f.address for f in page.former)), page.number)
