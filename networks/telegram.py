"""Telegram's Bot API: calls of one bot and what its refusals mean for us."""

import json
import logging
import re
from collections.abc import Mapping
from typing import Any

import requests

from errors import NetworkFault, Outcome
from networks.http import status_fault, transport_fault
from networks.line import Line, Patience, TokenBucket

NETWORK = "telegram"

# Status, a piece of the description, what follows, what a person can do. The first match counts.
RULES: tuple[tuple[int, str, Outcome, str], ...] = (
    (429, "", Outcome.WAIT, ""),
    (401, "", Outcome.STOP_TOKEN, "получите новый ключ у @BotFather"),
    (404, "", Outcome.STOP_TOKEN, "проверьте ключ бота и api_url"),
    (403, "", Outcome.SKIP, "сделайте бота администратором канала и его группы"),
    (409, "webhook", Outcome.OPERATOR, "вызовите deleteWebhook для этого бота"),
    (
        409,
        "",
        Outcome.OPERATOR,
        "бота читает другая программа: остановите её",
    ),
    (400, "upgraded to a supergroup", Outcome.OPERATOR, "впишите в настройки новый номер группы"),
    (400, "chat not found", Outcome.SKIP, "проверьте номер страницы и добавлен ли туда бот"),
    (400, "not found", Outcome.GONE, ""),
    (400, "can't be deleted", Outcome.OPERATOR, "удалите вручную: боту Телеграм не даёт"),
    (400, "administrator of the chat", Outcome.OPERATOR, "сначала снимите с него эту роль"),
    (400, "PARTICIPANT_ID_INVALID", Outcome.SKIP, ""),
    (400, "USER_ID_INVALID", Outcome.SKIP, ""),
    (400, "not enough rights", Outcome.OPERATOR, "дайте боту это право в группе"),
    (400, "", Outcome.OPERATOR, ""),
)

LACKING = "не задан ключ бота: docs/ru/telegram.md"
Files = Mapping[str, tuple[str, bytes]]  # field: (name, content)

POLL_MARGIN = 15.0  # seconds an answer may be late after a long poll has ended
_TOKEN = re.compile(r"\d+:[\w-]{6,}")


class _NoTokens(logging.Filter):
    """Blots tokens out of what the HTTP library logs: the Bot API has them in its addresses."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = _TOKEN.sub("<ключ>", record.getMessage()), ()
        return True


logging.getLogger("urllib3.connectionpool").addFilter(_NoTokens())


class TelegramClient:
    """Calls of one bot; `bot_id` is its number. No message or exception holds the token."""

    def __init__(
        self,
        token: str,
        http: requests.Session,
        *,
        api_url: str = "https://api.telegram.org",
        rate: float | None = 20.0,
        patience: Patience,
    ) -> None:
        self.bot_id = token.partition(":")[0]
        self._token = token
        self._http = http
        self._url = f"{api_url.rstrip('/')}/bot{token}/"
        self._line = Line(TokenBucket(rate), patience)

    def call(
        self, method: str, *, once: bool = False, files: Files | None = None, **params: Any
    ) -> Any:
        """The `result` of the answer; `once` as in `Line.call`. Raises NetworkFault."""
        if not self._token:
            raise NetworkFault(NETWORK, "token", LACKING, Outcome.STOP_TOKEN, method=method)
        return self._line.call(method, lambda: self._exchange(method, params, files), once=once)

    def _exchange(self, method: str, params: dict[str, Any], files: Files | None) -> Any:
        response = self._post(method, params, files)
        body = self._decode(method, response)
        if not isinstance(body, dict) or "ok" not in body:
            raise _unexplained(method, response)
        if not body["ok"]:
            raise self._refusal(method, response.status_code, body)
        return body.get("result")

    def _post(self, method: str, params: dict[str, Any], files: Files | None) -> requests.Response:
        poll = params.get("timeout")
        patience = (10.0, poll + POLL_MARGIN) if poll else None
        body = {"files": files, "data": _form(params)} if files else {"json": params}
        try:
            return self._http.post(self._url + method, timeout=patience, **body)
        except requests.RequestException as error:
            fault = transport_fault(NETWORK, method, error)
        # Raised out here: the exception above quotes the address, and with it the token.
        raise fault

    def _decode(self, method: str, response: requests.Response) -> Any:
        try:
            return response.json()
        except ValueError:
            fault = _unexplained(method, response)
        raise fault

    def _refusal(self, method: str, status: int, body: dict[str, Any]) -> NetworkFault:
        code = int(body.get("error_code") or status)
        said = str(body.get("description") or "отказ").replace(self._token, "<ключ>")
        outcome, advice = judge(code, said)
        parameters = body.get("parameters") or {}
        words = [said, advice, _moved(parameters.get("migrate_to_chat_id"))]
        return NetworkFault(
            NETWORK,
            code,
            " - ".join(filter(None, words)),
            outcome,
            method=method,
            retry_after=parameters.get("retry_after"),
        )


def _form(params: Mapping[str, Any]) -> dict[str, Any]:
    """Beside files, what is nested goes as JSON."""
    return {k: json.dumps(v) if isinstance(v, list | dict) else v for k, v in params.items()}


def judge(code: int, description: str) -> tuple[Outcome, str]:
    """What follows from a refusal, and the advice that goes with it."""
    if code >= requests.codes.server_error:
        return Outcome.RETRY, ""
    fitting = (rule for rule in RULES if rule[0] == code and rule[1] in description)
    _, _, outcome, advice = next(fitting, (code, "", Outcome.OPERATOR, ""))
    return outcome, advice


def _moved(new_id: int | None) -> str:
    return f"новый номер {new_id}" if new_id else ""


def _unexplained(method: str, response: requests.Response) -> NetworkFault:
    if response.ok:
        return transport_fault(NETWORK, method, ValueError())
    return status_fault(NETWORK, method, response)
