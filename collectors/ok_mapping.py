"""Odnoklassniki's answers as our nouns; pure. A ValueError says what is wrong with an item."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from models import Attachment, SeenAuthor, SeenComment, SeenPost

Raw = Mapping[str, Any]

# Times without a zone are Moscow's, as the network documents it for publishing.
LOCAL = ZoneInfo("Europe/Moscow")
VISITOR = "visitor"
FEED_TOPIC = re.compile(r"\{media_topic:(\w+)\}(.*?)\{media_topic\}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic of the group; `count` is the network's counter of its comments, where it has one.

    `message` is the same as a message of a resident, where a member wrote it in his own name.
    """

    id: str
    post: SeenPost
    count: int | None
    message: SeenComment | None = None

    @property
    def created_at(self) -> datetime:
        """When it was published."""
        return self.post.created_at


def items(body: Any, key: str) -> list[Any] | None:
    """The list in a body that may be anything; None where there is no list at all."""
    found = body.get(key) if isinstance(body, dict) else body
    return found if isinstance(found, list) else None


def moment(raw: Raw, name: str) -> datetime:
    """The aware time of `<name>_ms`, else of the local string `<name>`."""
    exact, text = raw.get(f"{name}_ms"), raw.get(name)
    try:
        if exact:
            return datetime.fromtimestamp(int(exact) / 1000, UTC)
        return datetime.fromisoformat(str(text)).replace(tzinfo=LOCAL).astimezone(UTC)
    except (ValueError, TypeError, OverflowError, OSError):
        raise ValueError(f"no usable date: {exact or text!r}") from None


def topic(group: str, raw: Any) -> Topic:
    """An item of `media_topics`."""
    number = _id(raw)
    summary = raw.get("discussion_summary")
    count = summary.get("comments_count") if isinstance(summary, dict) else None
    post = _post(group, number, _media_text(raw.get("media")), moment(raw, "created"))
    post = replace(post, kind=_kind(raw))
    return Topic(
        number,
        post,
        int(count) if count is not None else None,
        _message(post, raw) if post.kind == VISITOR else None,
    )


def feed_topic(group: str, raw: Any) -> Topic:
    """An item of `feeds`: number and text stand inside its message; it has no counter."""
    found = FEED_TOPIC.search(str(raw.get("message"))) if isinstance(raw, dict) else None
    if found is None:
        raise ValueError("no topic in the feed's message")
    number, text = found.groups()
    return Topic(number, _post(group, number, text, moment(raw, "date")), None)


def discussed_topic(group: str, raw: Any) -> Topic:
    """An item of `discussions`: of the text it has the title only."""
    number = str(raw["object_id"]) if isinstance(raw, dict) and raw.get("object_id") else ""
    if not number:
        raise ValueError("no object_id")
    count = raw.get("total_comments_count")
    text = str(raw.get("title") or "")
    return Topic(
        number,
        _post(group, number, text, moment(raw, "creation_date")),
        int(count) if count is not None else None,
    )


def is_of_another(group: str, raw: Any) -> bool:
    """Whether an item says that it hangs on other groups than this one."""
    refs = items(raw, "ref_objects") if isinstance(raw, dict) else None
    groups = {str(ref.get("id")) for ref in refs or [] if isinstance(ref, dict)}
    return bool(groups) and group not in groups


def names(body: Any) -> dict[str, str]:
    """The names of `entities.users` by number."""
    entities = body.get("entities") if isinstance(body, dict) else None
    users = [user for user in items(entities, "users") or [] if isinstance(user, dict)]
    return {str(user.get("uid")): str(user.get("name") or "") for user in users}


def comment(group: str, topic_id: str, raw: Any, known: Mapping[str, str]) -> SeenComment:
    """A comment of a topic; `known` are names by number."""
    number = _id(raw)
    author = _author(raw, known)
    parent = raw.get("reply_to_comment_id")
    return SeenComment(
        external_id=comment_id(topic_id, number),
        text=str(raw.get("text") or ""),
        created_at=moment(raw, "date"),
        post=post_id(group, topic_id),
        parent=comment_id(topic_id, parent) if parent else None,
        author=author,
        own=author is not None and author.external_id == f"group:{group}",
        url=_url(group, topic_id),
        attachments=tuple(_attachments(raw.get("attachments") or ())),
    )


def post_id(group: str, topic_id: str) -> str:
    """Our external id of a topic."""
    return f"{group}_{topic_id}"


def comment_id(topic_id: str, number: str) -> str:
    """Our external id of a comment: the network's own are unique within their topic."""
    return f"{topic_id}_{number}"


def _id(raw: Any) -> str:
    number = raw.get("id") if isinstance(raw, dict) else None
    if not number:
        raise ValueError("no id")
    return str(number)


def _post(group: str, number: str, text: str, created_at: datetime) -> SeenPost:
    return SeenPost(post_id(group, number), text, created_at, _url(group, number))


def _message(post: SeenPost, raw: Raw) -> SeenComment:
    return SeenComment(
        external_id=post.external_id,
        text=post.text,
        created_at=post.created_at,
        kind="wall_post",
        post=post.external_id,
        author=_author(raw, {}),
        url=post.url,
        attachments=tuple(_attachments(_others(raw.get("media")))),
    )


def _url(group: str, topic_id: str) -> str:
    return f"https://ok.ru/group/{group}/topic/{topic_id}"


def _kind(raw: Raw) -> str:
    """Who published it; a block «topic» repeats somebody else's."""
    if str(raw.get("author_ref") or "").startswith("user:"):
        return VISITOR
    if any(block.get("type") == "topic" for block in _blocks(raw.get("media"))):
        own = [block for block in _blocks(raw.get("media")) if block.get("type") == "text"]
        return "quote" if _media_text(own).strip() else "repost"
    return "post"


def _blocks(media: Any) -> list[Raw]:
    return [block for block in media or () if isinstance(block, dict)]


def _others(media: Any) -> list[Raw]:
    return [block for block in _blocks(media) if block.get("type") != "text"]


def _media_text(media: Any) -> str:
    return "\n".join(str(block["text"]) for block in _blocks(media) if block.get("text"))


def _author(raw: Raw, known: Mapping[str, str]) -> SeenAuthor | None:
    # A person is known by the bare number, as in the address of his page; a group keeps its prefix.
    ref = str(raw.get("author_ref") or raw.get("author_id") or "").removeprefix("user:")
    name = known.get(ref.rpartition(":")[2]) or raw.get("author_name") or ""
    return SeenAuthor(ref, str(name)) if ref else None


def _attachments(raw: Iterable[Any]) -> Iterable[Attachment]:
    for item in raw:
        if isinstance(item, dict):
            url = item.get("url")
            yield Attachment(str(item.get("type") or "unknown"), url if url else None)
