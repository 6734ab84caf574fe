"""A simulated VK: API 5.199 over HTTP with tokens of three kinds, limits, faults, Long Poll."""

import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

from demo import vk_actions as actions
from demo import vk_methods as methods
from demo import vk_moderation as moderation
from demo.server import Call, Faults, Reply, Simulator
from demo.vk_longpoll import PATH, LongPoll
from demo.vk_render import Index
from demo.vk_request import Powers, Request, VkError
from demo.world import World

TOKENS = {"service": "service-token", "user": "user-token", "community": "community-token"}
READ = frozenset({"user", "service"})
ANY = frozenset({"user", "service", "community"})
MANAGER = frozenset({"user", "community"})
PERSON = frozenset({"user"})

METHODS: dict[str, tuple[frozenset[str], Callable[[Request], Any]]] = {
    "wall.get": (READ, methods.wall_get),
    "wall.getById": (READ, methods.wall_get_by_id),
    "wall.getComments": (READ, methods.wall_get_comments),
    "wall.getComment": (PERSON, methods.wall_get_comment),
    "groups.getById": (ANY, methods.groups_get_by_id),
    "utils.resolveScreenName": (ANY, methods.resolve_screen_name),
    "users.get": (ANY, methods.users_get),
    "board.getTopics": (READ, methods.board_get_topics),
    "board.getComments": (READ, methods.board_get_comments),
    "photos.getAllComments": (PERSON, methods.photos_get_all_comments),
    "photos.getComments": (PERSON, methods.photos_get_comments),
    "video.get": (PERSON, methods.video_get),
    "video.getComments": (PERSON, methods.video_get_comments),
    "messages.getConversations": (MANAGER, actions.get_conversations),
    "messages.getHistory": (MANAGER, actions.get_history),
    "messages.send": (MANAGER, actions.send_message),
    "wall.createComment": (MANAGER, actions.create_comment),
    "board.createComment": (PERSON, actions.create_board_comment),
    "photos.createComment": (PERSON, actions.create_photo_comment),
    "video.createComment": (PERSON, actions.create_video_comment),
    "photos.saveWallPhoto": (PERSON, actions.save_photo),
    "wall.deleteComment": (PERSON, moderation.delete_comment),
    "wall.restoreComment": (PERSON, moderation.restore_comment),
    "wall.delete": (PERSON, moderation.delete_post),
    "wall.restore": (PERSON, moderation.restore_post),
    "board.deleteComment": (MANAGER, moderation.delete_comment),
    "board.restoreComment": (MANAGER, moderation.restore_comment),
    "photos.deleteComment": (PERSON, moderation.delete_quietly),
    "photos.restoreComment": (PERSON, moderation.restore_comment),
    "video.deleteComment": (PERSON, moderation.delete_comment),
    "video.restoreComment": (PERSON, moderation.restore_comment),
    "groups.ban": (PERSON, moderation.ban),
    "groups.unban": (PERSON, moderation.unban),
    "groups.getBanned": (MANAGER, moderation.get_banned),
    "groups.getTokenPermissions": (frozenset({"community"}), moderation.token_permissions),
}
# Answered by the simulator itself: they name addresses of its own.
ADDRESSES = {"groups.getLongPollServer": MANAGER, "photos.getWallUploadServer": PERSON}
UPLOAD = "/upload"

WORDS = {
    3: "Unknown method passed",
    1: "Unknown error occurred",
    5: "User authorization failed: invalid access_token.",
    6: "Too many requests per second",
    7: "Permission to perform this action is denied",
    8: "Invalid request: v (API version) is required",
    14: "Captcha needed",
    15: "Access denied",
    18: "User was deleted or banned",
    27: "Group authorization failed: method is unavailable with group auth.",
    28: "Application authorization failed: method is unavailable with service token.",
    100: "One of the parameters specified was missing or invalid",
    104: "Not found",
    211: "Access to comment denied",
    212: "Access to post comments denied",
    213: "Access to status replies denied",
    222: "Hyperlinks are forbidden",
    243: "Comment has not been deleted",
    901: "Can't send messages for users without permission",
}
WRONG_KIND = {"community": 27, "service": 28, "user": 15}


class VkSimulator(Simulator):
    """VK over a `World`. `tokens`: kind → token; `limits`: kind → calls a second.

    Hooks for tests: `before(call)` runs before an answer is made, `after(call, response)` may
    replace it. `captcha_form` is "new" (no captcha_sid) or "old"; `powers` are the tokens' rights.
    """

    network = "vk"

    def __init__(
        self,
        world: World,
        faults: Faults | None = None,
        *,
        tokens: Mapping[str, str] = TOKENS,
        limits: Mapping[str, int] | None = None,
    ) -> None:
        super().__init__(world, faults)
        self.captcha_form = "new"
        self.before: Callable[[Call], None] = lambda call: None
        self.after: Callable[[Call, Any], Any] = lambda call, response: response
        self.long_poll = LongPoll(world, self.url)
        self._kinds = {token: kind for kind, token in tokens.items()}
        self._limits = _Limits(limits or {})
        self._index = Index(world)
        self.powers = Powers()
        self._guids: dict[tuple[int, str | None], Any] = {}

    def method_of(self, path: str, params: dict[str, str]) -> str:
        return "lp" if path.startswith(f"{PATH}/") else path.rpartition("/")[2]

    def answer(self, call: Call) -> Reply:
        self.before(call)
        if call.method == "lp":
            return Reply(self.long_poll.check(call))
        if call.path == UPLOAD:
            return Reply({"server": 1, "photo": call.params["photo"], "hash": "uploaded"})
        try:
            with self.world.lock:
                response = self._respond(call)
        except VkError as error:
            return self.error(call, error.code)
        return Reply({"response": self.after(call, response)})

    def error(self, call: Call, code: int) -> Reply:
        if call.method == "lp":
            return Reply({"failed": code, "ts": str(len(self.world.events))})
        return Reply({"error": _error(call, code)})

    def captcha(self, call: Call) -> Reply:
        error = _error(call, 14)
        if self.captcha_form == "old":
            error |= {"captcha_sid": "555", "captcha_img": "https://api.vk.ru/captcha.php?sid=555"}
        else:
            page = "https://id.vk.ru/not_robot_captcha?session_token=s"
            error |= {"redirect_uri": page, "remixstlid": "st"}
        return Reply({"error": error})

    def _respond(self, call: Call) -> Any:
        kind = self._admitted(call)
        ask = Request(self.world, self._index, call.params, kind, self._guids, self.powers)
        if call.method == "groups.getLongPollServer":
            return self.long_poll.server(ask)
        if call.method in ADDRESSES:
            return {"upload_url": self.url + UPLOAD, "album_id": -14, "user_id": moderation.ADMIN}
        return METHODS[call.method][1](ask)

    def _admitted(self, call: Call) -> str:
        """The kind of the caller's token, if it may call this method now."""
        allowed = ADDRESSES.get(call.method) or METHODS.get(call.method, (None,))[0]
        if allowed is None:
            raise VkError(3)
        token = call.params.get("access_token") or _bearer(call)
        kind = self._kinds.get(token)
        if kind is None:
            raise VkError(5)
        if "v" not in call.params:
            raise VkError(8)
        if not self._limits.allow(kind):
            raise VkError(6)
        if kind not in allowed:
            raise VkError(WRONG_KIND[kind])
        return kind


def _bearer(call: Call) -> str:
    return call.headers.get("Authorization", "").removeprefix("Bearer ")


def _error(call: Call, code: int) -> dict[str, Any]:
    shown = {"method": call.method, **call.params}
    return {
        "inner_type": "base_error",
        "error_code": code,
        "error_msg": WORDS.get(code, f"Error {code}"),
        "request_params": [
            {"key": key, "value": value} for key, value in shown.items() if key != "access_token"
        ],
    }


class _Limits:
    """At most so many calls within any second, per kind of token."""

    def __init__(self, limits: Mapping[str, int]) -> None:
        self._limits = limits
        self._lock = threading.Lock()
        self._calls: dict[str, deque[float]] = {kind: deque() for kind in limits}

    def allow(self, kind: str) -> bool:
        if kind not in self._limits:
            return True
        with self._lock:
            now, calls = time.monotonic(), self._calls[kind]
            while calls and calls[0] <= now - 1:
                calls.popleft()
            if len(calls) >= self._limits[kind]:
                return False
            calls.append(now)
            return True
