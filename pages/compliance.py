"""Findings of what the pages show: judged, opened and closed, with their beginning and end."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Page, StoredFinding
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


def record(session: Session, page: Page, found: Iterable[Outcome], now: datetime) -> int:
    """Open what is newly wrong, close what is right again; returns how many changed.

    What the network does not tell now stays as it was. A finding that reads otherwise than
    before – another address, another paragraph – is closed and opened anew.
    """
    checked = {one.what: one for one in found}
    changed = 0
    standing: set[str] = set()
    for old in of_page(session, page.id):
        one = checked.get(old.what)
        if one is not None and (one.kept is None or (one.kept is False and _same(old, one))):
            standing.add(old.what)
        else:
            old.closed_at = now
            changed += 1
    for one in checked.values():
        if one.kept is False and one.what not in standing:
            session.add(_row(page.id, one, now))
            changed += 1
    return changed


def of_page(session: Session, page: int, closed: bool = False) -> list[StoredFinding]:
    """The open findings of a page in the order they began, `closed` ones too where wanted."""
    chosen = select(StoredFinding).where(StoredFinding.page_id == page)
    if not closed:
        chosen = chosen.where(StoredFinding.closed_at.is_(None))
    return list(session.scalars(chosen.order_by(StoredFinding.id)))


def _row(page: int, new: Outcome, now: datetime) -> StoredFinding:
    told = (new.force, new.paragraph, new.wrong, new.advice)
    return StoredFinding(page, new.what, *told, opened_at=now)


def _same(old: StoredFinding, new: Outcome) -> bool:
    return (old.detail, old.force, old.paragraph) == (new.wrong, new.force, new.paragraph)


def standing(session: Session, page: int, zone: ZoneInfo) -> list[PageFinding]:
    """What is wrong with a stored page, with the day it began."""
    return [as_finding(row, zone) for row in of_page(session, page)]


def as_finding(row: StoredFinding, zone: ZoneInfo) -> PageFinding:
    """A stored finding as the value that screens show."""
    since = row.opened_at.astimezone(zone).date()
    return PageFinding(row.what, row.detail, row.advice, row.force, row.paragraph, since)
