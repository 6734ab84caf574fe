"""Sessions of browsers: begun at sign-in, ended by time, by sign-out, by a new password."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.orm import Session

from models import Account, WebSession
from web.accounts.keys import hashed, new_key

TOUCH = timedelta(minutes=1)  # how exactly "last seen" is known; each touch is a write


@dataclass(frozen=True, slots=True)
class Terms:
    """How long a session lives: in all, and without a sign of life."""

    absolute: timedelta = timedelta(hours=12)
    idle: timedelta = timedelta(hours=1)


_CURRENT = (  # made once: every request asks it
    select(WebSession, Account)
    .join(Account, Account.id == WebSession.account_id)
    .where(
        WebSession.key_hash == bindparam("key"),
        WebSession.expires_at > bindparam("now"),
        WebSession.seen_at > bindparam("idle"),
        Account.disabled_at.is_(None),
    )
)


def begin(
    session: Session, account: Account, terms: Terms, now: datetime, address: str, agent: str
) -> str:
    """A new session; returns its key for the cookie. Sessions out of time are swept away."""
    session.execute(delete(WebSession).where(WebSession.expires_at < now))
    key, until = new_key(), now + terms.absolute
    session.add(
        WebSession(hashed(key), account.id, new_key(), now, now, until, address[:64], agent[:200])
    )
    return key


def current(
    session: Session, key: str, terms: Terms, now: datetime
) -> tuple[WebSession, Account] | None:
    """The session of this key and whose it is; None where it is over or never was."""
    given = {"key": hashed(key), "now": now, "idle": now - terms.idle}
    row = session.execute(_CURRENT, given).one_or_none()
    return (row[0], row[1]) if row else None


def needs_touch(held: WebSession, now: datetime) -> bool:
    """Whether "last seen" is worth a write."""
    return now - held.seen_at >= TOUCH


def touch(session: Session, now: datetime, number: int) -> None:
    """The person is there."""
    session.execute(update(WebSession).where(WebSession.id == number).values(seen_at=now))


def of_account(
    session: Session, account_id: int, terms: Terms, now: datetime
) -> Sequence[WebSession]:
    """Where this account is signed in now, the latest first."""
    query = select(WebSession).where(
        WebSession.account_id == account_id,
        WebSession.expires_at > now,
        WebSession.seen_at > now - terms.idle,
    )
    return session.scalars(query.order_by(WebSession.seen_at.desc(), WebSession.id)).all()


def end(session: Session, account_id: int, session_id: int) -> None:
    """Sign out there; a session of another account stays."""
    mine = (WebSession.id == session_id, WebSession.account_id == account_id)
    session.execute(delete(WebSession).where(*mine))
