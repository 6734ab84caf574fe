"""LanguageTool, a checker of grammar and punctuation that a town may run for itself.

One call, POST /v2/check (languagetool.org/http-api): offsets there are of UTF-16 units.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import requests

from networks.http import json_body, status_fault, transport_fault

NAME = "LanguageTool"
_METHOD = "/v2/check"
_SUGGESTED = 3
_SPELLING = "misspelling"  # our own dictionary knows the towns' words better


@dataclass(frozen=True, slots=True)
class Objection:
    """A place in the text (code points), what is wrong there, and at most three ways to put it."""

    start: int
    end: int
    message: str
    suggestions: tuple[str, ...]


class LanguageTool:
    """A server by its address, for example http://localhost:8081. Raises NetworkFault."""

    def __init__(self, url: str, session: requests.Session) -> None:
        self._url = url.rstrip("/") + _METHOD
        self._session = session

    def __call__(self, text: str) -> Sequence[Objection]:
        """What the server objects to, spelling aside."""
        try:
            response = self._session.post(self._url, data={"text": text, "language": "ru-RU"})
        except requests.RequestException as error:
            raise transport_fault(NAME, _METHOD, error) from None
        if not response.ok:
            raise status_fault(NAME, _METHOD, response)
        answer = json_body(NAME, _METHOD, response)
        try:
            return [_objection(match, text) for match in answer["matches"] if not _spelling(match)]
        except (KeyError, TypeError) as error:
            raise transport_fault(NAME, _METHOD, ValueError(error)) from None


def _spelling(match: Any) -> bool:
    return bool(match["rule"].get("issueType") == _SPELLING)


def _objection(match: Any, text: str) -> Objection:
    units = text.encode("utf-16-le")
    start, end = match["offset"], match["offset"] + match["length"]
    better = [replacement["value"] for replacement in match["replacements"][:_SUGGESTED]]
    return Objection(_points(units, start), _points(units, end), match["message"], tuple(better))


def _points(units: bytes, offset: int) -> int:
    return len(units[: 2 * offset].decode("utf-16-le", "ignore"))
