"""The day at a glance: what the overview shows and the API tells, read from the stages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from incidents.board import Row
from incidents.listing import Wanted, count, listing
from incidents.lookout import surges_now
from incidents.sight import Sight
from incidents.today import Subject, by_state, subjects
from incidents.workflow import OPEN
from models import Page, PageRef, SeenSurge
from moderation.day import Day, day
from moderation.overview import in_state
from moderation.waiting import Counts, counts
from pages.reading import last_pass, read_pages, stands_still, unread
from web.incidents.filters import midnight, soon_until
from web.office import Office

ROWS, TOPICS = 8, 10
EVERYTHING = Sight()


@dataclass(frozen=True, slots=True)
class Today:
    """`states`: incidents by state, in work and candidates. `late` and `soon`: how many incidents
    have a duty overdue or about to be (1001: more than 1000), and the first of them. `still`:
    no pass has come to its end for too long. `tasks`: what networks leave to people.
    """

    at: datetime
    since: datetime
    day: Day
    queue: Counts
    states: Mapping[str, int]
    late: int
    soon: int
    late_rows: Sequence[Row]
    soon_rows: Sequence[Row]
    subjects: Sequence[Subject]
    surges: Sequence[SeenSurge]
    pages: Sequence[Page]
    unread: Sequence[Page]
    last_pass: datetime | None
    still: bool
    tasks: int

    @property
    def work(self) -> int:
        """Incidents in work."""
        return sum(self.states.get(state, 0) for state in OPEN)

    @property
    def decided(self) -> int:
        """Cards decided."""
        return sum(self.day.decided.values())


def today(session: Session, office: Office) -> Today:
    """Everything, for eyes that may see all bodies."""
    now, worktime = office.clock(), office.worktime
    since = midnight(now, worktime)
    late = Wanted(due_until=now)
    edge = soon_until(now, office.config.escalation.warn_minutes, worktime)
    soon = Wanted(due_from=now, due_until=edge)
    met = read_pages(session, watched(office))
    last = last_pass(session)
    return Today(
        now,
        since,
        day(session, since),
        office.counts.get(lambda: counts(session)),
        by_state(session),
        count(session, EVERYTHING, late),
        count(session, EVERYTHING, soon),
        listing(session, EVERYTHING, late, ROWS).rows,
        listing(session, EVERYTHING, soon, ROWS).rows,
        subjects(session, since, TOPICS),
        surges_now(session),
        met,
        unread(met),
        last,
        stands_still(last, _interval(office), now),
        in_state(session, "by_hand"),
    )


def watched(office: Office) -> list[PageRef]:
    """The pages of the configuration."""
    return [page.ref for page in office.config.pages]


def _interval(office: Office) -> timedelta:
    intervals = [page.interval_minutes for page in office.config.pages]
    return timedelta(minutes=min(intervals, default=10))
