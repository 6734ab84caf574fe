"""Acting in a group of Odnoklassniki, as far as its withdrawn methods still answer."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from errors import NetworkFault, Outcome
from networks.acting import NEVER_BACK, Act, Target, is_over, refusal, same
from networks.known import Known
from networks.ok import NETWORK, WITHDRAWN, OkClient

KIND = "GROUP_TOPIC"
PAGE = 100
NO_SUCH_TOPIC = 106
DELETE, ADD = "discussions.deleteDiscussionComment", "discussions.addDiscussionComment"
COMMENTS = "discussions.getComments"

# A number that no topic and no comment has: a method that is there says just that.
NOTHING: Mapping[str, Mapping[str, Any]] = {
    DELETE: {"discussionId": "0", "discussionType": KIND, "comment_id": "0"},
    ADD: {"entityId": "0", "entityType": KIND, "reply_to_comment_id": "0"},
}
SPEAKS_OF_IT = frozenset(
    {100, 106, 140, 141, 160, 300, 700, 702}
)  # so it is there and may be called

NEEDS = {Act.DELETE: DELETE, Act.BAN: DELETE, Act.ANSWER: ADD}
ON_THE_SITE = "сделайте это на сайте по ссылке"
NO_METHOD = {
    Act.RESTORE: NEVER_BACK[NETWORK],
    Act.UNBAN: f"снимать блокировку через API сеть не позволяет: {ON_THE_SITE}",
}
NO_TOPIC = f"тему участника группы и её автора через API не тронуть: {ON_THE_SITE}"
NO_PHOTOS = f"фото к ответу через API сеть не принимает: {ON_THE_SITE} или ответьте без фото"
NO_LIST = "в ответе нет списка комментариев"
GONE_BEFORE = "комментария уже нет, а ОК блокирует автора, только удаляя его комментарий"
WARNINGS = {
    Act.DELETE: "Вернуть удалённый комментарий в ОК нельзя.",
    Act.BAN: "ОК блокирует автора, только удаляя этот комментарий; снять блокировку можно лишь"
    " на сайте.",
}


class OkActor:
    """One group. Docs: docs/networks/ok.md. `clock` tells now, aware."""

    def __init__(self, client: OkClient, page: str, clock: Callable[[], datetime]) -> None:
        self.page = page
        self._client = client
        self._clock = clock
        self._group = page.partition(":")[2]
        self._trouble = {method: Known(partial(self._probed, method)) for method in NOTHING}

    def readable(self) -> str | None:
        """Whether the group's topics are listed, or the group at least known."""
        try:
            self._client.call("group.getInfo", uids=self._group, fields="uid,name")
        except NetworkFault as fault:
            return str(fault)
        return None

    def capability(self, act: Act, target: Target | None, now: datetime) -> str | None:
        if act in NO_METHOD:
            return NO_METHOD[act]
        if target and _is_topic(target) and act is not Act.ANSWER:
            return NO_TOPIC
        return self._trouble[NEEDS[act]].at(now)

    def _probed(self, method: str) -> str | None:
        """Ask it to act on nothing: a method that was withdrawn or is not ours says so."""
        try:
            self._client.call(method, **NOTHING[method])
        except NetworkFault as fault:
            return None if fault.code in SPEAKS_OF_IT else f"{refusal(fault)}; {ON_THE_SITE}"
        return None

    def delete(self, target: Target) -> None:
        try:
            self._client.call(DELETE, **_named(target))
        except NetworkFault as fault:
            if fault.outcome is not Outcome.GONE:
                raise

    def restore(self, target: Target) -> None:
        raise NetworkFault(NETWORK, "restore", NO_METHOD[Act.RESTORE], Outcome.OPERATOR)

    def ban(self, target: Target, reason: str, note: str, until: datetime | None) -> None:
        """Deletes the comment too. The network knows no reason, note or term."""
        if is_over(until, self._clock()):
            return
        try:
            self._client.call(DELETE, **_named(target), block_author=True)
        except NetworkFault as fault:
            if fault.outcome is not Outcome.GONE:
                raise
            if not self.banned(target):  # else an earlier call did both, and its reply was lost
                raise NetworkFault(NETWORK, fault.code, GONE_BEFORE, Outcome.OPERATOR) from None

    def unban(self, target: Target) -> None:
        raise NetworkFault(NETWORK, "unban", NO_METHOD[Act.UNBAN], Outcome.OPERATOR)

    def answer(self, target: Target, text: str, photos: Sequence[Path] = ()) -> str:
        if photos:
            raise NetworkFault(NETWORK, "photos", NO_PHOTOS, Outcome.OPERATOR)
        topic, number = _topic(target), _number(target)
        body = self._client.call(
            ADD,
            once=True,
            entityId=topic,
            entityType=KIND,
            reply_to_comment_id=number,
            comment=text,
            as_admin=True,
        )
        return _answered(topic, body) or ""

    def stands(self, target: Target) -> bool | None:
        found = self._look(target)
        return None if found is None else bool(found)

    def text(self, target: Target) -> str | None:
        said = (self._look(target) or {}).get("text")
        return None if said is None else str(said)

    def _look(self, target: Target) -> Mapping[str, Any] | None:
        """The comment, empty where it is gone; None where the network does not tell."""
        if _is_topic(target):
            return None
        try:
            body = self._client.call("discussions.getComment", **_named(target))
        except NetworkFault as fault:
            if fault.code == WITHDRAWN:
                return None
            if fault.outcome is Outcome.GONE or fault.code == NO_SUCH_TOPIC:
                return {}
            raise
        return body if isinstance(body, dict) and body.get("id") else None

    def banned(self, target: Target) -> bool | None:
        if not target.author or not target.author.isdigit():
            return None
        try:
            body = self._client.call(
                "group.getUserGroupsByIds", group_id=self._group, uids=target.author
            )
        except NetworkFault as fault:
            if fault.code == WITHDRAWN or fault.outcome is Outcome.OPERATOR:
                return None
            raise
        known = [one for one in body or () if isinstance(one, dict)]
        return any(one.get("status") == "BLOCKED" for one in known)

    def find_answer(self, target: Target, text: str) -> str | None:
        topic, number = _topic(target), _number(target)
        for raw in self._newest(topic, target.created_at):
            ours = raw.get("author_ref") == f"group:{self._group}"
            answers = str(raw.get("reply_to_comment_id") or number) == number
            if ours and answers and same(str(raw.get("text") or ""), text):
                return f"{topic}_{raw['id']}"
        return None

    def _newest(self, topic: str, since: datetime) -> list[Mapping[str, Any]]:
        """Comments from the last one back to `since`."""
        found: list[Mapping[str, Any]] = []
        anchor, passed = "LAST", set[str]()
        while anchor not in passed:
            passed.add(anchor)
            body = self._client.call(
                COMMENTS,
                discussionId=topic,
                discussionType=KIND,
                anchor=anchor,
                direction="BACKWARD",
                count=PAGE,
                fields="comment.*",
            )
            raws = _comments(body)
            fresh = [raw for raw in raws if _moment(raw) >= since.timestamp()]
            found += fresh
            if len(fresh) < len(raws) or not raws or body.get("has_more") is False:
                break
            anchor = str(body.get("anchor") or anchor)
        return found

    def link(self, target: Target) -> str:
        return f"https://ok.ru/group/{self._group}/topic/{_topic(target)}"

    def warning(self, act: Act, target: Target) -> str | None:
        return WARNINGS.get(act)


def _named(target: Target) -> dict[str, Any]:
    if _is_topic(target):
        raise NetworkFault(NETWORK, "topic", NO_TOPIC, Outcome.OPERATOR)
    return {
        "discussionId": _topic(target),
        "discussionType": KIND,
        "comment_id": _number(target),
    }


def _is_topic(target: Target) -> bool:
    """A member's topic, `<group>_<topic>`, hangs on itself; comments are `<topic>_<comment>`."""
    return target.comment == target.post


def _topic(target: Target) -> str:
    topic, _, number = target.comment.partition("_")
    return number if _is_topic(target) else topic


def _number(target: Target) -> str:
    """Empty where the topic itself is answered."""
    return "" if _is_topic(target) else target.comment.partition("_")[2]


def _answered(topic: str, body: Any) -> str | None:
    """The network does not document what it answers: a bare number, or an object with it."""
    number = body.get("id") or body.get("comment_id") if isinstance(body, dict) else body
    is_number = isinstance(number, str | int) and not isinstance(number, bool) and number
    return f"{topic}_{number}" if is_number else None


def _comments(body: Any) -> list[Mapping[str, Any]]:
    """An answer without a list, which the network gives now and then, proves nothing absent."""
    listed = body.get("comments") if isinstance(body, dict) else None
    if not isinstance(listed, list):
        raise NetworkFault(NETWORK, "body", NO_LIST, Outcome.RETRY, method=COMMENTS)
    return [raw for raw in listed if isinstance(raw, dict) and raw.get("id")]


def _moment(raw: Mapping[str, Any]) -> float:
    """Unix seconds; a comment without its time counts as new."""
    exact = raw.get("date_ms")
    return int(exact) / 1000 if exact else float("inf")
