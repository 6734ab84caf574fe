"""What every collector promises, and what it is asked to read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from models import Batch, PageRef


@dataclass(frozen=True, slots=True)
class Scope:
    """What to read of a page.

    `include`: any of comments, visitor_posts, boards, photos, videos, messages, chat.
    Posts younger than `fresh` are read whole at every pass (an edit leaves no other trace);
    older ones when their counter of comments moved, and within `window` also once per `full`.
    """

    include: frozenset[str] = frozenset({"comments", "visitor_posts", "chat"})
    fresh: timedelta = timedelta(days=7)
    window: timedelta = timedelta(days=30)
    full: timedelta = timedelta(hours=24)


class Collector(Protocol):
    """One stream with one cursor: a page, or a Telegram bot with all its pages.

    `fetch` yields batches in an order in which they can be saved one by one: killed between any
    two, the next call with the last saved cursor loses nothing. It raises NetworkFault when the
    stream cannot go on. It keeps no more than one batch and one post's ids in memory.
    """

    @property
    def network(self) -> str: ...
    @property
    def owner(self) -> str: ...
    @property
    def pages(self) -> tuple[PageRef, ...]: ...

    def fetch(self, cursor: Mapping[str, Any] | None, now: datetime) -> Iterator[Batch]:
        """Read everything that is new since `cursor` (None: the first pass)."""
        ...
