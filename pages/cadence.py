"""How the pages keep the norm of publications: this week so far, and the weeks before."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Page, PageRef, PageWeek, StoredFinding
from models.page_rules import Cadence
from pages.counting import Tally, tally
from pages.visits import visits
from pages.watched import Town, Watched
from pages.weeks import Week

SHOWN = 8  # weeks of history in the overview
PUNCTUAL = timedelta(hours=48)  # a page not read for so long has no figure of its own


@dataclass(frozen=True, slots=True)
class Kept:
    """A closed week: publications, and the norm they were held to (None: there was none)."""

    week: Week
    posts: int
    norm: int | None

    @property
    def is_short(self) -> bool:
        """Whether the norm was missed."""
        return self.norm is not None and self.posts < self.norm


@dataclass(frozen=True, slots=True)
class Progress:
    """A page in its present week.

    `sure` is False where posts may have been missed: the page has not been watched from Monday
    on, or was not read lately. `past`: closed weeks, the latest last, None where nothing is known.
    `wrong`: open findings by force.
    """

    watched: Watched
    page: int | None = None
    norm: Cadence | None = None
    posts: int = 0
    left_out: Mapping[str, int] = field(default_factory=dict)
    sure: bool = False
    read_at: datetime | None = None
    visits: int | None = None
    visits_norm: Cadence | None = None
    members: int | None = None
    past: tuple[Kept | None, ...] = ()
    wrong: Mapping[str, int] = field(default_factory=dict)

    @property
    def missing(self) -> int:
        """Publications still to come this week."""
        return max(0, self.norm.weekly - self.posts) if self.norm else 0

    @property
    def state(self) -> str:
        """none (no norm) | unknown | kept | short (so far)."""
        if self.norm is None:
            return "none"
        if not self.missing:
            return "kept"
        return "short" if self.sure else "unknown"


def overview(
    session: Session, town: Town, now: datetime, chosen: Iterable[PageRef] | None = None
) -> list[Progress]:
    """All pages of the configuration, or these, in its order: five queries however many."""
    week = Week.of(now, town.zone)
    watched = town.watched if chosen is None else town.some(chosen)
    stored = {PageRef(row.network, row.external_id): row for row in session.execute(OF_PAGE)}
    given = _Given(session, town, week, now)
    return [given.progress(page, stored.get(page.ref)) for page in watched]


def short(rows: Iterable[Progress]) -> list[Progress]:
    """Those that have to publish more before Sunday is over, the hungriest first."""
    return sorted((row for row in rows if row.missing), key=lambda row: -row.missing)


def left(now: datetime, town: Town) -> timedelta:
    """Until the week is over."""
    return Week.of(now, town.zone).end(town.zone) - now


def history(session: Session, page: int, weeks: int = 156) -> list[Kept]:
    """The closed weeks of one page, the latest last."""
    rows = session.execute(
        select(PageWeek.week, PageWeek.posts, PageWeek.norm)
        .where(PageWeek.page_id == page)
        .order_by(PageWeek.id.desc())
        .limit(2 * weeks)
    )
    found: dict[Week, Kept] = {}
    for monday, posts, norm in rows:  # of a week counted twice the later row comes first
        found.setdefault(Week(monday), Kept(Week(monday), posts, norm))
    return [found[week] for week in sorted(found)][-weeks:]


OF_PAGE = select(
    Page.id,
    Page.network,
    Page.external_id,
    Page.watched_since,
    Page.succeeded_at,
    Page.members,
)


class _Given:
    """What the rows of the overview are made of, by page."""

    def __init__(self, session: Session, town: Town, week: Week, now: datetime) -> None:
        self._town = town
        self._week = week
        self._now = now
        self._begin = week.begin(town.zone)
        self._tally = tally(session, week, town.zone, town.bare_reposts)
        self._visits = visits(session, week)
        self._past = _past(session, week)
        self._wrong = wrong(session)

    def progress(self, watched: Watched, row: Any) -> Progress:
        rules = self._town.rules
        norm = rules.norm("posts", watched.kind)
        visits_norm = rules.norm("visits", watched.kind)
        if row is None:
            return Progress(watched, norm=norm, visits_norm=visits_norm)
        counted = self._tally.get(row.id) or Tally()
        return Progress(
            watched,
            row.id,
            norm,
            counted.posts,
            counted.left_out,
            self._is_sure(row),
            row.succeeded_at,
            self._visits.get(row.id),
            visits_norm,
            row.members,
            self._past.get(row.id, (None,) * SHOWN),
            self._wrong.get(row.id, {}),
        )

    def _is_sure(self, row: Any) -> bool:
        if row.succeeded_at is None or self._now - row.succeeded_at > PUNCTUAL:
            return False
        return self._town.seen_from(row.network, row.watched_since) <= self._begin


def _past(session: Session, week: Week) -> dict[int, tuple[Kept | None, ...]]:
    shown = [week.back(number) for number in range(SHOWN, 0, -1)]
    place = {one.monday: at for at, one in enumerate(shown)}
    rows = session.execute(
        select(PageWeek.page_id, PageWeek.week, PageWeek.posts, PageWeek.norm)
        .where(PageWeek.week >= shown[0].monday, PageWeek.week < week.monday)
        .order_by(PageWeek.id)
    )
    found: dict[int, list[Kept | None]] = {}
    for page, monday, posts, norm in rows:
        weeks = found.get(page)
        if weeks is None:
            weeks = found[page] = [None] * SHOWN
        weeks[place[monday]] = Kept(shown[place[monday]], posts, norm)
    return {page: tuple(weeks) for page, weeks in found.items()}


def wrong(session: Session) -> dict[int, dict[str, int]]:
    """How many findings are open on each page, by force."""
    rows = session.execute(
        select(StoredFinding.page_id, StoredFinding.force, func.count())
        .where(StoredFinding.closed_at.is_(None))
        .group_by(StoredFinding.page_id, StoredFinding.force)
    )
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for page, force, number in rows:
        found[page][force] = number
    return found
