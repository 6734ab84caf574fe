"""Messages that come from no page of ours: entered by hand, or taken from another system."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from errors import OtklikError
from models import Comment, Incident


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
