"""What a figure is about: a period, and where one asks for it one body or one page."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select

from models import Comment, Incident, IncidentBody
from reports.document import Period


@dataclass(frozen=True, slots=True)
class Scope:
    """A period; `body` as incidents name it, `page` the key of a stored page."""

    period: Period
    body: str = ""
    page: int | None = None

    def previous(self) -> "Scope":
        """The same in the period before."""
        return replace(self, period=self.period.previous())

    def within(self, moment: Any) -> ColumnElement[bool]:
        """Whether a stored moment lies in the period."""
        return and_(moment >= self.period.begin, moment < self.period.end)

    def of_incident(self) -> Iterator[ColumnElement[bool]]:
        """Conditions on incidents."""
        if self.body:
            yield Incident.id.in_(self._of_body())
        if self.page is not None:
            of_page = select(Comment.id).where(Comment.page_id == self.page)
            yield Incident.comment_id.in_(of_page)

    def of_comment(self) -> Iterator[ColumnElement[bool]]:
        """Conditions on comments: a body's are those that were routed to it."""
        if self.body:
            routed = select(Incident.comment_id).where(Incident.id.in_(self._of_body()))
            yield Comment.id.in_(routed)
        if self.page is not None:
            yield Comment.page_id == self.page

    def _of_body(self) -> Select[int]:
        return select(IncidentBody.incident_id).where(IncidentBody.body == self.body)
