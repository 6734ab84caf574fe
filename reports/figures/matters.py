"""What residents ask for: incidents with their topic, place, page and bodies, and counts of them.

A message asks for something if a person took it up, or if the program proposes it and nobody has
refused it: then there is an incident that is neither dismissed nor cleared.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from sys import intern
from typing import Any, TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from models import Comment, Incident
from reports.document import Period
from reports.figures.scope import Scope
from reports.figures.sql import items, unread

REFUSED = ("dismissed", "cleared")
_AT_ONCE = 2000
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Matter:
    """An incident as figures need it. What is not known is "".

    `written_at` is the network's time of the message, `page` the key of a stored page; they and the
    network are missing where the message came from no page of ours. Topic and place are as
    filed, or as a person corrected them. `repeats`: the matter was answered before.
    """

    id: int
    state: str
    origin: str
    importance: str
    detected_at: datetime
    written_at: datetime | None
    network: str
    page: int | None
    group: str
    topic: str
    settlement: str
    street: str
    bodies: tuple[str, ...]
    repeats: bool

    @property
    def place(self) -> str:
        """The settlement, else the street: each message has one place or none."""
        return self.settlement or self.street


def asked(session: Session, scope: Scope) -> list[Matter]:
    """Messages written in the period that ask for something."""
    chosen = _with_details().where(
        scope.within(Comment.created_at),
        Comment.context.is_(False),
        Incident.state.not_in(REFUSED),
        *scope.of_incident(),
    )
    return list(_read(session, chosen))


def detected(session: Session, scope: Scope) -> list[Matter]:
    """Incidents detected in the period, from wherever they came and whatever became of them."""
    chosen = _with_details().where(scope.within(Incident.detected_at), *scope.of_incident())
    return list(_read(session, chosen))


def _with_details() -> Select[*tuple[Any, ...]]:
    return select(
        Incident.id,
        Incident.state,
        Incident.origin,
        Incident.importance,
        Incident.detected_at,
        Incident.topic_group,
        Incident.topic_name,
        Incident.place["settlement"].as_string().label("settlement"),
        Incident.place["street"].as_string().label("street"),
        Incident.repeat_of,
        unread(Incident.bodies).label("bodies"),
        Comment.created_at,
        Comment.network,
        Comment.page_id,
    ).outerjoin(Comment, Comment.id == Incident.comment_id)


def _read(session: Session, chosen: Select[*tuple[Any, ...]]) -> Iterator[Matter]:
    rows = session.execute(chosen.execution_options(yield_per=_AT_ONCE))
    return map(_matter, rows)


def _matter(row: Any) -> Matter:
    # Interned: few names stand in very many rows.
    return Matter(
        id=row.id,
        state=intern(row.state),
        origin=intern(row.origin),
        importance=intern(row.importance),
        detected_at=row.detected_at,
        written_at=row.created_at,
        network=intern(row.network or ""),
        page=row.page_id,
        group=intern(row.topic_group or ""),
        topic=intern(row.topic_name or ""),
        settlement=intern(row.settlement or ""),
        street=intern(row.street or ""),
        bodies=items(row.bodies),
        repeats=row.repeat_of is not None,
    )


def count(matters: Iterable[Matter], key: Callable[[Matter], Key]) -> Counter[Key]:
    """How many of each; every matter counts once, so the parts add up to the whole."""
    return Counter(map(key, matters))


def by_body(matters: Iterable[Matter]) -> Counter[str]:
    """How many each body has; a matter of several bodies counts for each, of none for ""."""
    return Counter(body for matter in matters for body in matter.bodies or ("",))


def by_day_and_group(matters: Iterable[Matter], period: Period) -> Counter[tuple[date, str]]:
    """Messages of each local day on each group of topics."""
    return Counter(
        (matter.written_at.astimezone(period.zone).date(), matter.group)
        for matter in matters
        if matter.written_at
    )
