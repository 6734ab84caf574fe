"""Saving what a page shows: appended only when something of it changed."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Look, Page, StoredFacts


def save_look(session: Session, page: Page, look: Look, now: datetime) -> None:
    """Within the caller's transaction."""
    page.look_fault = look.fault
    if look.facts is None:
        return
    page.looked_at = now
    page.members = look.members if look.members is not None else page.members
    shown = look.facts.shown()
    last = latest(session, page.id)
    if last is None or last.shown != shown:
        session.add(StoredFacts(page.id, now, shown))


def latest(session: Session, page_id: int) -> StoredFacts | None:
    """What the page showed last."""
    of_page = select(StoredFacts).where(StoredFacts.page_id == page_id)
    return session.scalar(of_page.order_by(StoredFacts.id.desc()).limit(1))
