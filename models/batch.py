"""What a collector hands over at a time: saved whole, with its cursor, in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from models.comment import SeenComment
from models.page import PageRef
from models.page_facts import Look
from models.post import SeenPost


@dataclass(frozen=True, slots=True)
class Listing:
    """All comments that stand under a post now: a stored one that is not among them is deleted."""

    post: str
    comments: frozenset[str]


@dataclass(frozen=True, slots=True)
class Batch:
    """A piece of one page's feed, at most a few hundred comments.

    `deleted_comments` and `deleted_posts` are external ids that the network says are gone.
    `cursor`, where there is one, is the whole state to save together with this batch: reading
    may resume from it. `read_until` is the newest network time read; `gap` says in words what may
    have been missed, `fault` why this one page of a stream of many cannot be read. `look`, where
    there is one, is what the page itself shows. `read_at`: when this was read, if not just now.
    """

    page: PageRef
    posts: tuple[SeenPost, ...] = ()
    comments: tuple[SeenComment, ...] = ()
    deleted_comments: frozenset[str] = frozenset()
    deleted_posts: frozenset[str] = frozenset()
    listings: tuple[Listing, ...] = ()
    cursor: Mapping[str, Any] | None = None
    read_until: datetime | None = None
    fault: str | None = None
    gap: str | None = None
    look: Look | None = None
    read_at: datetime | None = None
