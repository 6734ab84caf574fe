"""Findings of what the pages show: judged, opened and closed, with their beginning and end."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from models import StoredFinding, rows_of
from pages.checks import Outcome, Seen, outcomes
from pages.finding import PageFinding
from pages.watched import Town


def judge(seen: Seen, town: Town, now: datetime) -> list[PageFinding]:
    """What is wrong with a page now, as far as its network tells. Pure."""
    day = now.astimezone(town.zone).date()
    return [
        PageFinding(one.what, one.wrong, one.advice, one.force, one.paragraph, day)
        for one in outcomes(seen, town, now)
        if one.kept is False
    ]


def record(session: Session, found: Mapping[int, Iterable[Outcome]], now: datetime) -> int:
    """Open what is newly wrong on these pages, close what is right again; counts the changes.

    What the network does not tell now stays as it was. A finding that reads otherwise than
    before – another address, another paragraph – is closed and opened anew.
    """
    known = _open_by_page(session)
    closed: list[int] = []
    opened: list[dict[str, Any]] = []
    for page, outcomes_of_page in found.items():
        checked = {one.what: one for one in outcomes_of_page}
        kept = [old for old in known.get(page, ()) if _stands(old, checked.get(old.what))]
        closed += [old.id for old in known.get(page, ()) if old not in kept]
        standing = {old.what for old in kept}
        opened += [
            _row(page, one, now)
            for one in checked.values()
            if one.kept is False and one.what not in standing
        ]
    for start in range(0, len(closed), CHUNK):
        some = StoredFinding.id.in_(closed[start : start + CHUNK])
        session.execute(update(rows_of(StoredFinding)).where(some).values(closed_at=now))
    if opened:
        session.execute(insert(rows_of(StoredFinding)), opened)
    return len(closed) + len(opened)


CHUNK = 500


def _open_by_page(session: Session) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    table = rows_of(StoredFinding)
    for row in session.execute(select(table).where(table.c.closed_at.is_(None))):
        found[row.page_id].append(row)
    return found


def _stands(old: Any, one: Outcome | None) -> bool:
    if one is None or one.kept:
        return False
    return one.kept is None or _same(old, one)


def of_page(session: Session, page: int, closed: bool = False) -> list[StoredFinding]:
    """The open findings of a page in the order they began, `closed` ones too where wanted."""
    chosen = select(StoredFinding).where(StoredFinding.page_id == page)
    if not closed:
        chosen = chosen.where(StoredFinding.closed_at.is_(None))
    return list(session.scalars(chosen.order_by(StoredFinding.id)))


def _row(page: int, new: Outcome, now: datetime) -> dict[str, Any]:
    return {
        "page_id": page,
        "what": new.what,
        "force": new.force,
        "paragraph": new.paragraph,
        "detail": new.wrong,
        "advice": new.advice,
        "opened_at": now,
    }


def _same(old: Any, new: Outcome) -> bool:
    return (old.detail, old.force, old.paragraph) == (new.wrong, new.force, new.paragraph)


def standing(session: Session, page: int, zone: ZoneInfo) -> list[PageFinding]:
    """What is wrong with a stored page, with the day it began."""
    return [as_finding(row, zone) for row in of_page(session, page)]


def as_finding(row: StoredFinding, zone: ZoneInfo) -> PageFinding:
    """A stored finding as the value that screens show."""
    since = row.opened_at.astimezone(zone).date()
    return PageFinding(row.what, row.detail, row.advice, row.force, row.paragraph, since)
