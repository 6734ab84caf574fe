"""The register of accounts: add, find, change. What a person may do follows from it."""

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from errors import OtklikError
from models import Account, SignIn, WebSession
from web.accounts.passwords import Passwords, refuse_weak
from web.accounts.roles import ROLES

LOGIN = re.compile(r"[\w.@+-]{2,64}")


class AccountError(OtklikError):
    """The account cannot be made or changed so; the message says why."""


class NoAccount(AccountError):
    """There is no such account."""


def folded(login: str) -> str:
    """Logins are the same whatever the case and the spaces around."""
    return login.strip().casefold()[:64]


def everybody(session: Session) -> Sequence[Account]:
    """All accounts by name, the disabled too."""
    return session.scalars(select(Account).order_by(Account.name)).all()


def found(session: Session, login: str) -> Account:
    """The account of this login. Raises NoAccount."""
    account = session.scalar(select(Account).where(Account.login == folded(login)))
    if account is None:
        raise NoAccount(f"Пользователя «{login}» нет. Список: otklik users list")
    return account


def by_id(session: Session, account_id: int) -> Account:
    """The account of this number. Raises NoAccount."""
    account = session.get(Account, account_id)
    if account is None:
        raise NoAccount("Такого пользователя нет.")
    return account


def add(
    session: Session,
    passwords: Passwords,
    login: str,
    name: str,
    roles: Collection[str],
    password: str,
    now: datetime,
    body: str = "",
) -> Account:
    """A new account; another has seen its password, so it must be changed. Raises AccountError."""
    login, name, body = folded(login), " ".join(name.split()), body.strip()
    _refuse_taken(session, login, name)
    refuse_unfit(roles, body)
    refuse_weak(password, login, name)
    account = Account(login, name, _ordered(roles), passwords.hash(password), now, now, body)
    session.add(account)
    session.flush()
    return account


def _refuse_taken(session: Session, login: str, name: str) -> None:
    if not LOGIN.fullmatch(login):
        raise AccountError("Логин: от 2 до 64 букв, цифр и знаков . _ - @ + без пробелов.")
    if not 0 < len(name) <= 64:
        raise AccountError("Имя: от 1 до 64 знаков, как его должен показать журнал.")
    if session.scalar(select(Account.id).where(Account.login == login)):
        raise AccountError(f"Логин «{login}» уже занят.")
    if session.scalar(select(Account.id).where(Account.name == name)):
        raise AccountError(f"«{name}» уже есть: в журнале двух одинаковых имён быть не может.")


def refuse_unfit(roles: Collection[str], body: str) -> None:
    """Raise AccountError for no role, an unknown one, or an executor of no body."""
    strange = sorted(set(roles) - ROLES.keys())
    if strange or not roles:
        named = f"роли «{strange[0]}» нет" if strange else "не названа ни одна роль"
        raise AccountError(f"{named}; есть: {', '.join(ROLES)}".capitalize())
    if "executor" in roles and not body:
        raise AccountError("Исполнителю нужна организация: от чьего имени он отвечает.")


def _ordered(roles: Iterable[str]) -> list[str]:
    return [role for role in ROLES if role in set(roles)]


def assign(session: Session, account: Account, roles: Collection[str], body: str) -> None:
    """Other roles from now on; running sessions feel it at once. Raises AccountError."""
    refuse_unfit(roles, body.strip())
    if "administrator" not in roles:
        _keep_an_administrator(session, account)
    account.roles, account.body = _ordered(roles), body.strip()


def disable(session: Session, account: Account, now: datetime) -> None:
    """No sign-in any more, and the running sessions end. Raises AccountError for the last one."""
    _keep_an_administrator(session, account)
    account.disabled_at = account.disabled_at or now
    end_sessions(session, account.id)


def _keep_an_administrator(session: Session, leaving: Account) -> None:
    others = [one for one in everybody(session) if one.id != leaving.id and not one.disabled_at]
    if "administrator" in leaving.roles and not any("administrator" in o.roles for o in others):
        raise AccountError("Это единственный администратор: сначала назначьте другого.")


def enable(session: Session, account: Account, now: datetime) -> None:
    """May sign in again; failures at the door are forgiven."""
    account.disabled_at = None
    forgive(session, account.login, now)


def forgive(session: Session, login: str, now: datetime) -> None:
    """Failures of this login so far no longer count."""
    session.add(SignIn(login, "", now, "cleared"))


def set_password(
    session: Session,
    passwords: Passwords,
    account: Account,
    password: str,
    now: datetime,
    *,
    by_owner: bool,
    kept_session: int | None = None,
) -> None:
    """A new password; all sessions but `kept_session` end. Raises WeakPassword."""
    refuse_weak(password, account.login, account.name)
    if by_owner and passwords.fits(password, account.password_hash):
        raise AccountError("Новый пароль совпадает с прежним.")
    account.password_hash, account.password_at = passwords.hash(password), now
    account.must_change = not by_owner
    end_sessions(session, account.id, kept_session)
    forgive(session, account.login, now)


def end_sessions(session: Session, account_id: int, kept: int | None = None) -> None:
    """Sign this account out everywhere, except in the session `kept`."""
    mine = delete(WebSession).where(WebSession.account_id == account_id)
    session.execute(mine if kept is None else mine.where(WebSession.id != kept))
