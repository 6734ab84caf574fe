"""My account: the password, and where I am signed in."""

from fastapi import APIRouter, Depends, Request, Response

from errors import OtklikError
from web.access import Number, Sent, User, office_of, opens, signed_in
from web.accounts import register, sessions
from web.accounts.door import NotLetIn, Wait, prove
from web.pages import redirect, render
from web.sign_in import address_of

router = APIRouter(prefix="/account")


@router.get("")
def show(request: Request, user: User = opens("account")) -> Response:
    """Who I am, my sessions."""
    office = office_of(request)
    with office.store.reading() as session:
        held = sessions.of_account(session, user.id, office.terms, office.clock())
    return render(request, "account.html", sessions=held)


@router.post("/sessions/{number}/end")
def end_session(request: Request, number: Number, user: User = opens("account")) -> Response:
    """Sign out on another browser."""
    with office_of(request).store.writing() as session:
        sessions.end(session, user.id, number)
    return redirect("/account", "Сеанс закончен.")


@router.get("/password")
def ask(request: Request, user: User = Depends(signed_in)) -> Response:
    """The form for a new password."""
    return render(request, "password.html", refusal="")


@router.post("/password")
def change(request: Request, sent: Sent, user: User = Depends(signed_in)) -> Response:
    """A new password; all other sessions end."""
    try:
        _change(request, user, sent)
    except Wait as error:
        return render(request, "password.html", 429, refusal=str(error))
    except NotLetIn as error:
        words = str(error).replace("Логин или пароль", "Нынешний пароль")
        return render(request, "password.html", 401, refusal=words)
    except OtklikError as error:
        return render(request, "password.html", 422, refusal=str(error))
    return redirect("/account", "Пароль изменён. На других устройствах нужно войти заново.")


def _change(request: Request, user: User, sent: dict[str, str]) -> None:
    office, now = office_of(request), office_of(request).clock()
    new = sent.get("new", "")
    if new != sent.get("again", ""):
        raise register.AccountError("Новый пароль повторён с ошибкой.")
    # An unattended browser must not become a place to guess at leisure: the door counts.
    prove(office.store, office.passwords, user.login, sent.get("old", ""), address_of(request), now)
    with office.store.writing() as session:
        account = register.by_id(session, user.id)
        register.set_password(
            session, office.passwords, account, new, now, by_owner=True, kept_session=user.session
        )
