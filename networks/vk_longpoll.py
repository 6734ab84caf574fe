"""VK's Bots Long Poll: events of a community as they happen, by a community token."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import requests

from errors import NetworkFault, Outcome
from networks.http import json_body, status_fault, transport_fault
from networks.line import Line, TokenBucket
from networks.vk import NETWORK, VkClient

METHOD = "longpoll"
WAIT = 25  # seconds VK holds an answer back while nothing happens
HISTORY_LOST, KEY_EXPIRED, ALL_LOST = 1, 2, 3  # VK's `failed`


@dataclass(frozen=True, slots=True)
class Round:
    """One answer: events, and the `ts` to ask with next. `lost`: some events never came."""

    events: tuple[Mapping[str, Any], ...]
    ts: str
    lost: bool = False


@dataclass(frozen=True, slots=True)
class _Server:
    url: str
    key: str
    ts: str


class VkLongPoll:
    """Asks round by round; the key lives in memory only, `ts` is the caller's to keep."""

    def __init__(self, client: VkClient, group_id: int, *, wait: int = WAIT) -> None:
        self._client = client
        self._group = group_id
        self._wait = wait
        self._line = Line(TokenBucket(None), client.patience)
        self._server: _Server | None = None

    def next(self, ts: str | None) -> Round:
        """Wait for events after `ts` (None: from now on). Raises NetworkFault."""
        server = self._server or self._connect()
        asked = ts or server.ts
        answer = self._line.call(METHOD, lambda: self._ask(server, asked))
        failed = answer.get("failed")
        if failed is None:
            return Round(tuple(answer.get("updates") or ()), str(answer["ts"]))
        return self._recover(failed, answer, asked)

    def _recover(self, failed: Any, answer: Mapping[str, Any], asked: str) -> Round:
        if failed == HISTORY_LOST:
            return Round((), str(answer["ts"]), lost=True)
        fresh = self._connect()
        if failed == KEY_EXPIRED:
            return Round((), asked)
        return Round((), fresh.ts, lost=True)

    def _connect(self) -> _Server:
        answer = self._client.call("groups.getLongPollServer", group_id=self._group)
        self._server = _Server(answer["server"], answer["key"], str(answer["ts"]))
        return self._server

    def _ask(self, server: _Server, ts: str) -> Mapping[str, Any]:
        params: Mapping[str, str] = {
            "act": "a_check",
            "key": server.key,
            "ts": ts,
            "wait": str(self._wait),
        }
        try:
            # VK answers within `wait`; the session's own timeout may be shorter than that.
            response = self._client.http.get(
                server.url, params=params, timeout=(10, self._wait + 10)
            )
        except requests.RequestException as error:
            raise transport_fault(NETWORK, METHOD, error) from None
        if not response.ok:
            raise status_fault(NETWORK, METHOD, response)
        return _understood(json_body(NETWORK, METHOD, response))


def _understood(answer: Any) -> Mapping[str, Any]:
    known = isinstance(answer, dict)
    if known and ("ts" in answer or answer.get("failed") in (KEY_EXPIRED, ALL_LOST)):
        return dict(answer)
    words = "neither events nor a failure"
    raise NetworkFault(NETWORK, "reply", words, Outcome.RETRY, method=METHOD)
