"""Who is asking, and whether they may: what every handler depends on.

@router.get("/queue")
def screen(request: Request, user: User = opens("queue")) -> Response: ...
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Annotated, Any

from fastapi import BackgroundTasks, Depends, HTTPException, Path, Request
from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException as Refused

from errors import StoreError
from models import Account
from models.text import storable
from web.accounts import sessions, tokens
from web.accounts.keys import same
from web.accounts.roles import AREAS, may_open
from web.office import Office

log = logging.getLogger("otklik.web")
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
PROGRAMS = ("/api/", "/metrics")  # where a token opens the door
LIVE = "x-live"  # a header of the script: polling is no sign of life
CSRF, CSRF_HEADER = "csrf", "x-csrf-token"
Number = Annotated[int, Path(gt=0, lt=2**31)]  # of something in the database, in an address
FILES, FIELDS = 20, 1000  # of one form


def number_in(written: str) -> int | None:
    """The same in a field of a form; None for what numbers nothing in the database."""
    known = written.isascii() and written.isdecimal() and len(written) < 10
    return int(written) if known else None


class SignedOut(Exception):
    """Nobody is signed in: the way leads through the sign-in page."""


class MustChange(Exception):
    """The password was seen by another person: it is to be changed first."""


@dataclass(frozen=True, slots=True)
class User:
    """Somebody signed in. `session` is 0 and `csrf` empty for a program with a token."""

    id: int
    login: str
    name: str
    roles: Sequence[str]
    body: str = ""
    csrf: str = ""
    session: int = 0
    must_change: bool = False

    def has(self, *roles: str) -> bool:
        """Whether any of the roles is held."""
        return not set(self.roles).isdisjoint(roles)

    def may_open(self, area: str) -> bool:
        """Whether this part of the desk is theirs; an unknown area is a bug."""
        return may_open(self.roles, area)

    @property
    def only_body(self) -> str | None:
        """The body whose incidents alone may be seen; None: all of them."""
        return None if self.has("moderator", "curator", "head") else self.body


def office_of(request: Request) -> Office:
    """The office this application was made with."""
    office: Office = request.app.state.office
    return office


def cookie_name(secure: bool) -> str:
    """`__Host-` binds the cookie to this very host, and needs https."""
    return "__Host-otklik" if secure else "otklik"


def visitor(request: Request, later: BackgroundTasks) -> User | None:
    """Whoever is signed in, by a token or by the cookie.

    That they were there is noted after the answer: a pass may hold the only writer for seconds.
    """
    user, noting = _recognised(request)
    if noting is not None:
        later.add_task(_note, office_of(request), noting)
    request.state.user = user
    return user


def recognise(request: Request) -> None:
    """For a page that no handler answers: who is signed in, so that it keeps its navigation."""
    request.state.user, _ = _recognised(request)


Noting = Callable[[Session, datetime], None]


def _recognised(request: Request) -> tuple[User | None, Noting | None]:
    token = _token(request)
    return _program(request, token) if token else _person(request)


def _note(office: Office, noting: Noting) -> None:
    try:
        with office.store.writing() as session:
            noting(session, office.clock())
    except StoreError as error:  # the page was shown all the same; the next one notes it
        log.warning("presence not noted", extra={"fault": str(error)})


def _token(request: Request) -> str:
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    given = key.strip() if scheme.lower() == "bearer" else ""
    return given if request.url.path.startswith(PROGRAMS) else ""


def _program(request: Request, key: str) -> tuple[User | None, Noting | None]:
    office = office_of(request)
    with office.store.reading() as session:
        found = tokens.bearer(session, key)
    if found is None:
        return None, None
    token, account = found
    if token.scope == "read" and request.method not in SAFE:
        raise HTTPException(403, "Этот ключ только для чтения.")
    due = tokens.needs_touch(token, office.clock())
    return _user(account), partial(tokens.touch, number=token.id) if due else None


def _person(request: Request) -> tuple[User | None, Noting | None]:
    office = office_of(request)
    key, now = request.cookies.get(cookie_name(office.config.web.secure)), office.clock()
    if not key:
        return None, None
    with office.store.reading() as session:
        found = sessions.current(session, key, office.terms, now)
    if found is None:
        return None, None
    held, account = found
    due = LIVE not in request.headers and sessions.needs_touch(held, now)
    user = _user(account, held.csrf, held.id)
    return user, partial(sessions.touch, number=held.id) if due else None


def _user(account: Account, csrf: str = "", session: int = 0) -> User:
    changing = account.must_change and bool(session)
    return User(
        account.id, account.login, account.name, tuple(account.roles), account.body, csrf,
        session, changing,
    )  # fmt: skip


async def guard(request: Request, user: User | None = Depends(visitor)) -> None:
    """Before every handler: an unsafe request of a browser carries the key of its session.

    Forms have it in the field `csrf`, the script sends the header. A program's token is no
    cookie, so nobody can make it send one.
    """
    if request.method in SAFE or user is None or not user.session:
        return
    given = request.headers.get(CSRF_HEADER) or (await fields(request)).get(CSRF, "")
    if not same(given, user.csrf):
        raise HTTPException(403, "Форма устарела. Обновите страницу и отправьте ещё раз.")


async def form(request: Request) -> FormData:
    """A dependency: the form that was sent, its files and its choices (`getlist`)."""
    try:
        return await request.form(max_files=FILES, max_fields=FIELDS)
    except Refused as fault:  # the library says it in English
        if not fault.detail.startswith("Too many"):
            raise HTTPException(400) from None
        raise HTTPException(413, f"Не больше {FILES} файлов и {FIELDS} полей за раз.") from None


async def fields(request: Request) -> dict[str, str]:
    """A dependency: the text fields of the form, storable; the last of those of one name."""
    sent = await form(request)
    return {name: storable(value) for name, value in sent.items() if isinstance(value, str)}


Sent = Annotated[dict[str, str], Depends(fields)]
Chosen = Annotated[FormData, Depends(form)]


def requires(*roles: str) -> Any:
    """A dependency: the user, who holds one of these roles."""

    async def check(user: User | None = Depends(visitor)) -> User:
        return _let(user, user is not None and user.has(*roles))

    return Depends(check)


def opens(area: str) -> Any:
    """A dependency: the user, whose roles open this area of the table AREAS."""
    return requires(*AREAS[area].roles)


async def signed_in(user: User | None = Depends(visitor)) -> User:
    """A dependency: whoever is signed in, even with a password that must be changed first."""
    if user is None:
        raise SignedOut
    return user


def _let(user: User | None, allowed: bool) -> User:
    if user is None:
        raise SignedOut
    if user.must_change:
        raise MustChange
    if not allowed:
        raise HTTPException(403, "Эта часть не для вашей роли.")
    return user
