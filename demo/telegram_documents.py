"""A chat of the staff, outside the town's channels: what the bot sends there are documents."""

import json
from dataclasses import dataclass, field
from typing import Any

from demo.telegram_words import Refusal

LONGEST_CAPTION = 1024
STAFF = "-1009000000001"


@dataclass(frozen=True, slots=True)
class Document:
    """What arrived: the chat, the file's name, the text below it."""

    chat: str
    name: str
    caption: str


@dataclass(slots=True)
class Documents:
    """`chats` the bot is a member of, and all that it sent there."""

    chats: set[str] = field(default_factory=lambda: {STAFF})
    sent: list[Document] = field(default_factory=list)

    def one(self, params: dict[str, str]) -> dict[str, Any]:
        """sendDocument: `document` names the field of the file that came along."""
        field_name = params.get("document", "").removeprefix("attach://")
        return self._take(params, field_name, params.get("caption", ""))

    def several(self, params: dict[str, str]) -> list[dict[str, Any]]:
        """sendMediaGroup of documents: all or none."""
        media = json.loads(params["media"])
        if not 2 <= len(media) <= 10:
            raise Refusal(400, "Bad Request: group of media must have 2 to 10 items")
        given = [(one["media"].removeprefix("attach://"), one.get("caption", "")) for one in media]
        if any(name not in params for name, _ in given):
            raise Refusal(400, "Bad Request: wrong file identifier/HTTP URL specified")
        return [self._take(params, *one) for one in given]

    def _take(self, params: dict[str, str], field_name: str, caption: str) -> dict[str, Any]:
        chat = params.get("chat_id", "")
        if chat not in self.chats:
            raise Refusal(400, "Bad Request: chat not found")
        if field_name not in params:
            raise Refusal(400, "Bad Request: there is no document in the request")
        if len(caption.encode("utf-16-le")) // 2 > LONGEST_CAPTION:
            raise Refusal(400, "Bad Request: message caption is too long")
        self.sent.append(Document(chat, params[field_name], caption))
        document = {"file_id": f"d{len(self.sent)}", "file_name": params[field_name]}
        return {"message_id": len(self.sent), "chat": {"id": int(chat)}, "document": document}
