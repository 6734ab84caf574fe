"""Stories of incidents: who does what at which time, and what is owed by when."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from regulations import act, town
from sqlalchemy import select

from incidents.case import Case
from incidents.desk import Desk, Order, Overtaken, perform
from incidents.people import People
from models import Deadline, Incident, Step
from store import Store, open_store

CURATOR, HEAD, ROADS, WATER = "Кузнецова", "Орлов", "Дорожник", "Водник"


@dataclass
class Story:
    """An incident that lives under one decree; times are municipal, «ММ-ДД ЧЧ:ММ» of 2026."""

    store: Store
    desk: Desk
    id: int
    case: Case | None = None

    def does(self, at: str, who: str, act: str, **given: object) -> "Story":
        """Somebody acts."""
        order = Order(act, who, **given)  # type: ignore[arg-type]
        self.case = perform(self.store.writing, self.desk, self.id, order, self.moment(at))
        return self

    def moment(self, at: str) -> datetime:
        zone = self.desk.worktime.zone
        return datetime.fromisoformat(f"2026-{at}").replace(tzinfo=zone)

    @property
    def state(self) -> str:
        with self.store.reading() as session:
            return session.get(Incident, self.id).state

    @property
    def owed(self) -> dict[str, str]:
        """Open duties and rights, and when each is due."""
        return {name: due for name, due, outcome in self._terms() if outcome == "open"}

    @property
    def done(self) -> dict[str, str]:
        """How each ended term ended, the last of each name."""
        return {name: outcome for name, _, outcome in self._terms() if outcome != "open"}

    def _terms(self) -> list[tuple[str, str, str]]:
        with self.store.reading() as session:
            rows = session.scalars(
                select(Deadline).where(Deadline.incident_id == self.id).order_by(Deadline.id)
            ).all()
        zone = self.desk.worktime.zone
        return [
            (
                f"{row.step} {row.body}".strip(),
                f"{row.due_at.astimezone(zone):%m-%d %H:%M}",
                row.outcome,
            )
            for row in rows
        ]

    def journal(self) -> list[tuple[int, str, str, str]]:
        with self.store.reading() as session:
            steps = session.scalars(select(Step).where(Step.incident_id == self.id)).all()
        return [(step.number, step.act, step.by, step.role) for step in steps]


def begin(store: Store, id: str, seen: str, people: People | None = None, **given: object) -> Story:
    """A message is seen at that municipal time."""
    desk = Desk(act(id), town(act(id).zone), people or People())
    at = datetime.fromisoformat(f"2026-{seen}").replace(tzinfo=desk.worktime.zone)
    with store.writing() as session:
        incident = Incident("candidate", at, text="Яма на Садовой", **given)  # type: ignore[arg-type]
        session.add(incident)
        session.flush()
    return Story(store, desk, incident.id)


def act_at_once(
    url: str, regulation: str, id: int, order: Order, at: datetime, gate: Any, out: Any
) -> None:
    """In a process of its own: wait for the other, act, tell what came of it."""
    opened = open_store(url, Path("/"))
    desk = Desk(act(regulation), town())
    gate.wait(timeout=60)
    try:
        perform(opened.writing, desk, id, order, at)
        out.put((order.by, "done"))
    except Overtaken as error:
        out.put((order.by, str(error)))
