"""One incident whole: all that a screen shows of it, read once, as plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from incidents.adviser import Advice, Adviser
from incidents.archive import repeated_by
from incidents.asking import asking
from incidents.board import Owed, Row, owed
from incidents.candidates import latest_verdicts
from incidents.case import Case, case_of
from incidents.desk import Desk, journal
from incidents.drafts import working
from incidents.filing import topics_of, unsure
from incidents.permitted import Can, permitted
from incidents.phrases import Entry, entries
from incidents.repeats import Repeat
from incidents.sight import Sight, visible
from incidents.thread import Line, thread
from incidents.way import Stage, way
from incidents.worktime import Worktime
from models import (
    Author,
    Comment,
    CommentVersion,
    Deadline,
    Incident,
    Page,
    Post,
    Step,
    WorkingDraft,
)

SHOWN = 5  # earlier answers


@dataclass(frozen=True, slots=True)
class Source:
    """The message and where it stands; what came by hand has neither page nor author."""

    text: str
    author: str = ""
    link: str = ""
    at: datetime | None = None
    comment: Comment | None = None
    page: Page | None = None
    post: Post | None = None
    thread: Sequence[Line] = ()
    versions: Sequence[CommentVersion] = ()  # earlier texts, the oldest first


@dataclass(frozen=True, slots=True)
class Term:
    """A running term: what is owed, and the share of its time that is gone, 0..1."""

    owed: Owed
    used: float


@dataclass(frozen=True, slots=True)
class Earlier:
    """An answered incident that this one repeats, and its answer, "" where it is gone."""

    repeat: Repeat
    answer: str


@dataclass(frozen=True, slots=True)
class Whole:
    """`number` is the last entry of the journal: an act upon this view names it as seen."""

    incident: Incident
    case: Case
    source: Source
    advice: Advice
    stages: Sequence[Stage]
    terms: Sequence[Term]
    ended: Sequence[Deadline]
    journal: Sequence[Entry]
    draft: Step | None
    working: WorkingDraft | None
    repeats: Sequence[Earlier]
    can: Mapping[str, Can]
    unsure: bool = False  # the topic is a guess
    first: Source | None = None  # the message of an answered matter that `source` reopened

    @property
    def number(self) -> int:
        """The last entry."""
        return self.case.number


@dataclass(frozen=True, slots=True)
class Looking:
    """Who looks, when, and what they may see."""

    name: str
    sight: Sight
    now: datetime


def whole(
    session: Session, desk: Desk, adviser: Adviser, incident_id: int, looking: Looking
) -> Whole:
    """The incident. Raises NoIncident where there is none for these eyes."""
    visible(session, incident_id, looking.sight)
    incident, steps = journal(session, incident_id)
    case = case_of(incident, steps)
    today = looking.now.astimezone(desk.worktime.zone).date()
    first = _source(session, incident)
    told = asking(session, incident, case)
    source = first if told is incident else _source(session, told)
    running = owed(session, incident_id, looking.now, desk.worktime)
    return Whole(
        incident,
        case,
        source,
        _advice(session, adviser, source, today),
        way(case, steps, running),
        [_term(one, looking.now, desk.worktime) for one in running],
        _ended(session, incident_id),
        list(entries(steps, desk.regulation)),
        case.draft,
        working(session, incident_id, looking.name),
        _earlier(session, incident, looking.sight),
        permitted(case, desk, looking.name, today),
        bool(unsure(session, [Row(incident, first.comment)])),
        None if source is first else first,
    )


def _source(session: Session, incident: Incident) -> Source:
    comment = session.get(Comment, incident.comment_id) if incident.comment_id else None
    if comment is None:
        return Source(incident.text, link=incident.link or "", at=incident.detected_at)
    author = session.get(Author, comment.author_id) if comment.author_id else None
    versions = select(CommentVersion).where(CommentVersion.comment_id == comment.id)
    return Source(
        comment.text,
        author.name if author else "",
        comment.url or "",
        comment.created_at,
        comment,
        session.get(Page, comment.page_id),
        session.get(Post, comment.post_id) if comment.post_id else None,
        thread(session, comment),
        session.scalars(versions.order_by(CommentVersion.version)).all(),
    )


def _advice(session: Session, adviser: Adviser, source: Source, today: date) -> Advice:
    """By the stored verdict; what no pass has read is judged now."""
    stored = latest_verdicts(session, [source.comment.id]) if source.comment else {}
    for verdict in stored.values():
        return adviser.advise(source.text, topics_of(verdict), verdict.places, today)
    (judged,) = adviser.judge([source.text])
    given = judged.as_json()
    return adviser.advise(source.text, judged.topics, given["places"], today)


def _term(one: Owed, now: datetime, worktime: Worktime) -> Term:
    start, end = one.deadline.started_at, one.due_at
    given, gone = worktime.between(start, end), worktime.between(start, now)
    if given <= 0:  # emergencies count the hours of a day off too
        given, gone = (int((at - start).total_seconds()) for at in (end, now))
    return Term(one, min(max(gone / given, 0.0), 1.0) if given > 0 else 1.0)


def _ended(session: Session, incident_id: int) -> Sequence[Deadline]:
    query = select(Deadline).where(Deadline.incident_id == incident_id)
    known = Deadline.outcome.in_(("met", "late", "paused"))
    return session.scalars(query.where(known).order_by(Deadline.ended_at, Deadline.id)).all()


def _earlier(session: Session, incident: Incident, sight: Sight) -> Sequence[Earlier]:
    """An executor is not shown what another body wrote: some answers are private."""
    found = [one for one in repeated_by(session, incident) if sight.holds(one.earlier.bodies)]
    return [Earlier(one, _answer(session, one.earlier.incident)) for one in found[:SHOWN]]


def _answer(session: Session, incident_id: int) -> str:
    """The draft that went out: the last before it was published."""
    query = select(Step).where(Step.incident_id == incident_id, Step.act == "draft")
    last = session.scalar(query.order_by(Step.number.desc()).limit(1))
    return last.text if last else ""
