"""Messages that come from no page of ours: entered by hand, or taken from another system."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from errors import OtklikError
from models import Comment, Incident
from models.base import JsonObject


class EntryError(OtklikError):
    """The message cannot be entered; the message says why."""


def enter(
    session: Session,
    now: datetime,
    text: str,
    link: str = "",
    reported_by: str = "",
    channel: str = "own",
    publication: bool = False,
    origin: str = "hand",
) -> Incident:
    """A candidate of its own. Raises EntryError for no text, or for a link that is known."""
    if not text.strip():
        raise EntryError("Нужен текст сообщения: --text «…» или --file ФАЙЛ")
    known = _known(session, link) if link else None
    if known is not None:
        raise EntryError(f"Это сообщение уже есть: инцидент {known}")
    incident = Incident(
        "candidate",
        now,
        origin=origin,
        channel=channel,
        publication=publication,
        link=link or None,
        text=text,
        reported_by=reported_by or None,
    )
    session.add(incident)
    session.flush()
    return incident


def _known(session: Session, link: str) -> int | None:
    of_page = select(Comment.id).where(Comment.url == link)
    return session.scalar(
        select(Incident.id).where((Incident.link == link) | Incident.comment_id.in_(of_page))
    )


@dataclass(frozen=True, slots=True)
class Imported:
    """A message as another system has it: its number there, when it was seen, all else it says."""

    number: str
    seen: datetime
    text: str
    link: str
    aside: JsonObject


def enter_imported(session: Session, rows: Sequence[Imported]) -> int:
    """Candidates for messages that are not here yet; returns how many.

    Here already: the same number, or a link by which a page of ours or a person brought it.
    """
    numbers, links = _met(session, rows)
    fresh = {row.number: row for row in rows if row.number not in numbers and row.link not in links}
    session.add_all(map(_candidate, fresh.values()))
    return len(fresh)


def _met(session: Session, rows: Sequence[Imported]) -> tuple[set[str | None], set[str | None]]:
    numbers = [row.number for row in rows]
    links = [row.link for row in rows if row.link]
    by_number = select(Incident.imported_as).where(Incident.imported_as.in_(numbers))
    by_hand = select(Incident.link).where(Incident.link.in_(links), Incident.imported_as.is_(None))
    of_pages = select(Comment.url).join(Incident).where(Comment.url.in_(links))
    found = session.scalars(by_hand.union(of_pages)) if links else ()
    return set(session.scalars(by_number)), set(found)


def _candidate(row: Imported) -> Incident:
    return Incident(
        "candidate",
        row.seen,
        origin="import",
        channel="incident",
        link=row.link or None,
        text=row.text,
        imported_as=row.number,
        aside=row.aside,
    )
