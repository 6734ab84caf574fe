"""Taking back: before the call it costs nothing, after it what the network allows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from errors import OtklikError
from models import Action, OutboxEntry, Page
from moderation import journal
from moderation.blacklist import blacklist
from moderation.intents import OPPOSITE, reverse
from networks.acting import NEVER_BACK

ONE_WAY = {
    "answer": "опубликованный ответ система не снимает: удалите его сами по ссылке",
    "preserve": "главе уже сообщено; доказательства сохранены и остаются",
}
UNTOUCHED = "отменено до исполнения: в соцсети ничего не произошло"
IN_DOUBT = "задача снята, но прежний вызов мог дойти: посмотрите в соцсети"
NOT_IN_FORCE = "это ограничение уже не действует: его сняли или сменило более позднее"
BACK = {"restore": "возвращаем комментарий", "unban": "снимаем ограничение с автора"}


class ActionError(OtklikError):
    """There is no such action, or this cannot be done with it; the message says what can."""


class NoAction(ActionError):
    """There is no action of this number."""


@dataclass(frozen=True, slots=True)
class Undone:
    """What became of it. `action`: the counter-action that goes out, where one is needed."""

    of: Action
    sentence: str
    action: Action | None = None


def undo(session: Session, action_id: int, by: str, now: datetime) -> Sequence[Undone]:
    """Take back an action with all that the same decision caused. Raises ActionError."""
    action = found(session, action_id)
    if action.decision_id is None:
        return [_undo(session, action, by, now)]
    whole = select(Action).where(Action.decision_id == action.decision_id).order_by(Action.id)
    return [_undo(session, part, by, now) for part in session.scalars(whole).all()]


def found(session: Session, action_id: int) -> Action:
    """The action of this number. Raises ActionError."""
    action = session.get(Action, action_id)
    if action is None:
        raise NoAction(f"Действия {action_id} нет. Список: otklik actions list")
    return action


def _undo(session: Session, action: Action, by: str, now: datetime) -> Undone:
    entry = session.get_one(OutboxEntry, action.id, with_for_update=True)
    soon = entry.state == "waiting" and entry.doubtful and not journal.paused(session)
    if entry.state == "calling" or soon:
        return Undone(action, "выполняется прямо сейчас: повторите отмену через минуту")
    if entry.state in ("waiting", "by_hand"):
        told = IN_DOUBT if entry.doubtful else UNTOUCHED
        journal.move(session, entry, "undone", now, by, reason=told)
        return Undone(action, told)
    if entry.state != "done":
        return Undone(action, "отменять нечего: действие не состоялось")
    if final := _final(session, action):
        return Undone(action, final)
    made = reverse(session, action, f"undo:{action.id}", "undo", by, now)
    journal.card_back(session, action)
    return Undone(action, BACK[made.act], made)


def _final(session: Session, action: Action) -> str:
    """Why it stays as it is, where it does."""
    if action.act not in OPPOSITE:
        return ONE_WAY.get(action.act, "это само — отмена: решите заново")
    if action.act == "ban" and not _holds(session, action.id):
        return NOT_IN_FORCE
    lost = NEVER_BACK.get(session.get_one(Page, action.page_id).network)
    if action.act != "delete" or lost is None:
        return ""
    return f"{lost}; копия осталась: otklik actions show {action.id} --json"


def lift(session: Session, ban_id: int, by: str, now: datetime) -> Action:
    """Let the author in before the term is over; what was deleted stays so. Raises ActionError."""
    if not _holds(session, ban_id):
        raise ActionError(
            f"Действие {ban_id} никого сейчас не ограничивает. Список: otklik actions blacklist"
        )
    session.get_one(OutboxEntry, ban_id, with_for_update=True)  # of two people, one lifts it
    return reverse(session, found(session, ban_id), f"undo:{ban_id}", "undo", by, now)


def _holds(session: Session, ban_id: int) -> bool:
    return any(banned.action.id == ban_id for banned in blacklist(session))
