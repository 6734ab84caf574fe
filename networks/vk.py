"""VK: which token may call what, and every failure as a `NetworkFault`. Wraps `vk_api`."""

from collections.abc import Callable, Mapping
from typing import Any

import requests
import vk_api
from jconfig import MemoryConfig

from errors import NetworkFault, Outcome
from networks.http import status_fault, transport_fault
from networks.line import Line, Patience, TokenBucket
from networks.vk_errors import FLOOD, FLOOD_PAUSE, HINTS, WRONG_KIND, outcome

NETWORK = "vk"
HOME = "https://api.vk.ru/"
API_VERSION = "5.199"

SERVICE, USER, COMMUNITY = KINDS = ("service", "user", "community")
# Calls a second: VK's limits of 3, 3 and 20 less what the way to VK may push two calls together.
RATES: Mapping[str, float | None] = {SERVICE: 2.8, USER: 2.8, COMMUNITY: 18.0}

RUSSIAN = {SERVICE: "сервисный", USER: "пользователя", COMMUNITY: "сообщества"}

DAILY_WALL_GET = 5000  # calls a day per token, after which VK answers error 29

_READ = (SERVICE, USER)
_ANY = (SERVICE, USER, COMMUNITY)
_AS_COMMUNITY = (COMMUNITY, USER)
_PERSON = (USER,)

METHODS: Mapping[str, tuple[str, ...]] = {  # who may call it, the preferred kind first
    "wall.get": _READ,
    "wall.getById": _READ,
    "wall.getComments": _READ,
    "wall.getComment": _PERSON,
    "wall.search": _READ,
    "wall.createComment": _AS_COMMUNITY,
    "wall.deleteComment": _PERSON,
    "wall.restoreComment": _PERSON,
    "wall.reportComment": _PERSON,
    "wall.delete": _PERSON,
    "wall.restore": _PERSON,
    "wall.closeComments": _AS_COMMUNITY,
    "wall.openComments": _AS_COMMUNITY,
    "groups.ban": _PERSON,
    "groups.unban": _PERSON,
    "groups.getBanned": _AS_COMMUNITY,
    "groups.getById": _ANY,
    "groups.getMembers": _ANY,
    "groups.getSettings": _PERSON,
    "groups.getAddresses": _READ,
    "groups.getTokenPermissions": (COMMUNITY,),
    "groups.getLongPollServer": _AS_COMMUNITY,
    "groups.getLongPollSettings": _AS_COMMUNITY,
    "groups.setLongPollSettings": _AS_COMMUNITY,
    "users.get": _ANY,
    "utils.resolveScreenName": _ANY,
    "newsfeed.search": _READ,
    "newsfeed.getMentions": _PERSON,
    "board.getTopics": _READ,
    "board.getComments": _READ,
    "board.createComment": _PERSON,
    "board.deleteComment": _AS_COMMUNITY,
    "board.restoreComment": _AS_COMMUNITY,
    "photos.getAllComments": _PERSON,
    "photos.getComments": _PERSON,
    "photos.createComment": _PERSON,
    "photos.deleteComment": _PERSON,
    "photos.restoreComment": _PERSON,
    "photos.getWallUploadServer": _PERSON,
    "photos.saveWallPhoto": _PERSON,
    "video.get": _PERSON,
    "video.getComments": _PERSON,
    "video.createComment": _PERSON,
    "video.deleteComment": _PERSON,
    "video.restoreComment": _PERSON,
    "messages.getConversations": _AS_COMMUNITY,
    "messages.getHistory": _AS_COMMUNITY,
    "messages.send": _AS_COMMUNITY,
}


class VkClient:
    """VK's API with up to three tokens: service, user, community. Thread-safe.

    `http` comes from `networks.http.session(home=HOME, away=api_url, …)`. `rates` are calls a
    second by kind of token (None: no limit); what is not named keeps VK's own limit. `lines`, by
    token, are what clients with a token in common share.
    """

    def __init__(
        self,
        tokens: Mapping[str, str],
        http: requests.Session,
        *,
        rates: Mapping[str, float | None] | None = None,
        patience: Patience | None = None,
        lines: dict[str, Line] | None = None,
    ) -> None:
        rates = {**RATES, **(rates or {})}
        lines = {} if lines is None else lines
        self.http = http
        self.patience = patience or Patience()
        self._secrets = tuple(token for token in tokens.values() if token)
        self._apis = {kind: _api(tokens[kind], http) for kind in KINDS if tokens.get(kind)}
        self._lines = {
            kind: lines.setdefault(tokens[kind], Line(TokenBucket(rates[kind]), self.patience))
            for kind in self._apis
        }
        self._unfit: set[tuple[str, str]] = set()

    def call(self, method: str, **params: Any) -> Any:
        """The `response` of an API method. Raises NetworkFault."""
        *others, last = self._kinds(method)
        for kind in others:
            try:
                return self._call(kind, method, params)
            except NetworkFault as fault:
                self._pass_on(kind, fault)
        return self._call(last, method, params)

    def call_as(self, kind: str, method: str, **params: Any) -> Any:
        """The same with this kind of token and no other."""
        if kind not in self._apis:
            raise _no_token(method, (kind,))
        return self._call(kind, method, params)

    def can(self, method: str) -> bool:
        """Whether there is a token that may call this method."""
        return any(kind in self._apis for kind in METHODS[method])

    def has(self, kind: str) -> bool:
        """Whether a token of this kind is configured."""
        return kind in self._apis

    def _kinds(self, method: str) -> list[str]:
        able = METHODS[method]
        here = [kind for kind in able if kind in self._apis]
        if not here:
            raise _no_token(method, able)
        return [kind for kind in here if (kind, method) not in self._unfit] or here[-1:]

    def _pass_on(self, kind: str, fault: NetworkFault) -> None:
        """Let another kind of token try where this one is the wrong kind or has no quota left."""
        if fault.code in WRONG_KIND:
            self._unfit.add((kind, fault.method))
        elif fault.outcome is not Outcome.STOP_METHOD:
            raise fault

    def _call(self, kind: str, method: str, params: Mapping[str, Any]) -> Any:
        values = {name: _plain(value) for name, value in params.items() if value is not None}
        return self._lines[kind].call(method, self._exchange(self._apis[kind], method, values))

    def _exchange(
        self, api: vk_api.VkApi, method: str, values: dict[str, Any]
    ) -> Callable[[], Any]:
        def send() -> Any:
            try:
                return api.method(method, values)
            except vk_api.ApiError as error:
                raise self._fault(method, error.error) from None
            except vk_api.ApiHttpError as error:
                raise status_fault(NETWORK, method, error.response) from None
            except (requests.RequestException, ValueError) as error:
                raise transport_fault(NETWORK, method, error) from None
            except (KeyError, TypeError):  # JSON, but neither a response nor an error of VK
                raise transport_fault(NETWORK, method, ValueError()) from None

        return send

    def _fault(self, method: str, error: Mapping[str, Any]) -> NetworkFault:
        code = _code(error)
        text = HINTS.get(code) or str(error.get("error_msg") or "refused")
        for secret in self._secrets:
            text = text.replace(secret, "…")
        pause = FLOOD_PAUSE if code == FLOOD else None
        return NetworkFault(NETWORK, code, text, outcome(code), method=method, retry_after=pause)


def _no_token(method: str, able: tuple[str, ...]) -> NetworkFault:
    message = f"нужен ключ {' или '.join(RUSSIAN[kind] for kind in able)}, а его нет"
    return NetworkFault(NETWORK, "token", message, Outcome.OPERATOR, method=method)


def _api(token: str, http: requests.Session) -> vk_api.VkApi:
    api = vk_api.VkApi(token=token, api_version=API_VERSION, config=MemoryConfig, session=http)
    # Our line paces and repeats; the library's own handlers recurse without end or lose the error.
    api.RPS_DELAY = 0
    api.error_handlers = {}
    return api


def _code(error: Mapping[str, Any]) -> Any:
    # VK has also been seen to say "wrong kind of token" with the code of a dead one.
    if "unavailable with group auth" in str(error.get("error_msg")):
        return 27
    return error["error_code"]


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return int(value)
    return ",".join(map(str, value)) if isinstance(value, list | tuple) else value
