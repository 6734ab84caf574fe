"""Who may sign in: accounts, their sessions in browsers, tokens of programs, attempts."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base

OUTCOMES = ("tried", "entered", "cleared")
SCOPES = ("read", "write")


class Account(Base):
    """Somebody who may sign in; journals name them by `name`, so two never share one.

    `roles` are keys of `web.accounts.roles.ROLES`, `body` is whom an executor speaks for.
    """

    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    login: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(64), unique=True)
    roles: Mapped[list[Any]]
    password_hash: Mapped[str]
    created_at: Mapped[datetime]
    password_at: Mapped[datetime]
    body: Mapped[str] = mapped_column(default="")
    must_change: Mapped[bool] = mapped_column(default=True)  # a password another person has seen
    disabled_at: Mapped[datetime | None] = mapped_column(default=None)


class WebSession(Base):
    """Somebody signed in on one browser. Only the hash of the cookie is kept."""

    __tablename__ = "web_sessions"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    csrf: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]  # by a person's own act; polling does not count
    expires_at: Mapped[datetime]
    address: Mapped[str] = mapped_column(String(64), default="")
    agent: Mapped[str] = mapped_column(String(200), default="")


class ApiToken(Base):
    """A program that acts for an account; `scope` is read or write. Only the hash is kept."""

    __tablename__ = "api_tokens"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    name: Mapped[str] = mapped_column(String(64))
    scope: Mapped[str] = mapped_column(String(8))
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None] = mapped_column(default=None)
    revoked_at: Mapped[datetime | None] = mapped_column(default=None)


class SignIn(Base):
    """What happened at the door, appended: a try, a success, or failures forgiven by a person.

    Lock-out and rate limit are reckoned from these rows. `login` is what was typed, known or not.
    """

    __tablename__ = "sign_ins"
    __table_args__ = (Index(None, "login", "id"), Index(None, "address", "at"))

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    login: Mapped[str] = mapped_column(String(64))
    address: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
    outcome: Mapped[str] = mapped_column(String(8))
