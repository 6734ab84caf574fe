"""Everything a report may ask of its period, read once and only if asked."""

from collections.abc import Sequence
from functools import cached_property

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import PassRun, SeenSurge
from reports.contents.context import Context
from reports.document import Period
from reports.figures import matters, messages, moderation, repeats, surges, terms, times
from reports.figures.matters import Matter
from reports.figures.messages import Hours
from reports.figures.scope import Scope
from reports.figures.spread import Spread


class Facts:
    """The facts of a period; `before` those of the period before."""

    def __init__(self, session: Session, period: Period, context: Context) -> None:
        self._session = session
        self.period = period
        self.context = context
        self.scope = Scope(period, context.body, context.page)

    @cached_property
    def before(self) -> "Facts":
        """The same of as many days right before."""
        return Facts(self._session, self.period.previous(), self.context)

    @cached_property
    def pages(self) -> list[messages.OnPage]:
        """Messages by page."""
        return messages.by_page(self._session, self.scope)

    @property
    def messages(self) -> int:
        """How many messages residents wrote."""
        return sum(page.messages for page in self.pages)

    @cached_property
    def hours(self) -> Hours:
        """Messages by local hour."""
        return messages.by_hour(self._session, self.scope)

    @cached_property
    def asked(self) -> list[Matter]:
        """Messages that ask for something."""
        return matters.asked(self._session, self.scope)

    @cached_property
    def detected(self) -> list[Matter]:
        """Incidents detected in the period."""
        return matters.detected(self._session, self.scope)

    @cached_property
    def stretches(self) -> list[times.Stretch]:
        """Stages of incidents that ended in the period."""
        return times.ended(self._session, self.scope)

    @cached_property
    def times(self) -> dict[times.Stage, Spread]:
        """Working minutes of the stages."""
        return times.times(self.stretches, self.context.worktime)

    @cached_property
    def terms(self) -> list[terms.Term]:
        """Duties that were due in the period."""
        return terms.due(self._session, self.scope, self.context.now)

    @cached_property
    def reopened(self) -> int:
        """Answered incidents reopened in the period."""
        return repeats.reopened(self._session, self.scope)

    @cached_property
    def cards(self) -> list[moderation.Card]:
        """Comments flagged in the period."""
        return moderation.flagged(self._session, self.scope)

    @cached_property
    def decisions(self) -> list[moderation.Decided]:
        """Decisions made in the period."""
        return moderation.decisions(self._session, self.scope)

    @cached_property
    def actions(self) -> list[moderation.Done]:
        """Actions intended in the period."""
        return moderation.actions(self._session, self.scope)

    @cached_property
    def surges(self) -> Sequence[SeenSurge]:
        """Surges that began in the period."""
        return surges.seen(self._session, self.scope)

    @cached_property
    def passes(self) -> int:
        """How often the pages were read."""
        query = select(func.count()).select_from(PassRun)
        return self._session.scalar(query.where(self.scope.within(PassRun.started_at))) or 0

    @property
    def empty(self) -> bool:
        """Whether nothing at all happened; reads no further than the first thing that did."""
        return not (
            self.pages
            or self.detected
            or self.stretches
            or self.terms
            or self.cards
            or self.decisions
            or self.actions
        )
