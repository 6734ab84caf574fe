"""What reports need of this town: its rules, working time, people, and the workflow's words."""

from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from commands.common import App
from commands.screen import harmless
from errors import OtklikError

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from reports.contents import Context, Workflow
    from reports.document import Period, Report


def build(
    app: App, session: "Session", name: str, period: "Period", now: datetime, body: str = ""
) -> "Report":
    """The report of these days. Raises OtklikError for a body that nobody has named."""
    from reports.contents import REPORTS

    known = app.config.bodies
    if body and body not in known:
        raise OtklikError(
            f"Организации «{harmless(body)}» в конфигурации нет."
            f" Есть: {', '.join(known) or 'ни одной'}"
        )
    return REPORTS[name].build(session, period, context_of(app, now, body))


def write_whole(target: Path, content: bytes) -> None:
    """The file is there whole or not at all, for its owner alone: it may hold residents' words.

    Raises OtklikError.
    """
    partial = target.with_name(f"{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        partial.touch(mode=0o600)
        partial.write_bytes(content)
        partial.replace(target)
    except OSError as error:
        with suppress(OSError):
            partial.unlink()
        raise OtklikError(f"{target}: записать не удалось: {error.strerror}") from None


def context_of(app: App, now: datetime, body: str = "", page: int | None = None) -> "Context":
    """For `build` of a report; `body` and `page` (its key in the database) narrow it."""
    from commands.desk import desk_of
    from reports.contents.context import context

    town = app.config.municipality.name
    return context(desk_of(app), workflow(), town, now, body, page)


def workflow() -> "Workflow":
    """The states and steps of incidents, in words."""
    from incidents.words import ROLE, STATE, STEP
    from incidents.workflow import CLOSED, OPEN
    from reports.contents import Workflow

    return Workflow(OPEN, CLOSED, STATE, STEP, ROLE)
