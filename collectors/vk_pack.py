"""Gathering what was read of a VK page into batches of a bearable size."""

from collections.abc import Iterator
from datetime import datetime

from collectors.vk_cursor import Entry, State
from models import Batch, Listing, PageRef, SeenComment, SeenPost

SIZE = 100  # comments
NOTES = 10  # the gap report names so many, and counts the rest


class Pack:
    """The batch in the making; every batch carries the state of reading as of then."""

    def __init__(self, page: PageRef, state: State) -> None:
        self._page = page
        self._state = state
        self._saved = state.dump()
        self._clear()

    def _clear(self) -> None:
        self._posts: list[SeenPost] = []
        self._comments: list[SeenComment] = []
        self._listings: list[Listing] = []
        self._gone: set[str] = set()
        self._notes: list[str] = []

    def show(self, entry: Entry) -> None:
        """A post that is new or changed; a visitor's one is also a comment."""
        self._posts.append(entry.post)
        if entry.message:
            self._comments.append(entry.message)

    def add(self, comment: SeenComment) -> Iterator[Batch]:
        """One more comment; yields a batch when that is enough."""
        self._comments.append(comment)
        if len(self._comments) >= SIZE:
            yield self._batch()

    def close(self, post: str, standing: set[str]) -> None:
        """The comments of a post were read to the end: these stand."""
        self._listings.append(Listing(post, frozenset(standing)))

    def remove(self, post: str) -> None:
        """A post is gone; where a visitor wrote it, a comment with the same id is gone too."""
        self._gone.add(post)

    def note(self, gap: str) -> None:
        """Something may have been missed."""
        self._notes.append(gap)

    def rest(self) -> Iterator[Batch]:
        """What is left at the end, if anything is."""
        left = self._posts or self._comments or self._listings or self._gone or self._notes
        if left or self._state.dump() != self._saved:
            yield self._batch()

    def _batch(self) -> Batch:
        self._saved = self._state.dump()
        batch = Batch(
            self._page,
            tuple(self._posts),
            tuple(self._comments),
            deleted_comments=frozenset(self._gone),
            deleted_posts=frozenset(self._gone),
            listings=tuple(self._listings),
            cursor=self._saved,
            read_until=self._newest(),
            gap=self._gap(),
        )
        self._clear()
        return batch

    def _newest(self) -> datetime | None:
        times = [post.created_at for post in self._posts]
        times += [comment.created_at for comment in self._comments]
        return max(times, default=None)

    def _gap(self) -> str | None:
        more = len(self._notes) - NOTES
        notes = self._notes[:NOTES] + ([f"и ещё {more}"] if more > 0 else [])
        return "; ".join(notes) or None
