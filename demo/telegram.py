"""Telegram's Bot API over HTTP: one bot, administrator of every channel and its group."""

import json
import time
from collections.abc import Callable, Sequence
from typing import Any

from demo import telegram_words as words
from demo.server import Call, Faults, Reply, Simulator
from demo.telegram_documents import Documents
from demo.telegram_moderation import Moderation
from demo.telegram_queue import UpdateQueue
from demo.telegram_words import Refusal
from demo.world import SimComment, SimPage, SimPost, World

TOKEN = "700100200:DemoTokenOfTheTownsOnlyBot0123456789"

LONGEST_TEXT, LONGEST_CAPTION = 4096, 1024
Moderating = Callable[[SimPage, dict[str, str]], bool]

CONFLICTS = {
    "poller": "Conflict: terminated by other getUpdates request; make sure that only one bot "
    "instance is running",
    "webhook": "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook "
    "to delete the webhook first",
}


class TelegramSimulator(Simulator):
    """A channel with a discussion group for each page of the world.

    `conflict` is "poller" or "webhook" where getUpdates answers 409; `retry_after` goes with 429;
    `longest_poll` cuts long polls short; `moderation` holds the bot's rights in the groups;
    `documents` what it sent to the staff.
    """

    network = "telegram"

    def __init__(self, world: World, faults: Faults | None = None, *, token: str = TOKEN) -> None:
        super().__init__(world, faults)
        self.token = token
        self.bot_id = int(token.partition(":")[0])
        self.conflict: str | None = None
        self.retry_after = 1
        self.longest_poll = 1.0
        self.moderation = Moderation(world, self.bot_id)
        self.documents = Documents()
        self._queue = UpdateQueue(world, self.bot_id)
        self._methods: dict[str, Callable[[dict[str, str]], Any]] = {
            "getMe": self._get_me,
            "getChat": self._get_chat,
            "getChatMember": self._get_chat_member,
            "getChatMemberCount": self._count_members,
            "getChatAdministrators": self._get_administrators,
            "sendMessage": self._send_message,
            "sendPhoto": self._send_photo,
            "sendMediaGroup": self._send_media_group,
            "sendDocument": self.documents.one,
            "deleteMessage": self._moderated(self.moderation.delete),
            "banChatMember": self._moderated(self.moderation.ban),
            "unbanChatMember": self._moderated(self.moderation.unban),
            "banChatSenderChat": self._moderated(self.moderation.ban_channel),
            "unbanChatSenderChat": self._moderated(self.moderation.unban_channel),
        }

    def method_of(self, path: str, params: dict[str, str]) -> str:
        """The last part of `/bot<token>/<method>`."""
        return path.rpartition("/")[2]

    def answer(self, call: Call) -> Reply:
        """`ok` and a result, or the reason why not."""
        try:
            return Reply({"ok": True, "result": self._result(call)})
        except Refusal as refusal:
            return _refused(refusal.code, refusal.description, {})

    def error(self, call: Call, code: int) -> Reply:
        """A refusal with this code; 429 names its `retry_after`."""
        parameters = {"retry_after": self.retry_after} if code == 429 else {}
        text = words.DESCRIPTIONS.get(code, "Bad Request: something is wrong")
        return _refused(code, text.format(retry_after=self.retry_after), parameters)

    def _result(self, call: Call) -> Any:
        if call.path != f"/bot{self.token}/{call.method}":
            raise Refusal(401, "Unauthorized")
        if call.method == "getUpdates":
            return self._get_updates(call.params)
        if call.method not in self._methods:
            raise Refusal(404, "Not Found: method not found")
        with self.world.lock:
            return self._methods[call.method](call.params)

    def _get_updates(self, params: dict[str, str]) -> list[dict[str, Any]]:
        if self.conflict:
            raise Refusal(409, CONFLICTS[self.conflict])
        allowed = json.loads(params.get("allowed_updates") or "[]")
        limit = int(params.get("limit") or 100)
        patience = min(int(params.get("timeout") or 0), self.longest_poll)
        until = time.monotonic() + patience
        while True:
            with self.world.lock:
                found = self._queue.after(int(params.get("offset") or 0), limit, allowed)
            if found or time.monotonic() >= until:
                return found
            time.sleep(0.01)

    def leave(self, page: SimPage, status: str = "kicked") -> None:
        """Somebody throws the bot out of the page's discussion group."""
        with self.world.lock:
            self._queue.add_membership(page, status)

    def _get_me(self, params: dict[str, str]) -> dict[str, Any]:
        return words.bot(self.bot_id)

    def _get_chat(self, params: dict[str, str]) -> dict[str, Any]:
        page, chat = self._chat(params)
        return words.full_chat(page, chat == words.channel_id(page))

    def _chat(self, params: dict[str, str]) -> tuple[SimPage, int]:
        """The page and the number of its channel or group that `chat_id` names."""
        named = params.get("chat_id", "")
        for page in self.world.pages.values():
            if named == f"@{page.screen_name}":
                return _open(page), words.channel_id(page)
            for chat in (words.channel_id(page), words.group_id(page)):
                if named == str(chat):
                    return _open(page), chat
        raise Refusal(400, "Bad Request: chat not found")

    def _get_chat_member(self, params: dict[str, str]) -> dict[str, Any]:
        page, _ = self._chat(params)
        return self.moderation.member(page, int(params["user_id"]))

    def _count_members(self, params: dict[str, str]) -> int:
        return int(self._chat(params)[0].about.get("members", 1200))

    def _get_administrators(self, params: dict[str, str]) -> list[dict[str, Any]]:
        page, _ = self._chat(params)
        return [self.moderation.member(page, self.bot_id)]

    def _send_message(self, params: dict[str, str]) -> dict[str, Any]:
        text = params.get("text", "")
        if not text:
            raise Refusal(400, "Bad Request: message text is empty")
        return self._say(params, text, LONGEST_TEXT)

    def _send_photo(self, params: dict[str, str]) -> dict[str, Any]:
        """`photo` names the file that came along."""
        return self._say(params, params.get("caption", ""), LONGEST_CAPTION, _files(params))

    def _send_media_group(self, params: dict[str, str]) -> list[dict[str, Any]]:
        media = json.loads(params["media"])
        if media and media[0].get("type") == "document":
            return self.documents.several(params)
        first, *rest = _files(params)
        said = [self._say(params, media[0].get("caption", ""), LONGEST_CAPTION, [first])]
        return said + [self._say(params, "", LONGEST_CAPTION, [photo]) for photo in rest]

    def _say(
        self, params: dict[str, str], text: str, longest: int, photos: Sequence[str] = ()
    ) -> dict[str, Any]:
        page, _ = self._chat(params)
        self.moderation.present()
        if len(text) > longest:
            raise Refusal(400, "Bad Request: message is too long")
        answered = json.loads(params.get("reply_parameters") or "{}").get("message_id")
        now = int(self.world.clock())
        self.world.people.setdefault(self.bot_id, words.bot_person(self.bot_id))
        if answered is None:
            said = self.world.add_message(page, self.bot_id, text, now)
            return words.chat_message(self.world, page, said, text)
        post, parent = self._answered(page, int(answered))
        comment = self.world.add_comment(page, post, self.bot_id, text, now, parent)
        comment.attachments = [("photo", name) for name in photos]
        return words.comment(self.world, page, post, comment, text)

    def _answered(self, page: SimPage, number: int) -> tuple[SimPost, SimComment | None]:
        for post in page.posts.values():
            if post.copy == number:
                return post, None
            comment = post.comments.get(number)
            if comment is not None and not comment.deleted:
                return post, comment
        raise Refusal(400, "Bad Request: message to be replied not found")

    def _moderated(self, act: Moderating) -> Callable[[dict[str, str]], bool]:
        return lambda params: act(self._chat(params)[0], params)


def _files(params: dict[str, str]) -> list[str]:
    """Names of the files that came along."""
    return [name for field, name in params.items() if field.startswith("photo") and "." in name]


def _open(page: SimPage) -> SimPage:
    match page.state:
        case "open":
            return page
        case "deleted":
            raise Refusal(400, "Bad Request: chat not found")
        case _:
            raise Refusal(403, "Forbidden: bot was kicked from the channel chat")


def _refused(code: int, description: str, parameters: dict[str, Any]) -> Reply:
    body: dict[str, Any] = {"ok": False, "error_code": code, "description": description}
    if parameters:
        body["parameters"] = parameters
    return Reply(body, status=code)
