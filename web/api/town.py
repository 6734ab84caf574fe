"""The rest: who the key is for, the overview, comments, actions, pages."""

from datetime import datetime
from typing import Annotated, Any, Self

from fastapi import APIRouter, Request

from models import Page
from models.outbox import OPEN, STATES
from moderation.day import stored
from moderation.overview import newest, whole
from pages.reading import read_pages
from web.access import Number, User, office_of, opens, requires
from web.accounts.roles import ROLES
from web.api.said import Limit, Mark, OneOf, Part, Told, part, refusals
from web.api.shapes import (
    ActionTold,
    ActionWhole,
    CommentTold,
    EventTold,
    PageTold,
)
from web.overview_view import today, watched

router = APIRouter(tags=["Город"])


class Me(Told):
    """In whose name requests are made."""

    login: str
    name: str
    roles: list[str]
    body: str


class SubjectTold(Told):
    """A topic of the day, and how many messages are about it."""

    code: str
    name: str
    number: int


class SurgeTold(Told):
    """A surge that stands: so many authors in so many hours, where so many are usual."""

    topic: str
    place: str
    since: datetime
    hours: int
    authors: int
    expected: float


class PageRead(PageTold):
    """How far a page is read; `fault` says why it cannot be, `gap` what may have been missed."""

    read_until: datetime | None
    succeeded_at: datetime | None
    failed_at: datetime | None
    fault: str | None
    gap: str | None

    @classmethod
    def of(cls, one: Page, **other: Any) -> Self:
        """Of a stored page."""
        return super().of(one, fault=one.last_error, **other)


class OverviewTold(Told):
    """Today, from midnight of the town. 1001 overdue stands for more than 1000."""

    at: datetime
    since: datetime
    messages: int
    flagged: int
    decided: dict[str, int]
    queue: int
    threats: int
    wait_minutes: float | None
    incidents: dict[str, int]
    in_work: int
    overdue: int
    due_soon: int
    topics: list[SubjectTold]
    surges: list[SurgeTold]
    unread: list[PageRead]
    last_pass_at: datetime | None
    passes_stand_still: bool


@router.get("/me", responses=refusals(), summary="Чей это ключ")
def me(user: User = requires(*ROLES)) -> Me:
    """Login, name, roles and body."""
    return Me(login=user.login, name=user.name, roles=list(user.roles), body=user.body)


@router.get("/overview", responses=refusals(), summary="Сегодня одним взглядом")
def overview(request: Request, user: User = opens("overview")) -> OverviewTold:
    """The numbers of the curator's screen."""
    office = office_of(request)
    with office.store.reading() as session:
        found = today(session, office)
        return OverviewTold(
            at=found.at,
            since=found.since,
            messages=found.day.written,
            flagged=found.day.flagged,
            decided=dict(found.day.decided),
            queue=found.queue.left,
            threats=found.queue.threats,
            wait_minutes=found.queue.minutes,
            incidents=dict(found.states),
            in_work=found.work,
            overdue=found.late,
            due_soon=found.soon,
            topics=[SubjectTold.of(one) for one in found.subjects],
            surges=[SurgeTold.of(one) for one in found.surges],
            unread=[PageRead.of(page) for page in found.unread],
            last_pass_at=found.last_pass,
            passes_stand_still=found.still,
        )


@router.get("/comments", responses=refusals(), summary="Сообщения жителей, как они приходили")
def comments(
    request: Request,
    after: Mark = None,
    limit: Limit = 50,
    user: User = requires("moderator", "curator", "head"),
) -> Part[CommentTold]:
    """`after` is the last number that is known: what came since is the next part."""
    with office_of(request).store.reading() as session:
        found = stored(session, limit + 1, after or 0)
        told = [CommentTold.of(one) for one in found]
        return part(told, limit, lambda one: one.number)


@router.get("/actions", responses=refusals(), summary="Действия в соцсетях, новые первыми")
def actions(
    request: Request,
    state: Annotated[str, OneOf((*STATES, "open", "all"))] = "open",
    after: Mark = None,
    limit: Limit = 50,
    user: User = opens("queue"),
) -> Part[ActionTold]:
    """`open` is what still goes out or waits for a person."""
    states = {"open": OPEN, "all": STATES}.get(state, (state,))
    with office_of(request).store.reading() as session:
        found = newest(session, limit + 1, states, after)
        told = [ActionTold.of(one) for one in found]
        return part(told, limit, lambda one: one.number)


@router.get("/actions/{number}", responses=refusals(404), summary="Действие и что с ним было")
def one_action(request: Request, number: Number, user: User = opens("queue")) -> ActionWhole:
    """With the hash of the evidence that was kept before it."""
    with office_of(request).store.reading() as session:
        found = whole(session, number)
        return ActionWhole.of(
            found,
            events=[EventTold.of(event) for event in found.events],
            sha256=found.evidence.sha256,
        )


@router.get("/pages", responses=refusals(), summary="Докуда прочитана каждая страница")
def pages(request: Request, user: User = opens("pages")) -> list[PageRead]:
    """The pages of the configuration, those that cannot be read first."""
    office = office_of(request)
    with office.store.reading() as session:
        return [PageRead.of(page) for page in read_pages(session, watched(office))]
