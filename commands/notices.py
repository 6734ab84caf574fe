"""Letters about incidents: after an act, and for terms that end."""

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from commands.common import App
from errors import NetworkFault

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from incidents.case import Case
    from incidents.desk import Desk
    from incidents.notices import Notice
    from incidents.people import Person
    from models import Step
    from moderation.attempts import Next
    from networks.smtp import Mailbox

log = logging.getLogger("otklik.notices")
SUBJECT = "Отклик: инциденты"
THREAT = "Отклик: СРОЧНО, угроза"
URGENT = "/reports"  # what the head sees first there


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


def tell_heads(app: App, actions: "Sequence[int]", now: datetime) -> "Next":
    """The heads hear of these pieces of evidence, in one letter; who heard, or what a person is to
    do. Raises NetworkFault.
    """
    from moderation.attempts import Next

    heads = heads_of(app, now)
    lines = (f"Передано главе. Доказательства: otklik actions show {n} --json" for n in actions)
    text = "\n".join((*lines, *_where(app))) + "\n"
    if post(app, {person.email: text for person in heads if person.email}, THREAT):
        return Next("done", f"письмо: {named(heads)}")
    return Next("by_hand", f"сообщите главе сами: {named(heads)}")


def _where(app: App) -> "Iterator[str]":
    if app.config.web.address:
        yield f"Что срочно сейчас: {app.config.web.address.rstrip('/')}{URGENT}"


def heads_of(app: App, now: datetime) -> "Sequence[Person]":
    """Who is to be told, today."""
    from commands.desk import desk_of

    desk = desk_of(app)
    return desk.people.acting("head", "", now.astimezone(desk.worktime.zone).date())


def named(heads: "Sequence[Person]") -> str:
    """Their names, those that have no address marked."""
    told = (one.name if one.email else f"{one.name} (адреса нет)" for one in heads)
    return ", ".join(told) or "роли head нет ни у кого"


def will_hear(app: App, now: datetime) -> str:
    """What to say to who has just handed something to the head."""
    heads = heads_of(app, now)
    if app.config.notices.host and any(person.email for person in heads):
        return f"Главе уйдёт письмо: {named(heads)}."
    return f"СРОЧНО сообщите главе: {named(heads)}."


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
