"""Reading Odnoklassniki's lists to their end, with the ways round withdrawn methods."""

import math
from collections.abc import Callable, Iterator
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
STALE = 2  # so many numbered pages in a row without news are the end
KIND = "GROUP_TOPIC"


@dataclass(frozen=True, slots=True)
class Found:
    """Comments of one answer. `ids` has also those we could not read.

    `sound` is false where the answer is no list, or has an item that cannot be identified.
    """

    comments: list[SeenComment]
    ids: frozenset[str]
    sound: bool


def topics(client: OkClient, group: str, notes: list[str]) -> Iterator[list[Topic]]:
    """Topics of the group, newest first, a page at a time."""
    listed = {"fields": "media_topic.*"}
    feed = {"patterns": "POST"}
    try:
        yield from _topics(client, group, "mediatopic.getTopics", "media_topics", notes, listed)
    except NetworkFault as fault:
        if fault.code != WITHDRAWN:
            raise
        yield from _topics(client, group, "stream.get", "feeds", notes, feed)


def _topics(
    client: OkClient, group: str, method: str, key: str, notes: list[str], params: dict[str, str]
) -> Iterator[list[Topic]]:
    read = mapping.feed_topic if key == "feeds" else mapping.topic
    for _, raws in _walk(client, method, key, gid=group, **params):
        if raws is None:
            notes.append(f"{method}: в ответе нет списка")
        yield _sound(raws or [], lambda raw: read(group, raw), f"тема в {method}", notes)


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
    """From the first comment on; where fewer came than the counter says, also from the last back.

    The network does not document where an empty anchor stands, so the counter is the check.
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
        if topic.count is None or len(seen) >= topic.count:
            return


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
    """Bodies of an anchored method and the list in each, until the network has no more."""
    passed = set()
    while anchor not in passed:
        passed.add(anchor)
        body = client.call(method, anchor=anchor, count=COUNT, **params)
        found = mapping.items(body, key)
        yield body, found
        if not found or not isinstance(body, dict) or body.get("has_more") is False:
            return
        anchor = str(body.get("anchor") or anchor)


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
