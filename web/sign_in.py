"""The sign-in page, and the way out."""

from fastapi import APIRouter, Depends, HTTPException, Request, Response

from web.access import CSRF, Sent, User, cookie_name, office_of, signed_in, visitor
from web.accounts import door, sessions
from web.accounts.keys import new_key, same
from web.pages import ours, redirect, render

router = APIRouter()


@router.get("/sign-in")
def show(request: Request, next: str = "/", user: User | None = Depends(visitor)) -> Response:
    """The form; whoever is signed in goes on."""
    return redirect(next) if user else _form(request, next)


@router.post("/sign-in")
def enter(request: Request, sent: Sent) -> Response:
    """Let somebody in: a session of its own, whatever cookie the browser brought."""
    office, target = office_of(request), ours(sent.get("next", "/"))
    _refuse_forged(request, sent)
    who = door.Visitor(address_of(request), request.headers.get("user-agent", ""))
    given = sent.get("login", ""), sent.get("password", "")
    try:
        key = door.sign_in(
            office.store, office.passwords, office.terms, *given, who, office.clock()
        )
    except door.Wait as error:
        page = _form(request, target, given[0], str(error), 429)
        page.headers["Retry-After"] = str(error.seconds)
        return page
    except door.NotLetIn as error:
        return _form(request, target, given[0], str(error), 401)
    response, secure = redirect(target), office.config.web.secure
    response.delete_cookie(_form_cookie(request), path="/", secure=secure)
    response.set_cookie(
        cookie_name(secure), key, path="/", httponly=True, samesite="lax", secure=secure
    )
    return response


@router.post("/sign-out")
def leave(request: Request, user: User = Depends(signed_in)) -> Response:
    """End this session here and in the database."""
    office = office_of(request)
    with office.store.writing() as session:
        sessions.end(session, user.id, user.session)
    response = redirect("/sign-in", "Вы вышли.")
    response.delete_cookie(
        cookie_name(office.config.web.secure), path="/", secure=office.config.web.secure
    )
    return response


def address_of(request: Request) -> str:
    """Where the request came from; behind a proxy uvicorn has put it right, if told to."""
    return request.client.host if request.client else ""


def _form_cookie(request: Request) -> str:
    return cookie_name(office_of(request).config.web.secure) + "-form"


def _form(
    request: Request, target: str, login: str = "", refusal: str = "", status: int = 200
) -> Response:
    # Nobody is signed in yet, so the key against forged forms lives in a cookie of its own.
    name, secure = _form_cookie(request), office_of(request).config.web.secure
    key = request.cookies.get(name) or new_key()
    page = render(
        request, "sign_in.html", status,
        target=ours(target), login=login, refusal=refusal, form_key=key,
    )  # fmt: skip
    page.set_cookie(name, key, path="/", httponly=True, samesite="strict", secure=secure)
    return page


def _refuse_forged(request: Request, sent: dict[str, str]) -> None:
    kept = request.cookies.get(_form_cookie(request), "")
    if not kept or not same(sent.get(CSRF, ""), kept):
        raise HTTPException(403, "Форма входа устарела. Откройте страницу входа ещё раз.")
