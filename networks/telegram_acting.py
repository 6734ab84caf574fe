"""Acting in a Telegram discussion group: a bot with rights, and no way of looking back."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from errors import NetworkFault, Outcome
from networks.acting import BLIND, NEVER_BACK, Act, Target, is_over, refusal
from networks.line import TokenBucket
from networks.telegram import NETWORK, TelegramClient
from networks.telegram_sending import message

GUIDE = "docs/ru/telegram.md, шаг 3"
OLD = timedelta(hours=48)
IN_CHARGE = ("administrator", "creator")
RIGHT = {
    Act.DELETE: ("can_delete_messages", "удалять сообщения"),
    Act.BAN: ("can_restrict_members", "блокировать участников"),
    Act.UNBAN: ("can_restrict_members", "блокировать участников"),
}
NO_WAY_BACK = NEVER_BACK[NETWORK]
PRIVATE = "личное сообщение боту: на него можно только ответить"
HIDDEN = "сеть скрывает автора: блокировать некого"
OUTSIDE = f"бота нет в группе обсуждения: добавьте его администратором ({GUIDE})"
NO_GROUP = "у канала нет группы обсуждения: комментариев в нём не бывает"
MUTE = f"боту запрещено писать в группе: снимите запрет ({GUIDE})"
TOO_OLD = "сообщению больше 48 часов, и боту его удалить не дают: удалите вручную"
UNSEEN = "бот не видит сказанного: посмотрите, есть ли уже ответ, и отметьте вручную"
WARNINGS = {
    Act.DELETE: "Вернуть удалённое в Телеграме нельзя.",
    Act.BAN: "Вместе с блокировкой Телеграм удалит из группы все сообщения этого автора;"
    " вернуть их нельзя.",
}


class TelegramActor:
    """One channel with its group. Docs: docs/networks/telegram.md.

    `pace` is the group's own: Telegram counts what is said in one group apart from the rest.
    """

    def __init__(
        self,
        client: TelegramClient,
        page: str,
        clock: Callable[[], datetime],
        pace: TokenBucket,
    ) -> None:
        self.page = page
        self._client = client
        self._clock = clock
        self._pace = pace
        self._refused_old = False

    def readable(self) -> str | None:
        """Without being an administrator the bot hears only what its privacy mode lets through."""
        try:
            member = self._me(self._group())
        except NetworkFault as fault:
            return str(fault)
        return None if member["status"] in IN_CHARGE else OUTSIDE

    def capability(self, act: Act, target: Target | None, now: datetime) -> str | None:
        if act is Act.RESTORE:
            return NO_WAY_BACK
        if target and (reason := self._forbidden(act, target, now)):
            return reason
        if target and target.kind == "message":
            return None
        try:
            member = self._me(_chat(target) if target else self._group())
        except NetworkFault as fault:
            return refusal(fault)
        return _lack(act, member)

    def _forbidden(self, act: Act, target: Target, now: datetime) -> str | None:
        if target.kind == "message" and act is not Act.ANSWER:
            return PRIVATE
        if act in (Act.BAN, Act.UNBAN) and target.author is None:
            return HIDDEN
        is_old = now - target.created_at > OLD
        return TOO_OLD if act is Act.DELETE and is_old and self._refused_old else None

    def _me(self, chat: int) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self._client.call(
            "getChatMember", chat_id=chat, user_id=int(self._client.bot_id or 0)
        )
        return found

    def _group(self) -> int:
        name = self.page.partition(":")[2]
        address = name if name.startswith(("@", "-")) else f"@{name}"
        chat = self._client.call("getChat", chat_id=address)
        group = chat.get("linked_chat_id") if chat.get("type") == "channel" else chat["id"]
        if group is None:
            raise NetworkFault(NETWORK, "group", NO_GROUP, Outcome.OPERATOR, method="getChat")
        return int(group)

    def delete(self, target: Target) -> None:
        chat, number = _chat(target), _number(target)
        try:
            self._client.call("deleteMessage", chat_id=chat, message_id=number)
        except NetworkFault as fault:
            if fault.outcome is Outcome.GONE:
                return
            is_old = self._clock() - target.created_at > OLD
            self._refused_old |= is_old and fault.outcome is Outcome.OPERATOR
            raise

    def restore(self, target: Target) -> None:
        raise NetworkFault(NETWORK, "restore", NO_WAY_BACK, Outcome.OPERATOR)

    def ban(self, target: Target, reason: str, note: str, until: datetime | None) -> None:
        """Telegram knows neither a reason nor a note, nor a term for authors that are channels."""
        if is_over(until, self._clock()):
            return
        method, who = _author(target, "banChatMember", "banChatSenderChat")
        term: dict[str, Any] = (
            {"until_date": int(until.timestamp())} if until and "user_id" in who else {}
        )
        self._client.call(method, chat_id=_chat(target), **who, **term)

    def unban(self, target: Target) -> None:
        method, who = _author(target, "unbanChatMember", "unbanChatSenderChat")
        # Without this Telegram throws an author who is not banned out of the group.
        mild: dict[str, Any] = {"only_if_banned": True} if "user_id" in who else {}
        self._client.call(method, chat_id=_chat(target), **who, **mild)

    def answer(self, target: Target, text: str, photos: Sequence[Path] = ()) -> str:
        method, params, files = message(text, photos)
        self._pace.take()
        said = self._client.call(
            method,
            once=True,
            files=files,
            chat_id=_chat(target),
            reply_parameters={"message_id": _number(target)},
            **params,
        )
        first = said[0] if isinstance(said, list) else said
        return f"{target.comment.rpartition('_')[0]}_{first['message_id']}"

    def stands(self, target: Target) -> bool | None:
        """Bots have no history: that a second deletion finds nothing is all there is."""
        return None

    def text(self, target: Target) -> str | None:
        return None

    def banned(self, target: Target) -> bool | None:
        if target.author is None or int(target.author) < 0:
            return None
        member = self._client.call(
            "getChatMember", chat_id=_chat(target), user_id=int(target.author)
        )
        return bool(member["status"] == "kicked")

    def find_answer(self, target: Target, text: str) -> str | None:
        raise NetworkFault(NETWORK, BLIND, UNSEEN, Outcome.OPERATOR)

    def link(self, target: Target) -> str:
        chat, number = _chat(target), _number(target)
        if chat > 0:
            return f"tg://user?id={chat}"
        return f"https://t.me/c/{str(chat).removeprefix('-100')}/{number}"

    def warning(self, act: Act, target: Target) -> str | None:
        return WARNINGS.get(act)


def _lack(act: Act, member: Mapping[str, Any]) -> str | None:
    if act is Act.ANSWER:
        if member["status"] == "restricted":
            return None if member.get("can_send_messages") else MUTE
        return OUTSIDE if member["status"] in ("left", "kicked") else None
    if member["status"] not in IN_CHARGE:
        return OUTSIDE
    right, words = RIGHT[act]
    has = member["status"] == "creator" or member.get(right)
    return None if has else f"у бота нет права «{words}»: дайте его в группе ({GUIDE})"


def _author(target: Target, person: str, channel: str) -> tuple[str, dict[str, Any]]:
    """The method and parameter for an author: a person, or a channel that people write as."""
    number = int(target.author or 0)
    return (person, {"user_id": number}) if number > 0 else (channel, {"sender_chat_id": number})


def _chat(target: Target) -> int:
    """The id is `<chat>_<number>`; before a private chat stands the bot, once it did not."""
    return int(target.comment.split("_")[-2])


def _number(target: Target) -> int:
    return int(target.comment.rpartition("_")[2])
