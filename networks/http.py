"""HTTP shared by all networks: a session that always times out; transport failures as faults."""

from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter

from errors import NetworkFault, Outcome

USER_AGENT = "otklik"


class _Transport(HTTPAdapter):
    """Adds the timeout that libraries forget, and sends `home` requests to another server."""

    def __init__(self, timeout: tuple[float, float], away: str | None) -> None:
        self._timeout = timeout
        self._away = urlsplit(away) if away else None
        super().__init__()

    def send(
        self, request: requests.PreparedRequest, *args: Any, **kwargs: Any
    ) -> requests.Response:
        if self._away is not None:
            request.url = _moved(request.url or "", self._away)
        if not kwargs.get("timeout"):
            kwargs["timeout"] = self._timeout
        return super().send(request, *args, **kwargs)


def _moved(url: str, away: Any) -> str:
    path = away.path.rstrip("/") + urlsplit(url).path
    return urlsplit(url)._replace(scheme=away.scheme, netloc=away.netloc, path=path).geturl()


def session(
    *, timeout: float, proxy: str | None = None, home: str | None = None, away: str | None = None
) -> requests.Session:
    """A session whose every request times out after `timeout` seconds of silence.

    Requests to the prefix `home` go to the server `away` instead, where both are given: this is
    how a library with a hard-wired host is pointed at a simulator.
    """
    made = requests.Session()
    made.headers["User-Agent"] = USER_AGENT
    # Only what the configuration names: no proxy or netrc secret slips in from the environment.
    made.trust_env = False
    if proxy:
        made.proxies = {"http": proxy, "https": proxy}
    waits = (min(timeout, 10.0), timeout)
    for prefix in ("http://", "https://"):
        made.mount(prefix, _Transport(waits, None))
    if home and away:
        made.mount(home, _Transport(waits, away))
    return made


def transport_fault(
    network: str, method: str, error: requests.RequestException | ValueError
) -> NetworkFault:
    """What a failed exchange means. The exception's own text is left out: it may hold a token."""
    if isinstance(error, requests.Timeout):
        return NetworkFault(network, "timeout", "нет ответа вовремя", Outcome.RETRY, method=method)
    if isinstance(error, requests.exceptions.ProxyError):
        return NetworkFault(network, "proxy", "прокси отказывает", Outcome.RETRY, method=method)
    if isinstance(error, requests.ConnectionError):
        return NetworkFault(
            network,
            "connection",
            "сервер недоступен или бросил трубку",
            Outcome.RETRY,
            method=method,
        )
    return NetworkFault(
        network, "reply", "ответ оборвался или непонятен", Outcome.RETRY, method=method
    )


def status_fault(network: str, method: str, response: requests.Response) -> NetworkFault:
    """What an HTTP status other than 2xx means where the body explains nothing."""
    status = response.status_code
    if status == requests.codes.too_many_requests:
        patience = _seconds(response.headers.get("Retry-After"))
        return NetworkFault(
            network,
            status,
            "слишком много запросов",
            Outcome.WAIT,
            method=method,
            retry_after=patience,
        )
    outcome = Outcome.RETRY if status >= requests.codes.server_error else Outcome.OPERATOR
    return NetworkFault(
        network, status, f"сервер ответил статусом {status}", outcome, method=method
    )


def _seconds(header: str | None) -> float | None:
    return float(header) if header and header.isdigit() else None


def json_body(network: str, method: str, response: requests.Response) -> Any:
    """The decoded body; a cut-off or foreign one is a passing fault."""
    try:
        return response.json()
    except ValueError as error:
        raise transport_fault(network, method, error) from None
