"""Letters about incidents: after an act, and for terms that end."""

import logging
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from commands.common import App
from errors import NetworkFault

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from incidents.case import Case
    from incidents.desk import Desk
    from incidents.notices import Notice
    from models import Step

log = logging.getLogger("otklik.notices")
SUBJECT = "Отклик: инциденты"


def tell(app: App, notices: "Iterable[Notice]") -> int:
    """Send them, one letter a person; how many. Raises NetworkFault."""
    from incidents.notices import letters
    from networks.smtp import Mailbox, send

    settings = app.config.notices
    found = letters(notices, settings.link)
    if settings.host is None or not found:
        return 0
    password = app.environ.get(settings.password, "")
    mailbox = Mailbox(
        settings.host,
        settings.port,
        settings.security,
        settings.sender,
        settings.user,
        password,
    )
    send(mailbox, found, SUBJECT)
    return len(found)


def tell_after(app: App, desk: "Desk", step: "Step", case: "Case", now: datetime) -> str:
    """The act is done whether its letters leave or not; returns what went wrong, in words."""
    from incidents.notices import after_act

    today = now.astimezone(desk.worktime.zone).date()
    try:
        tell(app, after_act(step, case, desk.people, today))
    except NetworkFault as fault:
        log.warning("notice not sent", extra={"fault": str(fault)})
        return f"Уведомление не отправлено: {fault}"
    return ""


def tell_of_terms(app: App, desk: "Desk", session: "Session", now: datetime, limit: int) -> int:
    """Letters of terms that end or have ended, each role once, and of new surges; how many. Raises
    NetworkFault.
    """
    from incidents.board import Escalation, due_soon, overdue
    from incidents.lookout import untold
    from incidents.notices import now_told, of_surge, of_term

    if app.config.notices.host is None:  # nobody is told, so nothing may count as told
        return 0
    given = app.config.escalation
    rule = Escalation(given.warn_minutes, given.curator_minutes, given.head_minutes)
    today = now.astimezone(desk.worktime.zone).date()
    late = overdue(session, now, desk.worktime, limit, untold=True)[1]
    soon = due_soon(session, now, desk.worktime, rule.warn, limit)[1]
    notices: list[Notice] = []
    for owed, incident in (*late, *soon):
        notices += of_term(owed, incident, rule, desk.people, today)
        owed.deadline.told = now_told(owed, rule)
    for seen in untold(session):
        notices += of_surge(seen, desk.people, today)
        seen.told_at = now
    return tell(app, notices)
