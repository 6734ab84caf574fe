"""What people read when something is refused or breaks: what happened to the work, the way out."""

import logging
from typing import cast
from urllib.parse import quote, urlsplit

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from sqlalchemy.exc import DataError, OperationalError
from starlette.exceptions import HTTPException

from errors import OtklikError, StoreError
from incidents.people import NotAllowed
from incidents.sight import NoIncident
from models.text import storable
from moderation.cards import NoCard
from moderation.undo import NoAction
from pages.refusal import NotThere
from web.access import SAFE, MustChange, SignedOut, recognise
from web.accounts.door import Wait
from web.accounts.register import NoAccount
from web.hints import for_program, for_screen
from web.pages import ours, render, wants_fragment

log = logging.getLogger("otklik.web")
SIGN_IN = "/sign-in"
WORDS = {  # status: what it is called, what happened and the way out
    400: ("Запрос не разобран", "Ничего не изменено. Вернитесь и попробуйте ещё раз."),
    401: ("Нужно войти", "Набранное сохранено в этом браузере. Войдите и продолжите."),
    403: ("Нет доступа", "Ничего не изменено. Если доступ нужен, скажите администратору."),
    404: ("Такой страницы нет", "Возможно, адрес набран с ошибкой или карточка уже убрана."),
    405: ("Так этого не сделать", "Ничего не изменено. Вернитесь и попробуйте ещё раз."),
    409: ("Не сделано", "Набранное осталось в форме: вернитесь, там всё на месте."),
    413: ("Слишком много данных", "Ничего не отправлено. Сократите текст или вложения."),
    422: ("Не всё заполнено", "Ничего не изменено. Вернитесь: набранное на месте."),
    429: ("Подождите немного", "Ничего не изменено."),
    500: (
        "Ошибка в программе",
        "Сохранённое раньше цело. Повторите; если не поможет, сообщите "
        "администратору время и адрес страницы.",
    ),
    503: (
        "База данных недоступна",
        "Не сохранено. Набранное осталось в форме: повторите через минуту.",
    ),
}
KINDS = {  # of expected failures; of any other it is 409
    NotAllowed: 403,
    NoAccount: 404,
    NoAction: 404,
    NoCard: 404,
    NoIncident: 404,
    NotThere: 404,
}
GENERIC = {"Not Found", "Method Not Allowed", "Bad Request", "Forbidden"}  # the library's own


def install(app: FastAPI) -> None:
    """Every refusal and failure becomes a page, a fragment or JSON, as it was asked."""
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _unfit)
    app.add_exception_handler(OtklikError, _explained)
    app.add_exception_handler(DataError, _unstorable)
    app.add_exception_handler(OperationalError, _no_database)
    app.add_exception_handler(SignedOut, _signed_out)
    app.add_exception_handler(MustChange, _must_change)


def answer(
    request: Request, status: int, detail: str = "", headers: dict[str, str] | None = None
) -> Response:
    """The page of this refusal; `detail` says more than the status does."""
    title, outcome = WORDS.get(status, WORDS[400 if status < 500 else 500])
    if request.url.path.startswith("/api/"):
        content = {"error": {"status": status, "title": title, "detail": detail or outcome}}
        return JSONResponse(content, status, headers)
    template = "fault_fragment.html" if wants_fragment(request) else "fault.html"
    page = render(request, template, status, title=title, detail=detail, outcome=outcome)
    page.headers.update(headers or {})
    return page


def _refused(request: Request, error: Exception) -> Response:
    fault = cast(HTTPException, error)
    if fault.status_code == 404 and not hasattr(request.state, "user"):
        recognise(request)
    detail = "" if fault.detail in GENERIC else fault.detail
    return answer(request, fault.status_code, detail, dict(fault.headers or {}))


def _unfit(request: Request, error: Exception) -> Response:
    fault = cast(RequestValidationError, error)
    names = {storable(str(one["loc"][-1])) for one in fault.errors() if one["loc"]}
    return answer(request, 422, f"Не подходит: {', '.join(sorted(names))}.")


def _explained(request: Request, error: Exception) -> Response:
    if isinstance(error, Wait):
        return answer(request, 429, str(error), {"Retry-After": str(error.seconds)})
    if isinstance(error, StoreError):
        return _no_database(request, error)
    status = next((status for kind, status in KINDS.items() if isinstance(error, kind)), 409)
    said = for_program if request.url.path.startswith("/api/") else for_screen
    return answer(request, status, said(str(error)))


def _no_database(request: Request, error: Exception) -> Response:
    fault = str(getattr(error, "orig", error))
    log.error("store failed", extra={"path": request.url.path, "fault": fault})
    return answer(request, 503)


def _unstorable(request: Request, error: Exception) -> Response:
    return answer(request, 422, "Значение не помещается в базу данных.")


def _signed_out(request: Request, _: Exception) -> Response:
    if request.url.path.startswith("/api/"):
        return answer(request, 401, "Нужен ключ.", {"WWW-Authenticate": "Bearer"})
    if wants_fragment(request):
        return answer(request, 401)
    return RedirectResponse(f"{SIGN_IN}?next={quote(_page_of(request), safe='')}", 303)


def _page_of(request: Request) -> str:
    """The page to return to: of a form that was sent too late, the page it stands on."""
    url = request.url if request.method in SAFE else urlsplit(request.headers.get("referer", ""))
    return ours(url.path + (f"?{url.query}" if url.query else ""))


def _must_change(request: Request, _: Exception) -> Response:
    if wants_fragment(request) or request.url.path.startswith("/api/"):
        return answer(request, 403, "Сначала смените пароль.")
    return RedirectResponse("/account/password", 303)
