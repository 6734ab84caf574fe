"""Acting on a VK page: which token does it, what VK answers, and what that means."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from hashlib import blake2b
from pathlib import Path
from typing import Any

from errors import NetworkFault, Outcome
from networks import vk_reading_back as reading_back
from networks.acting import Act, Target, is_over
from networks.known import Known
from networks.vk import COMMUNITY, NETWORK, USER, VkClient
from networks.vk_photos import attached
from networks.vk_rights import Rights, rights
from networks.vk_things import Thing

LONGEST = timedelta(days=365)  # VK holds a ban's end for a year at most
NOT_DELETED = 243
REASONS = {  # our categories as VK's reasons of a ban; the rest is 0, other
    "spam": 1,
    "ad": 1,
    "solicitation": 1,
    "insult": 2,
    "threat": 2,
    "hate": 2,
    "obscene": 3,
    "vulgar": 3,
}
NO_KEY = "нужен сервисный ключ или ключ пользователя: docs/ru/vk.md"
HIDDEN = "сеть скрывает автора: блокировать некого"
OURSELVES = "это страница самого сообщества"
TOO_LATE = "ВК больше не возвращает этот комментарий: восстановить можно лишь недолго"
POST_GOES = "Вместе с записью исчезнут и комментарии под ней."


class VkActor:
    """One page of VK. Docs: docs/networks/vk.md. `clock` tells now, aware."""

    def __init__(self, client: VkClient, page: str, clock: Callable[[], datetime]) -> None:
        self.page = page
        self._client = client
        self._clock = clock
        self._group = page.partition(":")[2].removeprefix("-")
        self._rights = Known(lambda: rights(client, self._group))

    def readable(self) -> str | None:
        """Whether a post of the wall can be asked for."""
        if not self._client.can("wall.get"):
            return NO_KEY
        named = (
            {"owner_id": f"-{self._group}"} if self._group.isdigit() else {"domain": self._group}
        )
        try:
            self._client.call("wall.get", **named, count=1)
        except NetworkFault as fault:
            return str(fault)
        return None

    def capability(self, act: Act, target: Target | None, now: datetime) -> str | None:
        if target and act in (Act.BAN, Act.UNBAN):
            if target.author is None:
                return HIDDEN
            if int(target.author) == Thing.of(target.comment).owner:
                return OURSELVES
        kind = Thing.of(target.comment).kind if target else "wall"
        return self._rights.at(now).lack(act, kind)

    def delete(self, target: Target) -> None:
        thing = Thing.of(target.comment)
        self._unless_gone(self._hand(thing), thing.methods.delete, **thing.itself)

    def restore(self, target: Target) -> None:
        thing = Thing.of(target.comment)
        try:
            self._client.call_as(self._hand(thing), thing.methods.restore, **thing.itself)
        except NetworkFault as fault:
            if fault.code == NOT_DELETED:
                return
            raise _too_late(fault) from None

    def ban(self, target: Target, reason: str, note: str, until: datetime | None) -> None:
        now = self._clock()
        if is_over(until, now):
            return
        ends = int(until.timestamp()) if until and until - now <= LONGEST else None
        self._client.call_as(
            USER,
            "groups.ban",
            **_author(target),
            end_date=ends,
            reason=REASONS.get(reason, 0),
            comment=note or None,
        )

    def unban(self, target: Target) -> None:
        self._unless_gone(USER, "groups.unban", **_author(target))

    def answer(self, target: Target, text: str, photos: Sequence[Path] = ()) -> str:
        thing = Thing.of(target.comment)
        kind = self._known().speaker(thing.kind)
        pictures = attached(self._client, -thing.owner, photos)
        if thing.kind == "im":
            return self._message(thing, text, pictures)
        said = self._client.call_as(
            kind,
            thing.methods.create,
            **thing.place,
            **_reply(thing),
            # A community token always speaks as the community; a person says on whose behalf.
            from_group=-thing.owner if thing.kind in ("wall", "wall_post") else 1,
            message=text,
            attachments=pictures or None,
            guid=_key(target, text),
        )
        number = said["comment_id"] if isinstance(said, dict) else said
        return thing.id_of(int(number))

    def _message(self, thing: Thing, text: str, pictures: list[str]) -> str:
        self._client.call_as(
            COMMUNITY,
            "messages.send",
            peer_id=thing.post,
            message=text,
            attachment=pictures or None,
            random_id=int(_key_of(f"{thing} {text}"), 16) % 2**31,
        )
        return ""  # the number told is not that of the conversation, by which collectors know it

    def stands(self, target: Target) -> bool | None:
        return reading_back.stands(self._client, Thing.of(target.comment))

    def text(self, target: Target) -> str | None:
        return reading_back.text(self._client, Thing.of(target.comment))

    def banned(self, target: Target) -> bool | None:
        if target.author is None or not self._client.can("groups.getBanned"):
            return None
        author = _author(target)
        return reading_back.banned(
            self._client, author["group_id"], author["owner_id"], self._clock()
        )

    def find_answer(self, target: Target, text: str) -> str | None:
        thing = Thing.of(target.comment)
        return reading_back.answer(self._client, thing, text, target.created_at)

    def link(self, target: Target) -> str:
        return Thing.of(target.comment).link

    def warning(self, act: Act, target: Target) -> str | None:
        is_post = Thing.of(target.comment).kind == "wall_post"
        return POST_GOES if act is Act.DELETE and is_post else None

    def _known(self) -> Rights:
        return self._rights.at(self._clock())

    def _hand(self, thing: Thing) -> str:
        return self._known().hand(thing.kind)

    def _unless_gone(self, kind: str, method: str, **params: Any) -> None:
        """What is not there any more needs no call."""
        try:
            self._client.call_as(kind, method, **params)
        except NetworkFault as fault:
            if fault.outcome is not Outcome.GONE:
                raise


def _author(target: Target) -> dict[str, int]:
    return {"group_id": -Thing.of(target.comment).owner, "owner_id": int(target.author or 0)}


def _reply(thing: Thing) -> dict[str, int]:
    """What a discussion and a post have not: a comment that is answered."""
    return {"reply_to_comment": thing.number} if thing.kind not in ("board", "wall_post") else {}


def _too_late(fault: NetworkFault) -> NetworkFault:
    if fault.outcome not in (Outcome.GONE, Outcome.SKIP):
        return fault
    return NetworkFault(NETWORK, fault.code, TOO_LATE, Outcome.SKIP, method=fault.method)


def _key(target: Target, text: str) -> str:
    """VK writes once what comes twice under one key: the same answer to the same comment."""
    return _key_of(f"{target.comment} {text}")


def _key_of(what: str) -> str:
    return blake2b(what.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
