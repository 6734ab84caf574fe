"""How the pages keep the norm of publications: this week so far, and the weeks before."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import String, case, cast, select
from sqlalchemy.orm import Session

from models import HeldToNorm, Page, PageRef, PageReminder, PageStanding, PageWeek
from models.page_rules import Cadence
from pages.counting import Tally, tally
from pages.standings import SHOWN
from pages.visits import visits
from pages.watched import BLIND, Town, Watched
from pages.weeks import Week

PUNCTUAL = timedelta(hours=48)  # a page not read for so long has no figure of its own
NOTHING = '{"past": [], "wrong": {}}'


@dataclass(frozen=True, slots=True)
class Kept(HeldToNorm):
    """A closed week of a page."""

    week: Week
    posts: int
    norm: int | None


@dataclass(frozen=True, slots=True)
class Progress:
    """A page in its present week.

    `sure` is False where posts may have been missed: the page has not been watched from Monday
    on, or was not read lately. `told` is the page's standing as stored: a list shows some fifty
    pages of a region's thousands, so it is read when asked for.
    """

    watched: Watched
    week: Week
    page: int | None = None
    norm: Cadence | None = None
    posts: int = 0
    left_out: Mapping[str, int] = field(default_factory=dict)
    sure: bool = False
    visits: int | None = None
    visits_norm: Cadence | None = None
    members: int | None = None
    told: str = NOTHING

    @property
    def past(self) -> tuple[Kept | None, ...]:
        """The last closed weeks, the latest last, None where nothing is known."""
        known = {monday: (posts, norm) for monday, posts, norm in json.loads(self.told)["past"]}
        weeks = [self.week.back(number) for number in range(SHOWN, 0, -1)]
        found = ((week, known.get(week.monday.isoformat())) for week in weeks)
        return tuple(figure and Kept(week, *figure) for week, figure in found)

    @property
    def wrong(self) -> dict[str, int]:
        """How many findings are open, by force."""
        found: dict[str, int] = json.loads(self.told)["wrong"]
        return found

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
    """All pages of the configuration, or these, in its order: three queries however many.

    History and findings are as of the page's last daily look.
    """
    wanted = town.watched if chosen is None else town.some(chosen)
    pages = _of_pages(town, now)
    if chosen is not None:
        pages = pages.where(Page.external_id.in_([page.ref.external_id for page in wanted]))
    stored = {(row.network, row.external_id): row for row in session.execute(pages)}
    ids = None if chosen is None else [row.id for row in stored.values()]
    given = _Given(session, town, Week.of(now, town.zone), ids)
    return [
        given.progress(page, stored.get((page.ref.network, page.ref.external_id)))
        for page in wanted
    ]


def short(rows: Iterable[Progress]) -> list[Progress]:
    """Those that have to publish more before Sunday is over, the hungriest first."""
    return sorted((row for row in rows if row.missing), key=lambda row: -row.missing)


def left(now: datetime, town: Town) -> timedelta:
    """Until the week is over."""
    return Week.of(now, town.zone).end(town.zone) - now


def reminded(session: Session, week: Week) -> set[str]:
    """Who has been told of the pages that fall short in this week."""
    found = select(PageReminder.to).where(PageReminder.week == week.monday)
    return set(session.scalars(found))


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


def _of_pages(town: Town, now: datetime) -> Any:
    """What is stored of each page; `sure` as in Progress."""
    begin = Week.of(now, town.zone).begin(town.zone)
    seen = case(
        *((Page.network == network, Page.watched_since <= town.watched_by(network, begin))
          for network in BLIND),
        else_=Page.watched_since <= town.watched_by("", begin),
    )  # fmt: skip
    sure = (Page.succeeded_at >= now - PUNCTUAL) & seen
    told = cast(PageStanding.told, String)
    return select(
        Page.id,
        Page.network,
        Page.external_id,
        Page.members,
        sure.label("sure"),
        told.label("told"),
    ).outerjoin(PageStanding, PageStanding.page_id == Page.id)


class _Given:
    """What the rows of the overview are made of, by page."""

    def __init__(self, session: Session, town: Town, week: Week, pages: list[int] | None) -> None:
        self._rules = town.rules
        self._norms: dict[str, tuple[Cadence | None, Cadence | None]] = {}
        self._tally = tally(session, week, town.zone, town.bare_reposts, pages)
        self._visits = visits(session, week)
        self._week = week

    def progress(self, watched: Watched, row: Any) -> Progress:
        norm, visits_norm = self._norm(watched.kind)
        if row is None:
            return Progress(watched, self._week, norm=norm, visits_norm=visits_norm)
        counted = self._tally.get(row.id) or Tally()
        return Progress(
            watched,
            self._week,
            row.id,
            norm,
            counted.posts,
            counted.left_out,
            bool(row.sure),
            self._visits.get(row.id),
            visits_norm,
            row.members,
            row.told or NOTHING,
        )

    def _norm(self, kind: str) -> tuple[Cadence | None, Cadence | None]:
        if kind not in self._norms:
            self._norms[kind] = self._rules.norm("posts", kind), self._rules.norm("visits", kind)
        return self._norms[kind]
