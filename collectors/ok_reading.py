"""Reading Odnoklassniki's lists to their end, with the ways round withdrawn methods."""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from collectors import ok_mapping as mapping
from collectors.ok_mapping import Topic
from errors import NetworkFault
from models import SeenComment
from networks.ok import WITHDRAWN, OkClient

T = TypeVar("T")

COUNT = 100
OVERLAP = 10  # numbered pages overlap, so that a deletion between two of them shows
STALE = 2  # so many pages in a row without news are the end
KIND = "GROUP_TOPIC"


@dataclass(frozen=True, slots=True)
class Found:
    """Comments of one answer. `ids` has also those we could not read.

    `sound` is false where the answer is no list, or has an item that cannot be identified.
    """

    comments: list[SeenComment]
    ids: frozenset[str]
    sound: bool


@dataclass(frozen=True, slots=True)
class _Way:
    """A method that lists topics, the key of its list, and how an item of it is read."""

    method: str
    key: str
    read: Callable[[str, Any], Topic]
    params: Mapping[str, str]


WAYS = (  # the next where the network has withdrawn one
    _Way("mediatopic.getTopics", "media_topics", mapping.topic, {"fields": "media_topic.*"}),
    _Way("stream.get", "feeds", mapping.feed_topic, {"patterns": "POST"}),
    _Way(
        "discussions.getList",
        "discussions",
        mapping.discussed_topic,
        {"category": "GROUP", "types": KIND, "fields": "discussion.*"},
    ),
)
ONLY_OWN = "discussions.getList: видны лишь темы, в которых участвует владелец ключа"


def topics(client: OkClient, group: str, notes: list[str]) -> Iterator[list[Topic]]:
    """Topics of the group, newest first, a page at a time."""
    *first, last = WAYS
    for way in first:
        try:
            yield from _topics(client, group, way, notes)
        except NetworkFault as fault:
            if fault.code != WITHDRAWN:
                raise
        else:
            return
    yield from _topics(client, group, last, notes)
    notes.append(ONLY_OWN)


def _topics(client: OkClient, group: str, way: _Way, notes: list[str]) -> Iterator[list[Topic]]:
    for _, raws in _walk(client, way.method, way.key, gid=group, **way.params):
        if raws is None:
            notes.append(f"{way.method}: в ответе нет списка")
        ours = [raw for raw in raws or [] if not mapping.is_of_another(group, raw)]
        yield _sound(ours, lambda raw: way.read(group, raw), f"тема в {way.method}", notes)


def comments(client: OkClient, group: str, topic: Topic, notes: list[str]) -> Iterator[Found]:
    """All comments of a topic, a page at a time; some may come twice."""
    try:
        for raws, names in _anchored(client, topic):
            yield _found(group, topic, raws, names, notes)
    except NetworkFault as fault:
        if fault.code != WITHDRAWN:
            raise
        for raws in _numbered(client, topic):
            yield _found(group, topic, raws, {}, notes)


def _anchored(client: OkClient, topic: Topic) -> Iterator[tuple[list[Any] | None, dict[str, str]]]:
    """From the first comment on; where fewer came than the counter says, also from the last back,
    and then by number.

    The network does not document where an empty anchor stands, so the counter is the check; an
    answer with nothing in it, where there is no counter.
    """
    seen: set[str] = set()
    for anchor, direction in (("", "FORWARD"), ("LAST", "BACKWARD")):
        for body, raws in _walk(
            client,
            "discussions.getComments",
            "comments",
            anchor,
            discussionId=topic.id,
            discussionType=KIND,
            direction=direction,
            fields="comment.*,user.*",
        ):
            seen |= _ids(raws or [])
            yield raws, mapping.names(body)
        if len(seen) >= (1 if topic.count is None else topic.count):
            return
    if topic.count is not None:
        yield from ((raws, {}) for raws in _numbered_if_there(client, topic))


def _numbered_if_there(client: OkClient, topic: Topic) -> Iterator[list[Any] | None]:
    """The second way to comments, for those that anchors do not reach."""
    try:
        yield from _numbered(client, topic)
    except NetworkFault as fault:
        if fault.code != WITHDRAWN:
            raise


def _numbered(client: OkClient, topic: Topic) -> Iterator[list[Any] | None]:
    """By offset. A deletion moves what follows forward, so a page must touch what was seen."""
    seen: set[str] = set()
    offset = stale = 0
    while stale < STALE:
        body = client.call(
            "discussions.getDiscussionComments",
            entityId=topic.id,
            entityType=KIND,
            offset=offset,
            count=COUNT,
        )
        raws = mapping.items(body, "commentss")
        ids = _ids(raws or [])
        if offset and not ids & seen:
            offset = max(0, offset - COUNT)
            continue
        yield raws
        stale = 0 if ids - seen else stale + 1
        seen |= ids
        end = offset + len(raws or [])
        if end >= _total(body):
            return
        offset = max(offset + 1, end - OVERLAP)


def _total(body: Any) -> float:
    total = body.get("totalCount") if isinstance(body, dict) else None
    return math.inf if total is None else int(total)


def _walk(
    client: OkClient, method: str, key: str, anchor: str = "", **params: Any
) -> Iterator[tuple[Any, list[Any] | None]]:
    """Bodies of an anchored method and the list in each, until the network has no more.

    Some answers never say so: their anchors go on for ever and bring what was there before.
    """
    passed: set[str] = set()
    seen: set[str] = set()
    stale = 0
    while anchor not in passed and stale < STALE:
        passed.add(anchor)
        body = client.call(method, anchor=anchor, count=COUNT, **params)
        found = mapping.items(body, key)
        yield body, found
        if not found or not isinstance(body, dict) or body.get("has_more") is False:
            return
        anchor = str(body.get("anchor") or anchor)
        news = set(map(_identity, found)) - seen
        stale = 0 if news else stale + 1
        seen |= news


def _identity(raw: Any) -> str:
    """What tells an item of any list from the others."""
    known = raw if isinstance(raw, dict) else {}
    return str(known.get("id") or known.get("object_id") or known.get("message") or raw)


def _found(
    group: str, topic: Topic, raws: list[Any] | None, names: dict[str, str], notes: list[str]
) -> Found:
    ids = _ids(raws or [])
    return Found(
        _sound(
            raws or [],
            lambda raw: mapping.comment(group, topic.id, raw, names),
            f"комментарий в теме {topic.id}",
            notes,
        ),
        frozenset(mapping.comment_id(topic.id, number) for number in ids),
        raws is not None and len(ids) == len(raws),
    )


def _ids(raws: list[Any]) -> set[str]:
    return {str(raw["id"]) for raw in raws if isinstance(raw, dict) and raw.get("id")}


def _sound(raws: list[Any], read: Callable[[Any], T], what: str, notes: list[str]) -> list[T]:
    """What can be read; of the rest a note says why."""
    made = []
    for raw in raws:
        try:
            made.append(read(raw))
        except (ValueError, TypeError) as error:
            notes.append(f"пропущено: {what}: {error}")
    return made
