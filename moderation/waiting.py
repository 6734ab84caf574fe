"""Open cards in their order, filtered by index, read a page at a time however many there are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select, tuple_
from sqlalchemy.orm import Session

from models import CATEGORIES, Decision, ReviewItem, StoredVerdict
from models.review import DECISIONS, flagged, waited_since
from moderation.cards import Card, cards

URGENCIES = (0, 1)
LAST = 100  # decisions over which the average wait is taken


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which open cards; what is not named is not asked for. Times are those of opening."""

    network: str = ""
    page: int | None = None
    category: str = ""
    since: datetime | None = None
    before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a card stands: threats first, then the oldest."""

    urgency: int
    opened_at: datetime
    id: int

    @classmethod
    def of(cls, item: ReviewItem) -> "Place":
        """Of this card, open or not."""
        return cls(item.urgency, item.opened_at, item.id)


def walk(
    wanted: Wanted, after: Place | None = None, backwards: bool = False
) -> Iterator[Select[int]]:
    """The ids of open cards in order, a query an urgency: each is a range of one index."""
    for urgency in reversed(URGENCIES) if backwards else URGENCIES:
        if after is not None and urgency != after.urgency:
            if (urgency < after.urgency) != backwards:
                continue
            yield _ordered(wanted, urgency, None, backwards)
        else:
            yield _ordered(wanted, urgency, after, backwards)


def _ordered(wanted: Wanted, urgency: int, after: Place | None, backwards: bool) -> Select[int]:
    key = tuple_(ReviewItem.opened_at, ReviewItem.id)
    query = select(ReviewItem.id).where(
        ReviewItem.state == "open", ReviewItem.urgency == urgency, *_asked(wanted)
    )
    if after is not None:
        here = (after.opened_at, after.id)
        query = query.where(key < here if backwards else key > here)
    order = (ReviewItem.opened_at, ReviewItem.id)
    return query.order_by(*(column.desc() for column in order) if backwards else order)


def _asked(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.network:
        yield ReviewItem.network == wanted.network
    if wanted.page is not None:
        yield ReviewItem.page_id == wanted.page
    if wanted.category:
        yield flagged(wanted.category)
    if wanted.since is not None:
        yield ReviewItem.opened_at >= wanted.since
    if wanted.before is not None:
        yield ReviewItem.opened_at < wanted.before


def listing(
    session: Session, limit: int, wanted: Wanted | None = None, after: Place | None = None
) -> Sequence[Card]:
    """Open cards behind a place, the most urgent first, then the oldest."""
    found: list[int] = []
    for query in walk(wanted or Wanted(), after):
        found += session.scalars(query.limit(limit - len(found)))
        if len(found) == limit:
            break
    return cards(session, found)


@dataclass(frozen=True, slots=True)
class Counts:
    """What is left, how much of it is urgent, how many minutes a card has waited on average."""

    left: int
    threats: int
    minutes: float | None


def counts(session: Session) -> Counts:
    """Counted anew: some tens of milliseconds at 200,000 cards, so keep it for a second or two."""
    rows = session.execute(
        select(ReviewItem.urgency, func.count())
        .where(ReviewItem.state == "open")
        .group_by(ReviewItem.urgency)
    )
    found: dict[int, int] = dict(rows.all())
    return Counts(sum(found.values()), found.get(0, 0), _wait(session))


def waiting(session: Session) -> int:
    """How many cards are open."""
    return counts(session).left


def by_category(session: Session) -> dict[str, int]:
    """How many open cards each category has, those without any left out; as dear as `counts`."""
    opened = select(func.count()).select_from(ReviewItem).where(ReviewItem.state == "open")
    found = {name: session.scalar(opened.where(flagged(name))) or 0 for name in CATEGORIES}
    return {name: number for name, number in found.items() if number}


def _wait(session: Session) -> float | None:
    """From the opening of a card to the decision, over the last ones."""
    last = (
        select(waited_since(), Decision.decided_at)
        .join(ReviewItem, ReviewItem.id == Decision.item_id)
        .join(StoredVerdict, StoredVerdict.id == Decision.verdict_id)
        .where(Decision.action.in_([name for name in DECISIONS if name != "skip"]))
        .order_by(Decision.id.desc())
        .limit(LAST)
    )
    waits = [(decided - since).total_seconds() / 60 for since, decided in session.execute(last)]
    return sum(waits) / len(waits) if waits else None
