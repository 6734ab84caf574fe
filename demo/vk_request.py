"""A call of a VK method: its parameters, the page it is about, and VK's refusals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from demo import vk_render as render
from demo.vk_render import Index, Json
from demo.world import SimPage, SimPost, World

BAD_PARAMETER, NOT_FOUND, DENIED, PAGE_GONE, COMMENTS_CLOSED = 100, 104, 15, 18, 212
NO_PERMISSION = 7


class VkError(Exception):
    """VK refuses with this code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


@dataclass(slots=True)
class Powers:
    """What the tokens may do: the user token's owner is a moderator (1), editor (2), administrator

    (3) or nobody (0); `permissions` are those of the community token.
    """

    level: int = 3
    permissions: frozenset[str] = frozenset({"manage", "messages", "photos", "wall"})
    restore_seconds: int = 3600  # how long a deleted comment can be restored


@dataclass(frozen=True, slots=True)
class Request:
    """A call of a method, its parameters, and the world to answer from."""

    world: World
    index: Index
    params: Mapping[str, str]
    kind: str  # of the token
    guids: dict[tuple[int, str | None], Any]  # what was written under which key
    powers: Powers

    def managed(self, level: int = 1, permission: str = "manage", refused: int = DENIED) -> None:
        """Refuse where the token's owner or the community token may not do that."""
        if self.kind == "community" and permission not in self.powers.permissions:
            raise VkError(NO_PERMISSION)
        if self.kind == "user" and self.powers.level < level:
            raise VkError(refused)

    def number(self, name: str, default: int | None = None) -> int:
        """A whole number; without a default it must be there."""
        value = self.params.get(name)
        if value is None and default is not None:
            return default
        try:
            return int(value or "")
        except ValueError:
            raise VkError(BAD_PARAMETER) from None

    def flag(self, name: str) -> bool:
        """A boolean."""
        return self.params.get(name, "0") not in ("0", "")

    def listed(self, name: str) -> list[str]:
        """A comma separated list."""
        return [part for part in self.params.get(name, "").split(",") if part]

    def page(self) -> SimPage:
        """The community asked for, if it is open to us."""
        page = self._named()
        if page.state == "private":
            raise VkError(DENIED)
        if page.state != "open":
            raise VkError(PAGE_GONE)
        return page

    def _named(self) -> SimPage:
        if "domain" in self.params:
            return by_name(self.world, self.params["domain"])
        id = self.number("group_id") if "group_id" in self.params else -self.number("owner_id")
        if id not in self.world.pages:
            raise VkError(BAD_PARAMETER)
        return self.world.pages[id]

    def post(self, page: SimPage, number: int) -> SimPost:
        """A post of the page that still stands."""
        post = page.posts.get(number)
        if post is None or post.deleted:
            raise VkError(NOT_FOUND)
        return post

    def cut(self, items: Sequence[Any], most: int = 100, default: int = 20) -> list[Any]:
        """The piece that `offset`, `count` and `start_comment_id` ask for."""
        start = self.number("offset", 0)
        if first := self.number("start_comment_id", 0):
            start += next((n for n, item in enumerate(items) if item.id >= first), len(items))
        elif start < 0:
            raise VkError(BAD_PARAMETER)
        start = max(start, 0)
        return list(items[start : start + min(self.number("count", default), most)])

    def named(self, authors: Sequence[int]) -> Json:
        """Names, where the caller wants them."""
        return render.known(self.world, authors) if self.flag("extended") else {}


def by_name(world: World, name: str) -> SimPage:
    """A page by its short name or number."""
    for page in world.pages.values():
        if name in (page.screen_name, str(page.id), f"club{page.id}", f"public{page.id}"):
            return page
    raise VkError(BAD_PARAMETER)
