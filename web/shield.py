"""Around every answer: headers, the limit of a body, whose host it is, the last resort."""

import ipaddress
import logging
from collections.abc import Awaitable, Callable, Collection
from urllib.parse import urlsplit

from fastapi import Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.access import SAFE
from web.faults import answer

log = logging.getLogger("otklik.web")
BODY_LIMIT = 8 << 20  # bytes: a draft of any length and its photos
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
KEPT_LONG = "public, max-age=31536000, immutable"  # addresses of static files carry their hash


class TooLarge(Exception):
    """The body is longer than anything a form of ours sends."""


class Shield:
    """The outermost layer. `hosts` are the names people come by; addresses in numbers always pass.

    Only a name can be pointed at us by another (DNS rebinding).
    """

    def __init__(self, app: ASGIApp, hosts: Collection[str], secure: bool) -> None:
        self._app = app
        self._hosts = hosts
        self._headers = dict(HEADERS)
        if secure:
            self._headers["Strict-Transport-Security"] = "max-age=31536000"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun: list[bool] = []
        dressed = self._dressed(scope, send, begun)
        try:
            await self._guarded(scope, receive, dressed)
        except Exception as error:
            if _comes_of(error, ClientDisconnect):  # the browser went away: nobody to answer
                return
            if begun:  # half an answer is out: nothing to do but to break off
                raise
            await self._last_resort(scope, receive, dressed, error)

    async def _guarded(self, scope: Scope, receive: Receive, send: Send) -> None:
        refused = self._refusal(scope)
        if refused:
            await answer(Request(scope), *refused)(scope, receive, send)
            return
        await self._app(scope, _limited(receive), send)

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        headers = Headers(scope=scope)
        if not _known(headers.get("host", ""), self._hosts):
            return 400, "По этому адресу Отклик не отвечает: его называет web.address."
        if b"%00" in scope.get("raw_path", b"") + scope["query_string"]:
            return 400, ""
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > BODY_LIMIT:
            return 413, ""
        if scope["method"] not in SAFE and _foreign(headers):
            return 403, "Запрос пришёл с чужого сайта."
        return None

    def _dressed(self, scope: Scope, send: Send, begun: list[bool]) -> Send:
        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                begun.append(True)
                headers = MutableHeaders(scope=message)
                headers.update(self._headers)
                kept = scope["path"].startswith("/static/") and message["status"] == 200
                headers["Cache-Control"] = KEPT_LONG if kept else "no-store"
            await send(message)

        return dressed

    async def _last_resort(
        self, scope: Scope, receive: Receive, send: Send, error: Exception
    ) -> None:
        status = 413 if _comes_of(error, TooLarge) else 500
        if status == 500:
            log.error("unexpected error, please report it", exc_info=error,
                      extra={"path": scope["path"]})  # fmt: skip
        await answer(Request(scope), status)(scope, receive, send)


def _limited(receive: Receive) -> Callable[[], Awaitable[Message]]:
    taken = 0

    async def limited() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > BODY_LIMIT:
            raise TooLarge
        return message

    return limited


def _comes_of(error: BaseException | None, kind: type[Exception]) -> bool:
    while error is not None and not isinstance(error, kind):
        error = error.__cause__ or error.__context__
    return error is not None


def _known(host: str, names: Collection[str]) -> bool:
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    return name in names or _is_number(name)


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _foreign(headers: Headers) -> bool:
    """Whether a browser says that another site sent this; a program says nothing."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != headers.get("host")
