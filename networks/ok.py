"""Odnoklassniki: signed calls of its REST API and what its error codes mean for us."""

import hashlib
from collections.abc import Mapping
from typing import Any

import requests

from errors import NetworkFault, Outcome
from networks.http import json_body, status_fault, transport_fault
from networks.line import Line, Patience, TokenBucket

NETWORK = "ok"

# Every code of the network's list; a code that is not here goes to the operator.
CODES: dict[Outcome, tuple[int, ...]] = {
    Outcome.RETRY: (1, 2, 30, 31, 5000, 9999),
    Outcome.STOP_TOKEN: (102, 103),
    Outcome.STOP_METHOD: (3, 7, 8, 9, 11, 511),
    Outcome.GONE: (300, 700, 702),
    Outcome.SKIP: (
        *(12, 22, 106, 110, 140, 141, 160, 454, 455, 457),
        *(600, 601, 602, 603, 604, 605, 606, 607, 701, 704),
    ),
    Outcome.OPERATOR: (
        *(4, 10, 24, 50, 100, 101, 104, 105, 200, 210, 220, 451, 453, 456, 458, 514),
        *(900, 1200, 2001),
    ),
}
OUTCOMES = {code: outcome for outcome, codes in CODES.items() for code in codes}

# What a person can do about it, where the network's own words do not say.
ADVICE = {
    3: "сеть больше не предлагает этот метод",
    10: "владелец ключа должен быть модератором группы",
    50: "владелец ключа должен быть администратором группы",
    101: "проверьте application_key",
    102: "получите новый access_token",
    103: "получите новый access_token",
    104: "проверьте секретный ключ",
    200: "попросите это право для приложения: api-support@ok.ru",
    210: "приложение отключено",
    514: "владельцу ключа надо пройти проверку на сайте",
}

WITHDRAWN = 3  # the code of a method that the network no longer offers


def session_secret(access_token: str, application_secret: str) -> str:
    """The secret that signs calls made with an access token."""
    return _md5(access_token + application_secret)


def sign(params: Mapping[str, str], secret: str) -> str:
    """The signature of a call; tokens are not part of it, nor are empty values."""
    signed = {name: value for name, value in params.items() if value and name not in _UNSIGNED}
    return _md5("".join(f"{name}={signed[name]}" for name in sorted(signed)) + secret)


_UNSIGNED = frozenset({"access_token", "session_key", "sig"})


def _md5(text: str) -> str:
    # The network's own scheme, not our choice of a hash.
    return hashlib.md5(text.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()


class OkClient:
    """Calls with one access token.

    `tokens` holds application_key, access_token and either session_secret_key, as the network's
    page of eternal tokens shows it, or application_secret_key. A body may be anything JSON knows.
    """

    def __init__(
        self,
        tokens: Mapping[str, str],
        http: requests.Session,
        *,
        api_url: str = "https://api.ok.ru",
        rate: float | None = 1.0,
        patience: Patience,
    ) -> None:
        self._lacking = _lacking(tokens)
        self._key = tokens.get("application_key", "")
        self._token = tokens.get("access_token", "")
        self._secret = tokens.get("session_secret_key") or session_secret(
            self._token, tokens.get("application_secret_key", "")
        )
        self._http = http
        self._url = api_url.rstrip("/") + "/fb.do"
        self._line = Line(TokenBucket(rate), patience)

    def call(self, method: str, *, once: bool = False, **params: Any) -> Any:
        """The decoded body of the answer; `once` as in `Line.call`. Raises NetworkFault."""
        if self._lacking:
            raise NetworkFault(NETWORK, "token", self._lacking, Outcome.STOP_TOKEN, method=method)
        form = self._form(method, params)
        return self._line.call(method, lambda: self._exchange(method, form), once=once)

    def _form(self, method: str, params: Mapping[str, Any]) -> dict[str, str]:
        form = {name: _word(value) for name, value in params.items()}
        form |= {"method": method, "application_key": self._key, "format": "json"}
        form = {name: value for name, value in form.items() if value}
        return form | {"sig": sign(form, self._secret), "access_token": self._token}

    def _exchange(self, method: str, form: dict[str, str]) -> Any:
        response = self._post(method, form)
        if not response.ok and "json" not in response.headers.get("Content-Type", ""):
            raise status_fault(NETWORK, method, response)
        body = json_body(NETWORK, method, response)
        self._refuse(method, body, response.headers.get("invocation-error", "0"))
        if not response.ok:
            raise status_fault(NETWORK, method, response)
        return body

    def _refuse(self, method: str, body: Any, stated: str) -> None:
        """Raise what the body, or else the header, says: errors come with status 200."""
        if isinstance(body, dict) and "error_code" in body:
            raise _refusal(method, body["error_code"], self._hushed(body.get("error_msg")))
        if stated != "0":
            raise _refusal(method, stated, "")

    def _hushed(self, said: Any) -> str:
        text = str(said or "")
        for secret in (self._token, self._secret, self._key):
            text = text.replace(secret, "<ключ>")
        return text

    def _post(self, method: str, form: dict[str, str]) -> requests.Response:
        try:
            return self._http.post(self._url, data=form)
        except requests.RequestException as error:
            fault = transport_fault(NETWORK, method, error)
        # Raised out here: the exception above, which may quote the request, is not chained to it.
        raise fault


def _lacking(tokens: Mapping[str, str]) -> str:
    """Which keys are not set, in words."""
    needed = {"application_key", "access_token"} - {name for name in tokens if tokens[name]}
    if not tokens.get("session_secret_key") and not tokens.get("application_secret_key"):
        needed.add("session_secret_key")
    return f"не заданы ключи: {', '.join(sorted(needed))}" if needed else ""


def _word(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return ",".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def _refusal(method: str, code: Any, text: str) -> NetworkFault:
    number = int(code) if str(code).isdigit() else -1
    words = " - ".join(part for part in (text, ADVICE.get(number, "")) if part) or "отказ"
    outcome = OUTCOMES.get(number, Outcome.OPERATOR)
    return NetworkFault(NETWORK, code if number < 0 else number, words, outcome, method=method)
