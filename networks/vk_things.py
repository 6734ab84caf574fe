"""What VK's external ids name, and the methods that act on each kind. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

SITE = "https://vk.com"
_ID = re.compile(r"(wall|board|photo|video|im)(-?\d+)_(\d+)(?:_(\d+))?")


@dataclass(frozen=True, slots=True)
class Methods:
    """Who does what to a kind of comment; `under` is the parameter that names its post."""

    under: str
    delete: str = ""
    restore: str = ""
    create: str = ""
    listed: str = ""


METHODS: Mapping[str, Methods] = {
    "wall": Methods(
        "post_id",
        "wall.deleteComment",
        "wall.restoreComment",
        "wall.createComment",
        "wall.getComments",
    ),
    "wall_post": Methods(
        "post_id", "wall.delete", "wall.restore", "wall.createComment", "wall.getComments"
    ),
    "board": Methods(
        "topic_id",
        "board.deleteComment",
        "board.restoreComment",
        "board.createComment",
        "board.getComments",
    ),
    "photo": Methods(
        "photo_id",
        "photos.deleteComment",
        "photos.restoreComment",
        "photos.createComment",
        "photos.getComments",
    ),
    "video": Methods(
        "video_id",
        "video.deleteComment",
        "video.restoreComment",
        "video.createComment",
        "video.getComments",
    ),
    "im": Methods("peer_id", create="messages.send", listed="messages.getHistory"),
}


@dataclass(frozen=True, slots=True)
class Thing:
    """A comment, a visitor's post (`number` is 0) or a private message (`post` is the peer)."""

    kind: str  # of METHODS
    owner: int
    post: int
    number: int

    @classmethod
    def of(cls, external_id: str) -> "Thing":
        """Raises ValueError where this is no id of ours."""
        found = _ID.fullmatch(external_id)
        if found is None:
            raise ValueError(f"not an id of VK: {external_id}")
        kind, owner, post, number = found.groups()
        kind = "wall_post" if kind == "wall" and number is None else kind
        return cls(kind, int(owner), int(post), int(number or 0))

    @property
    def methods(self) -> Methods:
        """The methods that act on it."""
        return METHODS[self.kind]

    @property
    def place(self) -> dict[str, Any]:
        """The parameters that name where it hangs."""
        return {**self.of_whom, self.methods.under: self.post}

    @property
    def of_whom(self) -> dict[str, Any]:
        """The parameter that names the page."""
        in_groups = self.kind in ("board", "im")
        return {"group_id": -self.owner} if in_groups else {"owner_id": self.owner}

    @property
    def itself(self) -> dict[str, Any]:
        """The parameters that name it."""
        if self.kind == "wall_post":
            return self.place
        named = {"comment_id": self.number}
        return {**(self.place if self.kind == "board" else self.of_whom), **named}

    def id_of(self, number: int) -> str:
        """The external id of another one in the same place."""
        kind = "wall" if self.kind == "wall_post" else self.kind
        return f"{kind}{self.owner}_{self.post}_{number}"

    @property
    def link(self) -> str:
        """Its address on the site."""
        if self.kind == "im":
            return f"{SITE}/gim{-self.owner}?sel={self.post}"
        kind, ask = {"wall_post": ("wall", ""), "board": ("topic", "post")}.get(
            self.kind, (self.kind, "reply")
        )
        place = f"{SITE}/{kind}{self.owner}_{self.post}"
        return f"{place}?{ask}={self.number}" if ask else place
