"""The door: signing in, the lock-out of a login, the rate limit of an address."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from errors import OtklikError
from models import Account, SignIn
from store import Store
from web.accounts import sessions
from web.accounts.passwords import LONGEST, Passwords
from web.accounts.register import folded
from words import plural

FREE_TRIES = 5  # then each failure doubles the wait, up to LONGEST_WAIT
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1)
ADDRESS_TRIES, ADDRESS_WINDOW = 30, timedelta(minutes=15)  # an office may share one address
KEPT = timedelta(days=90)  # of this journal: addresses are personal data


class NotLetIn(OtklikError):
    """No sign-in; the message never tells whether there is such a login."""


class Wait(NotLetIn):
    """Too many tries; `seconds` to wait."""

    def __init__(self, left: timedelta) -> None:
        self.seconds = max(1, round(left.total_seconds()))
        minutes = -(-self.seconds // 60)
        word = plural(minutes, "минуту", "минуты", "минут")
        super().__init__(
            f"Слишком много неудачных попыток. Попробуйте через {minutes} {word} "
            "или попросите администратора сменить пароль."
        )


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who knocks, as the network shows it."""

    address: str
    agent: str = ""


def sign_in(
    store: Store,
    passwords: Passwords,
    terms: sessions.Terms,
    login: str,
    password: str,
    visitor: Visitor,
    now: datetime,
) -> str:
    """Let somebody in; returns the key of the new session. Raises NotLetIn, Wait."""
    account = prove(store, passwords, login, password, visitor.address, now)
    with store.writing() as session:
        present = session.get_one(Account, account.id)
        if passwords.outdated(present.password_hash):
            present.password_hash = passwords.hash(password)
        session.execute(delete(SignIn).where(SignIn.at < now - KEPT))
        return sessions.begin(session, present, terms, now, visitor.address, visitor.agent)


def prove(
    store: Store, passwords: Passwords, login: str, password: str, address: str, now: datetime
) -> Account:
    """The account, where the password is its own. Raises NotLetIn, Wait.

    The try is on record before the password is looked at, so a crowd of tries cannot slip by.
    """
    login = folded(login)
    with store.writing() as session:
        account = _knock(session, login, address, now)
    fits = passwords.fits(password[: LONGEST + 1], account.password_hash if account else None)
    if account is None or not fits or account.disabled_at is not None:
        raise NotLetIn("Логин или пароль не подходит.")
    with store.writing() as session:
        session.add(SignIn(login, address, now, "entered"))
    return account


def _knock(session: Session, login: str, address: str, now: datetime) -> Account | None:
    # The row held, guesses at one account are counted one by one; of an unknown login none can hit.
    account = session.scalar(select(Account).where(Account.login == login).with_for_update())
    left = max(_locked(session, login, now), _crowded(session, address, now))
    if left > timedelta():
        raise Wait(left)
    session.add(SignIn(login, address, now, "tried"))
    return account


def _locked(session: Session, login: str, now: datetime) -> timedelta:
    """How long this login is locked: an unknown one is locked like any other."""
    forgiven = select(func.coalesce(func.max(SignIn.id), 0)).where(
        SignIn.login == login, SignIn.outcome != "tried"
    )
    failures = (SignIn.login == login, SignIn.id > forgiven.scalar_subquery())
    count, last = session.execute(select(func.count(), func.max(SignIn.at)).where(*failures)).one()
    if count < FREE_TRIES:
        return timedelta()
    left: timedelta = wait_after(count) - (now - last)
    return left


def wait_after(failures: int) -> timedelta:
    """Nothing for the first few, then a minute, doubling."""
    if failures < FREE_TRIES:
        return timedelta()
    doublings = min(failures - FREE_TRIES, 10)
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)


def _crowded(session: Session, address: str, now: datetime) -> timedelta:
    """How long this address waits: entries pay their own tries back."""
    recent = (SignIn.address == address, SignIn.at > now - ADDRESS_WINDOW)
    tries = session.scalars(
        select(SignIn.at).where(*recent, SignIn.outcome == "tried").order_by(SignIn.id)
    ).all()
    entered = select(func.count()).where(*recent, SignIn.outcome == "entered")
    failures = len(tries) - (session.scalar(entered) or 0)
    return tries[0] + ADDRESS_WINDOW - now if failures >= ADDRESS_TRIES else timedelta()
