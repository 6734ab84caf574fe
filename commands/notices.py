"""Letters about incidents: after an act, and for terms that end."""

import logging
from collections.abc import Iterable, Mapping
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
    from networks.smtp import Mailbox

log = logging.getLogger("otklik.notices")
SUBJECT = "Отклик: инциденты"
THREAT = "Отклик: СРОЧНО, угроза"


def tell(app: App, notices: "Iterable[Notice]") -> int:
    """Send them, one letter a person; how many. Raises NetworkFault."""
    from incidents.notices import letters

    return post(app, letters(notices, app.config.notices.link), SUBJECT)


def post(app: App, letters: Mapping[str, str], subject: str) -> int:
    """Send these letters by address, where a mail server is set up; how many went out.

    Raises NetworkFault.
    """
    from networks.smtp import send

    if app.config.notices.host is None or not letters:
        return 0
    send(mailbox(app), letters, subject)
    return len(letters)


def mailbox(app: App) -> "Mailbox":
    """The municipality's own; `notices.host` must be set."""
    from networks.smtp import Mailbox

    settings = app.config.notices
    password = app.environ.get(settings.password, "")
    return Mailbox(
        settings.host or "",
        settings.port,
        settings.security,
        settings.sender,
        settings.user,
        password,
    )


def tell_of_threat(app: App, action: int, now: datetime) -> str:
    """The heads hear of evidence of a threat at once; returns what there is to say, in words."""
    from commands.desk import desk_of

    desk = desk_of(app)
    heads = desk.people.acting("head", "", now.astimezone(desk.worktime.zone).date())
    line = f"Угроза в комментарии. Доказательства: otklik actions show {action} --json\n"
    letters = {person.email: line for person in heads if person.email}
    named = f"{': ' if heads else ''}{', '.join(person.name for person in heads)}"
    try:
        sent = post(app, letters, THREAT)
    except NetworkFault as fault:
        log.warning("notice not sent", extra={"fault": str(fault)})
        return f"СРОЧНО сообщите главе{named}. Письмо не отправлено: {fault}."
    return f"Главе отправлено письмо{named}." if sent else f"СРОЧНО сообщите главе{named}."


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
