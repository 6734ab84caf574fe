"""The parts of a VK page that carry comments: wall, discussions, photos, videos."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from collectors.vk_cursor import Entry
from collectors.vk_mapping import SPOILED, Names, Place, Raw, moment, visitor_post, wall_post
from collectors.vk_reading import PAGE, Discussion, Page, pages, received
from models import SeenPost
from networks.vk import VkClient

WHOLE = {"sort": "asc", "extended": 1, "need_likes": 0}  # oldest first: new ones come at the end
THREADED = {
    **WHOLE,
    "preview_length": 0,  # do not shorten texts
    "thread_items_count": 10,
    "counter": "current_level_count",
}
NOT_PUBLISHED = frozenset({"suggest", "postpone"})


@dataclass(frozen=True, slots=True)
class Found:
    """What a look-up by number brought: entries, and the numbers of all that still exist."""

    entries: list[Entry]
    standing: frozenset[int]


class Section:
    """A list of entries, newest first, and how to read the comments under one of them."""

    name = ""
    finds = True  # whether VK can look up an entry that the list did not reach

    def __init__(self, client: VkClient, owner: int) -> None:
        self.client = client
        self.owner = owner
        self.spoiled: list[str] = []  # what could not be understood

    def lists(self) -> Iterator[list[Entry]]:
        """The entries, a page at a time; the caller stops when it has seen enough."""
        raise NotImplementedError

    def lookup(self, numbers: list[int]) -> Found:
        """Which of these entries still exist."""
        raise NotImplementedError

    def place(self, number: int) -> Place:
        """Where the comments of an entry belong."""
        raise NotImplementedError

    def discussion(self, entry: Entry) -> Discussion:
        """How to ask for the comments of an entry."""
        raise NotImplementedError

    def _entry(self, raw: Raw, who: Names) -> Entry | None:
        raise NotImplementedError

    def _lists(self, method: str, **params: Any) -> Iterator[list[Entry]]:
        for page in pages(self.client, method, **params):
            yield self._entries(page)

    def _found(self, method: str, **params: Any) -> Found:
        page = received(method, self.client.call(method, **params))
        return Found(self._entries(page), frozenset(filter(None, map(_standing, page.items))))

    def _entries(self, page: Page) -> list[Entry]:
        found = (self._understood(raw, page.names) for raw in page.items)
        return [entry for entry in found if entry]

    def _understood(self, raw: Raw, who: Names) -> Entry | None:
        try:
            return self._entry(raw, who)
        except SPOILED:
            self.spoiled.append(f"{self.name} {identity(raw)}")
            return None


def _standing(raw: Any) -> int | None:
    return raw.get("id") if isinstance(raw, dict) and not raw.get("is_deleted") else None


def identity(raw: Any) -> str:
    """How to call an item that cannot be understood."""
    number = raw.get("id") if isinstance(raw, dict) else None
    return "без номера" if number is None else str(number)


class Wall(Section):
    """Posts of the page and, if wanted, of its visitors."""

    name = "wall"

    def __init__(self, client: VkClient, owner: int, *, visitors: bool) -> None:
        super().__init__(client, owner)
        self._visitors = visitors

    def lists(self) -> Iterator[list[Entry]]:
        shown = "all" if self._visitors else "owner"
        return self._lists("wall.get", owner_id=self.owner, filter=shown, extended=1)

    def lookup(self, numbers: list[int]) -> Found:
        posts = [f"{self.owner}_{number}" for number in numbers]
        return self._found("wall.getById", posts=posts, extended=1)

    def place(self, number: int) -> Place:
        return Place.wall(self.owner, number)

    def discussion(self, entry: Entry) -> Discussion:
        params = {"owner_id": self.owner, "post_id": entry.number, **THREADED}
        return Discussion("wall.getComments", params)

    def _entry(self, raw: Raw, who: Names) -> Entry | None:
        message = visitor_post(raw, self.owner, who)
        foreign = message is not None and not self._visitors
        if foreign or raw.get("is_deleted") or raw.get("post_type") in NOT_PUBLISHED:
            return None
        return Entry(
            number=int(raw["id"]),
            post=wall_post(raw, self.owner),
            date=int(raw["date"]),
            count=int((raw.get("comments") or {}).get("count") or 0),
            edited=int(raw.get("edited") or 0),
            pinned=bool(raw.get("is_pinned")),
            message=message,
        )


class Boards(Section):
    """Discussions of a community; the last one written in comes first."""

    name = "boards"

    def lists(self) -> Iterator[list[Entry]]:
        return self._lists("board.getTopics", group_id=-self.owner, order=1)

    def lookup(self, numbers: list[int]) -> Found:
        group = -self.owner
        return self._found("board.getTopics", group_id=group, topic_ids=numbers, count=PAGE)

    def place(self, number: int) -> Place:
        return Place.topic(self.owner, number)

    def discussion(self, entry: Entry) -> Discussion:
        params = {"group_id": -self.owner, "topic_id": entry.number, **WHOLE}
        return Discussion("board.getComments", params)

    def _entry(self, raw: Raw, who: Names) -> Entry:
        place = self.place(raw["id"])
        title, created = raw.get("title") or "", moment(raw["created"])
        post = SeenPost(place.post, title, created, place.url, kind="other")
        return Entry(
            number=int(raw["id"]),
            post=post,
            date=int(raw.get("updated") or raw["created"]),
            count=int(raw.get("comments") or 0),
            pinned=bool(raw.get("is_fixed")),
        )


class Photos(Section):
    """Photos with fresh comments: VK lists the comments of all albums, newest first."""

    name = "photos"
    finds = False

    def lists(self) -> Iterator[list[Entry]]:
        return self._lists("photos.getAllComments", owner_id=self.owner)

    def place(self, number: int) -> Place:
        return Place.photo(self.owner, number)

    def discussion(self, entry: Entry) -> Discussion:
        params = {"owner_id": self.owner, "photo_id": entry.number, **WHOLE}
        return Discussion("photos.getComments", params)

    def _entry(self, raw: Raw, who: Names) -> Entry:
        place = self.place(raw["pid"])
        # VK does not say here when the photo was published: the day of its comment stands in.
        post = SeenPost(place.post, "", moment(raw["date"]), place.url, kind="other")
        return Entry(number=int(raw["pid"]), post=post, date=int(raw["date"]), count=1)


class Videos(Section):
    """Videos of the page."""

    name = "videos"

    def lists(self) -> Iterator[list[Entry]]:
        return self._lists("video.get", owner_id=self.owner)

    def lookup(self, numbers: list[int]) -> Found:
        videos = [f"{self.owner}_{number}" for number in numbers]
        return self._found("video.get", videos=videos, count=PAGE)

    def place(self, number: int) -> Place:
        return Place.video(self.owner, number)

    def discussion(self, entry: Entry) -> Discussion:
        params = {"owner_id": self.owner, "video_id": entry.number, **THREADED}
        return Discussion("video.getComments", params)

    def _entry(self, raw: Raw, who: Names) -> Entry:
        place = self.place(raw["id"])
        text = f"{raw.get('title') or ''}\n{raw.get('description') or ''}".strip()
        post = SeenPost(place.post, text, moment(raw["date"]), place.url, kind="other")
        return Entry(
            number=int(raw["id"]),
            post=post,
            date=int(raw["date"]),
            count=int(raw.get("comments") or 0),
        )
