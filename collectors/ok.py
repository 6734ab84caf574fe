"""Odnoklassniki: topics of a group and the comments under them."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

from collectors import ok_mapping as mapping
from collectors.base import Scope
from collectors.ok_mapping import Topic
from collectors.ok_reading import KIND, comments, topics
from errors import NetworkFault, Outcome
from models import Batch, Listing, PageRef, SeenComment
from networks.ok import NETWORK, WITHDRAWN, OkClient

State = dict[str, Any]

NEWEST = 100  # so many topics are looked at however old they are
NOTES_SHOWN = 5
ASKED_AT_ONCE = 50


class OkCollector:
    """One group. The cursor keeps, for each topic, what it looked like when it was read whole."""

    network = NETWORK

    def __init__(self, client: OkClient, page: PageRef, scope: Scope) -> None:
        self.owner = page.external_id
        self.pages = (page,)
        self._client = client
        self._scope = scope

    def fetch(self, cursor: Mapping[str, Any] | None, now: datetime) -> Iterator[Batch]:
        """Read topics whose comments may have changed. Raises NetworkFault."""
        states = dict(cursor["topics"]) if cursor else {}
        yield from _Pass(self._client, self.pages[0], self._scope, states, now).batches()


class _Pass:
    """One reading of one group. `states` is what the cursor will say."""

    def __init__(
        self, client: OkClient, page: PageRef, scope: Scope, states: dict[str, State], now: datetime
    ) -> None:
        self._client = client
        self._page = page
        self._scope = scope
        self._states = states
        self._now = now
        self._newest = now  # of the topics; ages count from it: a quiet page's last stay fresh
        self._notes: list[str] = []
        self._met: dict[str, datetime] = {}
        self._unsaved = False
        self._fault: NetworkFault | None = None

    def batches(self) -> Iterator[Batch]:
        for listed in topics(self._client, self._page.external_id, self._notes):
            if not self._met:
                self._newest = min([self._now, *_last(listed)])
            self._met |= {topic.id: topic.created_at for topic in listed}
            yield from self._posts(listed)
            if "comments" in self._scope.include:
                for topic in filter(self._is_due, listed):
                    yield from self._topic(topic)
            horizon = self._newest - self._scope.window
            if len(self._met) >= NEWEST and listed and listed[-1].created_at < horizon:
                break
        yield from self._rest()
        if self._fault is not None:
            raise self._fault

    def _posts(self, listed: list[Topic]) -> Iterator[Batch]:
        changed = [topic for topic in listed if self._state(topic).get("post") != _mark(topic)]
        for topic in changed:
            known = {"post": _mark(topic), "created_at": topic.created_at.isoformat()}
            self._states[topic.id] = self._state(topic) | known
        if changed:
            posts = tuple(topic.post for topic in changed)
            yield Batch(self._page, posts, self._messages(changed), cursor=self._cursor())

    def _messages(self, topics: list[Topic]) -> tuple[SeenComment, ...]:
        """What members of the group wrote as topics of their own, if wanted."""
        wanted = topics if "visitor_posts" in self._scope.include else ()
        return tuple(topic.message for topic in wanted if topic.message)

    def _is_due(self, topic: Topic) -> bool:
        state = self._state(topic)
        if topic.count == 0 and state.get("count", 0) == 0:
            return False
        if "read_at" not in state or topic.count != state["count"]:
            return True
        age = self._newest - topic.created_at
        since_read = self._now - datetime.fromisoformat(state["read_at"])
        is_due = age < self._scope.window and since_read >= self._scope.full
        return age < self._scope.fresh or is_due

    def _topic(self, topic: Topic) -> Iterator[Batch]:
        try:
            yield from self._comments(topic)
        except NetworkFault as fault:
            self._pass_over(fault)
            self._notes.append(f"тема {topic.id} не прочитана: {fault}")

    def _pass_over(self, fault: NetworkFault) -> None:
        """One refused topic does not hide the others; the second is the page's own trouble."""
        if fault.outcome in (Outcome.SKIP, Outcome.GONE):
            return
        if fault.outcome is not Outcome.OPERATOR or self._fault is not None:
            raise fault
        self._fault = fault

    def _comments(self, topic: Topic) -> Iterator[Batch]:
        ids: set[str] = set()
        marks, sound, last = 0, True, Batch(self._page)
        for found in comments(self._client, self._page.external_id, topic, self._notes):
            new = [comment for comment in found.comments if comment.external_id not in ids]
            if last.comments:
                yield last
            last = _batch(self._page, new)
            ids |= found.ids
            sound = sound and found.sound
            marks ^= _marks(new)
        if not _is_whole(topic, ids, sound):
            self._notes.append(f"тема {topic.id} прочитана не целиком")
            yield last
        elif self._remember(topic, len(ids), f"{marks:x}"):
            listing = Listing(topic.post.external_id, frozenset(ids))
            yield replace(last, listings=(listing,), cursor=self._cursor())

    def _remember(self, topic: Topic, found: int, marks: str) -> bool:
        """Note that the topic was read whole; true where it differs from what was read before."""
        old = self._state(topic)
        looks = {"count": topic.count, "found": found, "comments": marks}
        is_changed = any(old.get(name, "") != value for name, value in looks.items())
        is_old = self._newest - topic.created_at >= self._scope.fresh
        if is_changed or is_old:
            self._states[topic.id] = old | looks | {"read_at": self._now.isoformat()}
            self._unsaved = not is_changed
        return is_changed

    def _rest(self) -> Iterator[Batch]:
        """What only the end of the list tells: topics that went, and what could not be read."""
        gone = self._vanished() if self._met else []
        for number in gone:
            del self._states[number]
        if gone or self._notes or self._unsaved:
            posts = frozenset(mapping.post_id(self._page.external_id, number) for number in gone)
            yield Batch(
                self._page, deleted_posts=posts, cursor=self._cursor(), gap=_summary(self._notes)
            )

    def _vanished(self) -> list[str]:
        """Known topics of the period just listed that the network no longer has."""
        oldest = min(self._met.values())
        unmet = [number for number in self._states if number not in self._met]
        recent = [number for number in unmet if _created(self._states[number]) >= oldest]
        for number in set(unmet) - set(recent):
            del self._states[number]
        return self._without_existing(recent[:ASKED_AT_ONCE]) if recent else []

    def _without_existing(self, numbers: list[str]) -> list[str]:
        """Asked together with one that exists: an answer without that one makes no sense."""
        sample = next(iter(self._met))
        try:
            body = self._client.call(
                "mediatopic.getByIds", topic_ids=[*numbers, sample], fields="media_topic.*"
            )
        except NetworkFault as fault:
            if fault.code != WITHDRAWN:
                return _unless_dead(fault)
            return [number for number in numbers if self._is_gone(number)]
        found = mapping.items(body, "media_topics")
        existing = {str(raw.get("id")) for raw in found or [] if isinstance(raw, dict)}
        return [n for n in numbers if n not in existing] if sample in existing else []

    def _is_gone(self, number: str) -> bool:
        """An unknown discussion is answered with an empty object, by the network's own page."""
        try:
            body = self._client.call("discussions.get", discussionId=number, discussionType=KIND)
        except NetworkFault as fault:
            return fault.outcome is Outcome.GONE or bool(_unless_dead(fault))
        return bool(body == {})

    def _state(self, topic: Topic) -> State:
        return self._states.get(topic.id, {})

    def _cursor(self) -> dict[str, Any]:
        self._unsaved = False
        return {"topics": dict(self._states)}


def _unless_dead(fault: NetworkFault) -> list[str]:
    """A refusal proves nothing gone; a dead token is raised again."""
    if fault.outcome is Outcome.STOP_TOKEN:
        raise fault
    return []


def _batch(page: PageRef, new: list[SeenComment]) -> Batch:
    newest = max((comment.created_at for comment in new), default=None)
    return Batch(page, comments=tuple(new), read_until=newest)


def _is_whole(topic: Topic, ids: set[str], sound: bool) -> bool:
    """An odd or empty answer is believed only where the counter agrees that nothing is there."""
    return bool(ids and sound) or topic.count == 0 or (topic.count is None and sound)


def _last(listed: list[Topic]) -> list[datetime]:
    return [max(topic.created_at for topic in listed)] if listed else []


def _created(state: State) -> datetime:
    return datetime.fromisoformat(state["created_at"]).astimezone(UTC)


def _mark(topic: Topic) -> str:
    return f"{_hash(topic.post.text):x}"


def _marks(found: list[SeenComment]) -> int:
    """A mark of these comments and their texts that does not depend on their order."""
    total = 0
    for comment in found:
        total ^= _hash(f"{comment.external_id} {comment.text}")
    return total


def _hash(text: str) -> int:
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=6)
    return int.from_bytes(digest.digest(), "big")


def _summary(notes: list[str]) -> str | None:
    shown = notes[:NOTES_SHOWN]
    if len(notes) > NOTES_SHOWN:
        shown.append(f"и ещё {len(notes) - NOTES_SHOWN}")
    return "; ".join(shown) or None
