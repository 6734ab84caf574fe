"""The blacklist: who, where, why, until when, by whom, by which paragraph. Read off the actions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from models import Action, Author, Comment, OutboxEntry, Page
from moderation.intents import reverse


@dataclass(frozen=True, slots=True)
class Banned:
    """A ban that holds."""

    action: Action
    page: Page
    author: Author | None


def blacklist(session: Session) -> Sequence[Banned]:
    """Bans that were carried out and not lifted, the newest first; of an author's the last.

    A later ban takes the place of an earlier one, whose end lifts nothing.
    """
    lifted, lifting = aliased(Action), aliased(OutboxEntry)
    raised = (
        select(lifted.undoes)
        .join(lifting, lifting.action_id == lifted.id)
        .where(lifted.undoes.is_not(None), lifting.state == "done")
    )
    last = (
        select(func.max(Action.id))
        .join(OutboxEntry, OutboxEntry.action_id == Action.id)
        .join(Comment, Comment.id == Action.comment_id)
        .where(Action.act == "ban", OutboxEntry.state == "done")
        .group_by(Action.page_id, Comment.author_id)
    )
    rows = session.execute(
        select(Action, Page, Author)
        .join(Page, Page.id == Action.page_id)
        .join(Comment, Comment.id == Action.comment_id)
        .outerjoin(Author, Author.id == Comment.author_id)
        .where(Action.id.in_(last), Action.id.not_in(raised))
        .order_by(Action.id.desc())
    )
    return [Banned(*row) for row in rows]


def expire(session: Session, now: datetime) -> int:
    """Lift the bans whose term is over; returns how many. The same ban is lifted once."""
    over = [banned.action for banned in blacklist(session) if _over(banned.action, now)]
    for action in over:
        reverse(session, action, f"expiry:{action.id}", "expiry", "срок истёк", now)
    return len(over)


def _over(ban: Action, now: datetime) -> bool:
    return ban.until is not None and ban.until <= now
