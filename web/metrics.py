"""The numbers of this process and of the desk, for Prometheus."""

import time
from collections.abc import Sequence
from datetime import datetime, timedelta

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from models import Base, Deadline, Decision, Incident, OutboxEntry, ReviewItem
from models.outbox import OPEN
from models.review import DECISIONS, UNDO
from pages.reading import last_pass

UNFINISHED = (*OPEN, "failed")
GONE = 499  # nginx's number for a browser that went away
BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 10)


class Metrics:
    """A registry of its own, so that two applications in one process do not meet."""

    TYPE = CONTENT_TYPE_LATEST

    def __init__(self) -> None:
        own = self._registry = CollectorRegistry()
        self.requests = Counter(
            "otklik_requests", "Requests answered", ("method", "route", "status"), registry=own
        )
        self.seconds = Histogram(
            "otklik_request_seconds", "Time to an answer", ("route",), buckets=BUCKETS, registry=own
        )
        self._cards = Gauge("otklik_open_cards", "Cards that wait for a person", registry=own)
        self._incidents = Gauge("otklik_incidents", "Incidents by state", ("state",), registry=own)
        self._overdue = Gauge("otklik_overdue_terms", "Duties past their term", registry=own)
        self._decisions = Gauge(
            "otklik_decisions_last_hour", "Cards decided by people", ("action",), registry=own
        )
        self._outbox = Gauge(
            "otklik_outbox", "Actions that wait, go out, or failed", ("state",), registry=own
        )
        self._age = Gauge(
            "otklik_last_pass_age_seconds", "Since the last finished pass", registry=own
        )

    def look(self, session: Session, now: datetime) -> None:
        """Read from the database what is read when somebody asks."""
        self._cards.set(_count(session, ReviewItem.state == "open", ReviewItem))
        incidents = select(Incident.state, func.count()).group_by(Incident.state)
        _fill(self._incidents, session, incidents, ())
        lately = Decision.decided_at > now - timedelta(hours=1)
        decided = select(Decision.action, func.count()).where(lately).group_by(Decision.action)
        _fill(self._decisions, session, decided, (*DECISIONS, UNDO))
        unfinished = OutboxEntry.state.in_(UNFINISHED)
        waiting = select(OutboxEntry.state, func.count()).where(unfinished)
        _fill(self._outbox, session, waiting.group_by(OutboxEntry.state), UNFINISHED)
        duty = ~Deadline.optional & (Deadline.outcome == "open")
        late = duty & (Deadline.due_at < now)
        self._overdue.set(_count(session, late, Deadline))
        last = last_pass(session)
        self._age.set((now - last).total_seconds() if last else float("nan"))

    def text(self) -> bytes:
        """The exposition format."""
        return generate_latest(self._registry)


def _fill(gauge: Gauge, session: Session, counted: Select[str, int], known: Sequence[str]) -> None:
    """What is not there counts as zero where its name is known: a gap looks like a fault."""
    gauge.clear()
    found: dict[str, int] = dict(session.execute(counted).all())
    for name, number in (dict.fromkeys(known, 0) | found).items():
        gauge.labels(name).set(number)


def _count(session: Session, which: ColumnElement[bool], of: type[Base]) -> int:
    return session.scalar(select(func.count()).select_from(of).where(which)) or 0


class Metered:
    """Counts and times every request by the route that answered it."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, status = time.perf_counter(), 500

        async def noted(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        try:
            await self._app(scope, receive, noted)
        except ClientDisconnect:
            status = GONE
            raise
        finally:
            # The route's pattern, never the address: numbers of cards would each be a series.
            route = getattr(scope.get("route"), "path", "other")
            self._metrics.requests.labels(scope["method"], route, status).inc()
            self._metrics.seconds.labels(route).observe(time.perf_counter() - started)
