"""VK's Long Poll events as what we have seen. Pure."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from collectors.vk_mapping import (
    SPOILED,
    Names,
    Place,
    Raw,
    comment,
    message,
    visitor_post,
    wall_post,
)
from models import SeenComment, SeenPost

# event → (switch in the scope, where the comment hangs)
COMMENTED: Mapping[str, tuple[str, Callable[[int, Raw], Place]]] = {
    "wall_reply": ("comments", lambda owner, raw: Place.wall(owner, raw["post_id"])),
    "board_post": ("boards", lambda owner, raw: Place.topic(owner, raw["topic_id"])),
    "photo_comment": (
        "photos",
        lambda owner, raw: Place.photo(owner, raw.get("photo_id") or raw["pid"]),
    ),
    "video_comment": ("videos", lambda owner, raw: Place.video(owner, raw["video_id"])),
}
WALL_REPLIES = ("wall_reply_new", "wall_reply_edit", "wall_reply_restore")
MESSAGES = ("message_new", "message_edit")
OWNERS = ("owner_id", "post_owner_id", "topic_owner_id", "photo_owner_id", "video_owner_id")


@dataclass(slots=True)
class Happened:
    """What a row of events comes to: the last one about a comment decides whether it stands."""

    posts: dict[str, SeenPost] = field(default_factory=dict)
    comments: dict[str, SeenComment] = field(default_factory=dict)
    deleted: set[str] = field(default_factory=set)
    spoiled: list[str] = field(default_factory=list)

    def seen(self, comment: SeenComment) -> None:
        """Written, edited or restored."""
        self.comments[comment.external_id] = comment
        self.deleted.discard(comment.external_id)


def happened(events: Iterable[Raw], owner: int, who: Names, include: Collection[str]) -> Happened:
    """Fold events of a community into what is to be stored."""
    found = Happened()
    for event in events:
        try:
            _fold(event["type"], event["object"], owner, who, include, found)
        except SPOILED:
            found.spoiled.append(str(event.get("event_id") if isinstance(event, dict) else event))
    return found


def _fold(
    kind: str, raw: Raw, owner: int, who: Names, include: Collection[str], found: Happened
) -> None:
    subject, _, what = kind.rpartition("_")
    if subject in COMMENTED and abs(_owner(raw, owner)) == abs(owner):
        switch, place_of = COMMENTED[subject]
        if switch in include:
            _fold_comment(what, raw, place_of(owner, raw), who, found)
    elif kind == "wall_post_new":
        _fold_post(raw, owner, who, include, found)
    elif kind in MESSAGES and "messages" in include:
        found.seen(message(raw.get("message") or raw, owner, who))


def _fold_comment(what: str, raw: Raw, place: Place, who: Names, found: Happened) -> None:
    if what == "delete":
        found.deleted.add(f"{place.prefix}{raw['id']}")
    elif what in ("new", "edit", "restore"):
        found.seen(comment(raw, place, who))


def _fold_post(raw: Raw, owner: int, who: Names, include: Collection[str], found: Happened) -> None:
    mine = visitor_post(raw, owner, who)
    if raw.get("post_type") in ("suggest", "postpone") or (mine and "visitor_posts" not in include):
        return
    post = wall_post(raw, owner)
    found.posts[post.external_id] = post
    if mine:
        found.seen(mine)


def _owner(raw: Raw, default: int) -> int:
    """Whose page it happened on; each kind of event says it in a field of its own."""
    return next((int(raw[name]) for name in reversed(OWNERS) if name in raw), default)


def authors(events: Iterable[Raw]) -> set[int]:
    """Ids of all who wrote, to ask for their names."""
    written = ((raw.get("message") or raw).get("from_id") for _, raw in _contents(events))
    return {author for author in written if isinstance(author, int) and author}


def wall_posts(events: Iterable[Raw]) -> set[int]:
    """Numbers of the posts that were commented on."""
    posts = (raw.get("post_id") for kind, raw in _contents(events) if kind in WALL_REPLIES)
    return {post for post in posts if isinstance(post, int)}


def _contents(events: Iterable[Raw]) -> Iterator[tuple[str, Raw]]:
    for event in events:
        content = event.get("object") if isinstance(event, dict) else None
        if isinstance(content, dict):
            yield str(event.get("type")), content
