"""The pages of the configuration and the rules they are held to, as one value."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from models import PageRef
from models.page_rules import Pages

BLIND = frozenset({"telegram"})  # a bot sees nothing that was written before it came


@dataclass(frozen=True, slots=True)
class Watched:
    """An official page in the words of the configuration."""

    ref: PageRef
    kind: str
    body: str
    name: str = ""

    @property
    def title(self) -> str:
        """What people call it."""
        return self.name or self.body


@dataclass(frozen=True, slots=True)
class Town:
    """Whose pages, by which rules, in which zone.

    `since` is how far the first pass reaches back for comments, `window` for posts. Pages
    without a counted post for `silent` are told. `bare_reposts`: they count too.
    """

    watched: tuple[Watched, ...]
    rules: Pages
    zone: ZoneInfo
    since: timedelta = timedelta(days=7)
    window: timedelta = timedelta(days=30)
    silent: timedelta = timedelta(days=14)
    bare_reposts: bool = False
    by_ref: Mapping[PageRef, Watched] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_ref", {page.ref: page for page in self.watched})

    def seen_from(self, network: str, watched_since: datetime) -> datetime:
        """From when on no post of a page can have been missed."""
        return watched_since + self.since - self._reach(network)

    def watched_by(self, network: str, moment: datetime) -> datetime:
        """The latest `watched_since` of a page all of whose posts since that moment are known."""
        return moment - self.since + self._reach(network)

    def _reach(self, network: str) -> timedelta:
        return timedelta(0) if network in BLIND else self.window

    def some(self, chosen: Iterable[PageRef]) -> "list[Watched]":
        """These pages of the configuration, in its order."""
        wanted = set(chosen)
        return [page for page in self.watched if page.ref in wanted]
