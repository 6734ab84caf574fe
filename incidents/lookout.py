"""Surges that stand now: sought once a pass, read from a table by whoever asks.

Looking costs a reading of four weeks; asking costs one look at an index.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from incidents.arrivals import arrivals
from incidents.surges import Surge, surges
from models import SeenSurge


def look_out(session: Session, now: datetime) -> list[SeenSurge]:
    """Seek surges and keep what stands; returns those that were not there at the last look."""
    found = {(surge.topic, surge.place): surge for surge in surges(arrivals(session, now), now)}
    standing = {(seen.topic, seen.place): seen for seen in surges_now(session)}
    for pair, seen in standing.items():
        if pair in found:
            _grow(seen, found[pair], now)
        else:
            seen.ended_at = now
    fresh = [_seen(surge, now) for pair, surge in found.items() if pair not in standing]
    session.add_all(fresh)
    session.flush()
    return fresh


def surges_now(session: Session) -> Sequence[SeenSurge]:
    """Those that stood at the last look, the largest first; the head hears of them at once
    (lesozavodsk-215 п.20).
    """
    query = select(SeenSurge).where(SeenSurge.ended_at.is_(None))
    return session.scalars(query.order_by(SeenSurge.authors.desc(), SeenSurge.id)).all()


def untold(session: Session) -> Sequence[SeenSurge]:
    """Those that stand and that nobody was written to about."""
    return [seen for seen in surges_now(session) if seen.told_at is None]


def _seen(surge: Surge, now: datetime) -> SeenSurge:
    hours = round(surge.window.total_seconds() / 3600)
    return SeenSurge(
        surge.topic, surge.place, surge.since, now, hours, surge.authors, surge.expected
    )


def _grow(seen: SeenSurge, surge: Surge, now: datetime) -> None:
    seen.seen_at = now
    if surge.authors > seen.authors:
        again = _seen(surge, now)
        seen.hours, seen.authors, seen.expected = again.hours, again.authors, again.expected
