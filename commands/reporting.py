"""What reports need of this town: its rules, working time, people, and the workflow's words."""

from datetime import datetime
from typing import TYPE_CHECKING

from commands.common import App

if TYPE_CHECKING:
    from incidents.desk import Desk
    from reports.contents import Context, Workflow


def context_of(app: App, now: datetime, body: str = "", page: int | None = None) -> "Context":
    """For `build` of a report; `body` and `page` (its key in the database) narrow it."""
    from commands.desk import desk_of
    from reports.contents import Context

    desk = desk_of(app)
    return Context(
        municipality=app.config.municipality.name,
        now=now,
        worktime=desk.worktime,
        regulation=desk.regulation,
        workflow=workflow(),
        body=body,
        page=page,
        responsible=lambda role, of: _responsible(desk, role, of, now),
    )


def workflow() -> "Workflow":
    """The states and steps of incidents, in words."""
    from incidents.words import ROLE, STATE, STEP
    from incidents.workflow import CLOSED, OPEN
    from reports.contents import Workflow

    return Workflow(OPEN, CLOSED, STATE, STEP, ROLE)


def _responsible(desk: "Desk", role: str, body: str, now: datetime) -> str:
    today = now.astimezone(desk.worktime.zone).date()
    return ", ".join(person.name for person in desk.people.acting(role, body, today))
