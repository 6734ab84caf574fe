"""A town's pages on one network, as the network's own servers would hold them.

Network-neutral: the simulators render it in each network's words. Every change is also an event,
which is what VK's Long Poll and Telegram's updates are made of.
"""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any


class Banned(Exception):
    """The author is on the page's blacklist and may not write."""


@dataclass(slots=True)
class Person:
    """A user of the network; `deactivated` is "deleted" or "banned" where the account is gone."""

    id: int
    name: str
    deactivated: str | None = None


@dataclass(slots=True)
class SimComment:
    """A comment; `parent` is the comment it answers, `root` the top of its thread.

    `author` is a person's id, the page's own negative id, or 0 where the network hides it.
    Times are unix seconds.
    """

    id: int
    post: int
    author: int
    text: str
    created: int
    parent: int | None = None
    root: int | None = None
    edited: int | None = None
    deleted: bool = False
    deleted_at: float = 0.0  # when last
    attachments: list[tuple[str, str]] = field(default_factory=list)  # (type, url)


@dataclass(slots=True)
class SimPost:
    """What comments hang on: a wall post, a visitor's post, a photo, a video, a board topic.

    `kind`: post | visitor_post | photo | video | board. `copy` is the id of Telegram's copy of the
    post in the discussion group.
    """

    id: int
    author: int
    text: str
    created: int
    kind: str = "post"
    pinned: bool = False
    edited: int | None = None
    deleted: bool = False
    comments_closed: bool = False
    copy: int = 0
    repeats: str = ""  # the words of somebody else's post that it passes on
    comments: dict[int, SimComment] = field(default_factory=dict)

    def alive(self) -> list[SimComment]:
        """Comments that stand, oldest first."""
        return [comment for comment in self.comments.values() if not comment.deleted]


@dataclass(slots=True)
class SimMessage:
    """A private message to the page, or a chat message that belongs to no post.

    `peer` is the resident in whose conversation it stands.
    """

    id: int
    author: int
    text: str
    created: int
    edited: int | None = None
    peer: int = 0


@dataclass(slots=True)
class SimPage:
    """A community or a channel. `id` is positive; numbers of posts and comments share one row.

    `about` is what it shows of itself: description, site, email, phone, postal, lat, lon, mark,
    comments (whether residents may), avatar, cover, members; what is not there is empty.
    """

    id: int
    name: str
    screen_name: str
    state: str = "open"  # open | private | deleted | banned
    next_id: int = 50
    posts: dict[int, SimPost] = field(default_factory=dict)
    messages: dict[int, SimMessage] = field(default_factory=dict)
    banned: dict[int, int | None] = field(default_factory=dict)  # author -> until, None: for ever
    about: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Event:
    """Something happened on a page: `what` is post_new, post_edit, comment_new, comment_edit,

    comment_delete, comment_restore, message_new or message_edit; `number` grows by one.
    `item` may change later; `text` is what it said `at` that moment.
    """

    number: int
    what: str
    page: int
    item: SimPost | SimComment | SimMessage
    text: str = ""
    at: float = 0.0


class World:
    """All pages and people of one simulated network. Thread-safe through `lock`."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self.clock = clock
        self.lock = threading.RLock()
        self.pages: dict[int, SimPage] = {}
        self.people: dict[int, Person] = {}
        self.events: list[Event] = []

    def add_page(self, id: int, name: str, screen_name: str) -> SimPage:
        """Open a page."""
        page = self.pages[id] = SimPage(id, name, screen_name)
        return page

    def add_person(self, id: int, name: str, deactivated: str | None = None) -> Person:
        """Register a user."""
        person = self.people[id] = Person(id, name, deactivated)
        return person

    def add_post(
        self, page: SimPage, text: str, created: int, kind: str = "post", author: int | None = None
    ) -> SimPost:
        """Publish; without an author the page itself writes."""
        with self.lock:
            post = SimPost(
                self._number(page), -page.id if author is None else author, text, created, kind
            )
            post.copy = self._number(page)
            page.posts[post.id] = post
            self._happen("post_new", page, post)
            return post

    def add_comment(
        self,
        page: SimPage,
        post: SimPost,
        author: int,
        text: str,
        created: int,
        parent: SimComment | None = None,
    ) -> SimComment:
        """Comment on a post, or answer a comment of it. Raises Banned."""
        with self.lock:
            if self.is_banned(page, author):
                raise Banned(author)
            comment = SimComment(self._number(page), post.id, author, text, created)
            if parent is not None:
                comment.parent = parent.id
                comment.root = parent.root or parent.id
            post.comments[comment.id] = comment
            self._happen("comment_new", page, comment)
            return comment

    def add_message(
        self, page: SimPage, author: int, text: str, created: int, peer: int | None = None
    ) -> SimMessage:
        """Write to the page in private (VK), or in its chat outside any thread (Telegram).

        What the page itself writes names the resident it writes to.
        """
        with self.lock:
            message = SimMessage(
                self._number(page), author, text, created, peer=author if peer is None else peer
            )
            page.messages[message.id] = message
            self._happen("message_new", page, message)
            return message

    def edit(self, page: SimPage, comment: SimComment, text: str, at: int | None = None) -> None:
        """The author changes the text."""
        with self.lock:
            comment.text = text
            comment.edited = int(self.clock()) if at is None else at
            self._happen("comment_edit", page, comment)

    def edit_post(self, page: SimPage, post: SimPost, text: str, at: int | None = None) -> None:
        """The page corrects its post."""
        with self.lock:
            post.text = text
            post.edited = int(self.clock()) if at is None else at
            self._happen("post_edit", page, post)

    def delete(self, page: SimPage, comment: SimComment) -> None:
        """The comment vanishes; its replies stay."""
        with self.lock:
            comment.deleted, comment.deleted_at = True, self.clock()
            self._happen("comment_delete", page, comment)

    def restore(self, page: SimPage, comment: SimComment) -> None:
        """The comment is back."""
        with self.lock:
            comment.deleted = False
            self._happen("comment_restore", page, comment)

    def is_banned(self, page: SimPage, author: int) -> bool:
        """Whether the author is on the blacklist and his term is not over."""
        until = page.banned.get(author, 0)
        return until is None or until > self.clock()

    def find(self, page: SimPage, comment_id: int) -> SimComment | None:
        """The comment with this number, deleted or not."""
        found = (post.comments.get(comment_id) for post in page.posts.values())
        return next((comment for comment in found if comment is not None), None)

    def events_after(self, number: int) -> Iterator[Event]:
        """Events with a greater number, in order."""
        with self.lock:
            return iter(self.events[number:])

    def _number(self, page: SimPage) -> int:
        page.next_id += 1
        return page.next_id

    def _happen(self, what: str, page: SimPage, item: SimPost | SimComment | SimMessage) -> None:
        number = len(self.events) + 1
        self.events.append(Event(number, what, page.id, item, item.text, self.clock()))
