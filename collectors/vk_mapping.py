"""VK's raw answers as what we have seen. Pure; a spoiled item raises one of `SPOILED`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from models import Attachment, SeenAuthor, SeenComment, SeenPost

Raw = Mapping[str, Any]
Names = Mapping[int, str]

SITE = "https://vk.com"
SPOILED = (KeyError, TypeError, ValueError, AttributeError, OverflowError, OSError)
LINKED = frozenset({"photo", "video", "clip", "doc", "wall", "album", "poll", "audio", "article"})


@dataclass(frozen=True, slots=True)
class Place:
    """Where comments hang: the post's external id, theirs without the number, and their kind."""

    owner: int
    post: str
    prefix: str
    kind: str = "comment"

    @classmethod
    def wall(cls, owner: int, post: int) -> "Place":
        """Under a post."""
        return cls(owner, f"wall{owner}_{post}", f"wall{owner}_{post}_")

    @classmethod
    def topic(cls, owner: int, topic: int) -> "Place":
        """In a discussion of a community."""
        return cls(owner, f"topic{owner}_{topic}", f"board{owner}_{topic}_", "board")

    @classmethod
    def photo(cls, owner: int, photo: int) -> "Place":
        """Under a photo."""
        return cls(owner, f"photo{owner}_{photo}", f"photo{owner}_{photo}_", "photo")

    @classmethod
    def video(cls, owner: int, video: int) -> "Place":
        """Under a video."""
        return cls(owner, f"video{owner}_{video}", f"video{owner}_{video}_", "video")

    @property
    def url(self) -> str:
        """The page of the post."""
        return f"{SITE}/{self.post}"


def moment(unix: int) -> datetime:
    """VK's time, aware."""
    return datetime.fromtimestamp(unix, UTC)


def names(answer: Raw) -> dict[int, str]:
    """Who is who in an answer with `extended=1`; communities under their negative numbers."""
    found = {person["id"]: full_name(person) for person in answer.get("profiles") or ()}
    found.update({-group["id"]: group.get("name") or "" for group in answer.get("groups") or ()})
    return found


def full_name(person: Raw) -> str:
    """First and last name; VK says DELETED for an account that is gone."""
    return f"{person.get('first_name') or ''} {person.get('last_name') or ''}".strip()


def author(number: int | None, who: Names) -> SeenAuthor | None:
    """Nobody where VK hides the author."""
    return SeenAuthor(str(number), who.get(number, "")) if number else None


def _writer(raw: Raw) -> int:
    return int(raw.get("from_id") or 0)


def comment(raw: Raw, place: Place, who: Names) -> SeenComment:
    """A comment under a post, topic, photo or video."""
    return SeenComment(
        external_id=f"{place.prefix}{_number(raw)}",
        text=_text(raw),
        created_at=moment(raw["date"]),
        kind=place.kind,
        post=place.post,
        parent=_parent(raw, place),
        author=author(_writer(raw), who),
        own=_writer(raw) == place.owner,
        url=_comment_url(raw, place),
        attachments=attachments(raw),
    )


def _number(raw: Raw) -> int:
    return int(raw["id"])


def _text(raw: Raw) -> str:
    return str(raw.get("text") or "")


def _parent(raw: Raw, place: Place) -> str | None:
    answered = raw.get("reply_to_comment") or next(reversed(raw.get("parents_stack") or ()), None)
    return f"{place.prefix}{answered}" if answered else None


def _comment_url(raw: Raw, place: Place) -> str:
    if place.kind == "board":
        return f"{place.url}?post={raw['id']}"
    root = next(iter(raw.get("parents_stack") or ()), None)
    return f"{place.url}?reply={raw['id']}" + (f"&thread={root}" if root else "")


def wall_post(raw: Raw, owner: int) -> SeenPost:
    """A post of the wall; a bare repost speaks with the words of what it repeats."""
    repeated: Raw = next(iter(raw.get("copy_history") or ()), {})
    place = Place.wall(owner, _number(raw))
    text = _text(raw) or _text(repeated)
    return SeenPost(place.post, text, moment(raw["date"]), place.url, kind=_post_kind(raw, owner))


def _post_kind(raw: Raw, owner: int) -> str:
    if _writer(raw) not in (owner, 0):
        return "visitor"
    if raw.get("marked_as_ads"):
        return "ad"
    if raw.get("copy_history"):
        return "quote" if _text(raw).strip() else "repost"
    return "post"


def visitor_post(raw: Raw, owner: int, who: Names) -> SeenComment | None:
    """The same post as a message of a resident, if the page did not write it itself."""
    if _writer(raw) in (owner, 0):
        return None
    place = Place.wall(owner, _number(raw))
    edited = raw.get("edited")
    return SeenComment(
        external_id=place.post,
        text=_text(raw),
        created_at=moment(raw["date"]),
        kind="wall_post",
        post=place.post,
        author=author(_writer(raw), who),
        edited_at=moment(edited) if edited else None,
        url=place.url,
        attachments=attachments(raw),
    )


def message(raw: Raw, owner: int, who: Names) -> SeenComment:
    """A private message between a resident and the community."""
    peer = raw["peer_id"]
    own = bool(raw.get("out")) or raw["from_id"] == owner
    edited = raw.get("update_time")
    return SeenComment(
        external_id=f"im{owner}_{peer}_{_message_number(raw)}",
        text=_text(raw),
        created_at=moment(raw["date"]),
        kind="message",
        parent=_answered_message(raw, owner),
        author=author(owner if own else raw["from_id"], who),
        own=own,
        edited_at=moment(edited) if edited else None,
        url=f"{SITE}/gim{-owner}?sel={peer}",
        attachments=attachments(raw),
    )


def _answered_message(raw: Raw, owner: int) -> str | None:
    answered = raw.get("reply_message")
    return f"im{owner}_{raw['peer_id']}_{_message_number(answered)}" if answered else None


def _message_number(raw: Raw) -> int:
    return int(raw.get("conversation_message_id") or raw["id"])


def attachments(raw: Raw) -> tuple[Attachment, ...]:
    """What hangs on a post, comment or message."""
    return tuple(_attachments(raw.get("attachments") or ()))


def _attachments(items: Any) -> Iterator[Attachment]:
    for item in items:
        kind = item["type"]
        body = item.get(kind)
        yield Attachment(kind, _link(kind, body) if isinstance(body, Mapping) else None)


def _link(kind: str, body: Raw) -> str | None:
    sizes = body.get("sizes") or ()
    if sizes:
        widest: Raw = max(sizes, key=lambda size: size.get("width") or 0)
        return widest.get("url") or widest.get("src")
    if body.get("url"):
        return str(body["url"])
    if kind in LINKED and "owner_id" in body and "id" in body:
        return f"{SITE}/{kind}{body['owner_id']}_{body['id']}"
    return None
