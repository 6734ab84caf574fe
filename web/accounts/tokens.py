"""Tokens of programs for the JSON API: shown once, kept as hashes, revoked at any time."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Account, ApiToken
from models.account import SCOPES
from web.accounts.keys import hashed, new_key
from web.accounts.register import AccountError

PREFIX = "otk_"  # so that a leaked one is recognised
TOUCH = timedelta(minutes=5)


def issue(session: Session, account: Account, name: str, scope: str, now: datetime) -> str:
    """A new token of this account; returned once. Raises AccountError."""
    if scope not in SCOPES:
        raise AccountError(f"Доступ «{scope}» неизвестен; есть: {', '.join(SCOPES)}")
    if not 0 < len(name.strip()) <= 64:
        raise AccountError("Назовите ключ (до 64 знаков): какой программе он выдан.")
    key = PREFIX + new_key()
    session.add(ApiToken(hashed(key), account.id, name.strip(), scope, now))
    return key


def bearer(session: Session, key: str) -> tuple[ApiToken, Account] | None:
    """The token of this key and for whom it acts; None where it was revoked or never was."""
    query = (
        select(ApiToken, Account)
        .join(Account, Account.id == ApiToken.account_id)
        .where(
            ApiToken.key_hash == hashed(key),
            ApiToken.revoked_at.is_(None),
            Account.disabled_at.is_(None),
        )
    )
    row = session.execute(query).one_or_none()
    return (row[0], row[1]) if row else None


def needs_touch(token: ApiToken, now: datetime) -> bool:
    """Whether "last used" is worth a write."""
    return token.used_at is None or now - token.used_at >= TOUCH


def touch(session: Session, now: datetime, number: int) -> None:
    """The token is in use."""
    session.get_one(ApiToken, number).used_at = now


def of_account(session: Session, account_id: int) -> Sequence[ApiToken]:
    """The tokens of this account, revoked ones too, the newest first."""
    query = select(ApiToken).where(ApiToken.account_id == account_id)
    return session.scalars(query.order_by(ApiToken.id.desc())).all()


def revoke(session: Session, account_id: int, token_id: int, now: datetime) -> None:
    """No longer good. Raises AccountError where this account has no such token."""
    token = session.get(ApiToken, token_id)
    if token is None or token.account_id != account_id:
        raise AccountError(f"Ключа {token_id} у этого пользователя нет.")
    token.revoked_at = token.revoked_at or now
