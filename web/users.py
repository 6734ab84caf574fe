"""The administrator's page: accounts, their roles, new passwords, disabling."""

from fastapi import APIRouter, Request, Response
from starlette.datastructures import FormData

from errors import OtklikError
from web.access import Chosen, Number, Sent, User, office_of, opens
from web.accounts import register, sessions
from web.accounts.passwords import invented
from web.accounts.roles import ROLES
from web.pages import redirect, render

router = APIRouter(prefix="/users")


@router.get("")
def show(request: Request, user: User = opens("users")) -> Response:
    """Everybody, and the form for somebody new."""
    return _list(request)


@router.post("")
def add(
    request: Request,
    sent: Sent,
    chosen: Chosen,
    user: User = opens("users"),
) -> Response:
    """Somebody new; the invented password is shown once, in this very answer."""
    office, password = office_of(request), invented()
    try:
        with office.store.writing() as session:
            account = register.add(
                session, office.passwords, sent.get("login", ""), sent.get("name", ""),
                _roles(chosen), password, office.clock(), sent.get("body", ""),
            )  # fmt: skip
    except OtklikError as error:
        return _list(request, 422, str(error), sent | {"roles": " ".join(_roles(chosen))})
    return render(request, "user_password.html", account=account, password=password)


@router.get("/{number}")
def card(request: Request, number: Number, user: User = opens("users")) -> Response:
    """One account."""
    return _card(request, number)


@router.post("/{number}/roles")
def assign(
    request: Request,
    number: Number,
    sent: Sent,
    chosen: Chosen,
    user: User = opens("users"),
) -> Response:
    """Other roles, another body."""
    try:
        with office_of(request).store.writing() as session:
            account = register.by_id(session, number)
            register.assign(session, account, _roles(chosen), sent.get("body", ""))
    except OtklikError as error:
        return _card(request, number, 422, str(error))
    return redirect(f"/users/{number}", "Роли изменены.")


@router.post("/{number}/password")
def reset(request: Request, number: Number, user: User = opens("users")) -> Response:
    """An invented password for somebody who forgot theirs, shown once; sessions end."""
    office, password = office_of(request), invented()
    with office.store.writing() as session:
        account = register.by_id(session, number)
        register.set_password(
            session, office.passwords, account, password, office.clock(), by_owner=False
        )
    return render(request, "user_password.html", account=account, password=password)


@router.post("/{number}/disable")
def disable(request: Request, number: Number, user: User = opens("users")) -> Response:
    """No sign-in any more, at once."""
    office = office_of(request)
    try:
        with office.store.writing() as session:
            register.disable(session, register.by_id(session, number), office.clock())
    except OtklikError as error:
        return _card(request, number, 409, str(error))
    return redirect(f"/users/{number}", "Вход закрыт, сеансы закончены.")


@router.post("/{number}/enable")
def enable(request: Request, number: Number, user: User = opens("users")) -> Response:
    """May sign in again; failed tries are forgiven."""
    office = office_of(request)
    with office.store.writing() as session:
        register.enable(session, register.by_id(session, number), office.clock())
    return redirect(f"/users/{number}", "Вход открыт.")


def _roles(chosen: FormData) -> list[str]:
    return [str(role) for role in chosen.getlist("roles")]


def _list(
    request: Request, status: int = 200, refusal: str = "", sent: dict[str, str] | None = None
) -> Response:
    with office_of(request).store.reading() as session:
        accounts = register.everybody(session)
    return render(
        request, "users.html", status, accounts=accounts, roles=ROLES,
        bodies=office_of(request).config.bodies, refusal=refusal, sent=sent or {},
    )  # fmt: skip


def _card(request: Request, number: int, status: int = 200, refusal: str = "") -> Response:
    office = office_of(request)
    with office.store.reading() as session:
        account = register.by_id(session, number)
        held = sessions.of_account(session, number, office.terms, office.clock())
    return render(
        request, "user.html", status, account=account, sessions=held, roles=ROLES,
        bodies=office.config.bodies, refusal=refusal,
    )  # fmt: skip
