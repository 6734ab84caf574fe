"""Who is asking, and whether they may: what every handler depends on.

@router.get("/queue")
def screen(request: Request, user: User = opens("queue")) -> Response: ...
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, HTTPException, Path, Request
from starlette.datastructures import FormData

from models import Account
from models.text import storable
from web.accounts import sessions, tokens
from web.accounts.keys import same
from web.accounts.roles import AREAS, may_open
from web.office import Office

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
PROGRAMS = ("/api/", "/metrics")  # where a token opens the door
LIVE = "x-live"  # a header of the script: polling is no sign of life
CSRF, CSRF_HEADER = "csrf", "x-csrf-token"
Number = Annotated[int, Path(gt=0, lt=2**31)]  # of something in the database, in an address


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


def visitor(request: Request) -> User | None:
    """Whoever is signed in, by a token or by the cookie; remembered for the error pages."""
    office = office_of(request)
    token = _token(request)
    user = _program(request, office, token) if token else _person(request, office)
    request.state.user = user
    return user


def _token(request: Request) -> str:
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    given = key.strip() if scheme.lower() == "bearer" else ""
    return given if request.url.path.startswith(PROGRAMS) else ""


def _program(request: Request, office: Office, key: str) -> User | None:
    now = office.clock()
    with office.store.reading() as session:
        found = tokens.bearer(session, key)
    if found is None:
        return None
    token, account = found
    if token.scope == "read" and request.method not in SAFE:
        raise HTTPException(403, "Этот ключ только для чтения.")
    if tokens.needs_touch(token, now):
        with office.store.writing() as session:
            tokens.touch(session, token.id, now)
    return _user(account)


def _person(request: Request, office: Office) -> User | None:
    key, now = request.cookies.get(cookie_name(office.config.web.secure)), office.clock()
    if not key:
        return None
    with office.store.reading() as session:
        found = sessions.current(session, key, office.terms, now)
    if found is None:
        return None
    held, account = found
    if LIVE not in request.headers and sessions.needs_touch(held, now):
        with office.store.writing() as session:
            sessions.touch(session, held.id, now)
    return _user(account, held.csrf, held.id)


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
    return await request.form(max_files=20, max_fields=1000)


async def fields(request: Request) -> dict[str, str]:
    """A dependency: the text fields of the form, storable; the last of those of one name."""
    sent = await form(request)
    return {name: storable(value) for name, value in sent.items() if isinstance(value, str)}


Sent = Annotated[dict[str, str], Depends(fields)]
Chosen = Annotated[FormData, Depends(form)]


def requires(*roles: str) -> Any:
    """A dependency: the user, who holds one of these roles."""

    def check(user: User | None = Depends(visitor)) -> User:
        return _let(user, user is not None and user.has(*roles))

    return Depends(check)


def opens(area: str) -> Any:
    """A dependency: the user, whose roles open this area of the table AREAS."""
    return requires(*AREAS[area].roles)


def signed_in(user: User | None = Depends(visitor)) -> User:
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
