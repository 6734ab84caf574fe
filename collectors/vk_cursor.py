"""How far a VK page has been read: a mark per post, small enough to save with every batch."""

from collections.abc import Mapping
from dataclasses import astuple, dataclass, field
from datetime import datetime
from typing import Any

from collectors.base import Scope
from models import SeenComment, SeenPost


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that comments hang on, as a list of VK shows it now.

    `date` decides how often it is re-read: when it was published, for a topic or a photo when it
    was last written under. `message` is the same post as a resident's message.
    """

    number: int
    post: SeenPost
    date: int
    count: int
    edited: int = 0
    pinned: bool = False
    message: SeenComment | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """What is remembered of an entry, and when its comments were last read to the end."""

    date: int
    count: int
    edited: int
    read_at: int
    closed: bool = False


Marks = dict[int, Mark]


def due(entry: Entry, mark: Mark | None, now: datetime, scope: Scope, newest: int) -> bool:
    """Whether the comments must be read: something moved, or an edit could hide there.

    Ages count from the `newest` entry of the list: the last posts of a quiet page stay fresh.
    """
    if mark is None:
        return entry.count > 0
    if (entry.count, entry.date) != (mark.count, mark.date):
        return True
    if entry.count == 0:
        return False
    age = newest - entry.date
    if age < scope.fresh.total_seconds() and not mark.closed:
        return True
    waited = now.timestamp() - mark.read_at
    return age < scope.window.total_seconds() and waited >= scope.full.total_seconds()


@dataclass(slots=True)
class State:
    """The cursor of a page. `walked`: sections once listed down to the end of the window."""

    owner: int | None = None
    messages: int = 0  # the greatest id of a private message read
    walked: set[str] = field(default_factory=set)
    sections: dict[str, Marks] = field(default_factory=dict)

    @classmethod
    def load(cls, cursor: Mapping[str, Any] | None) -> "State":
        """From what was saved; a first pass has nothing."""
        saved = cursor or {}
        sections = {
            name: {int(number): Mark(*values) for number, values in marks.items()}
            for name, marks in saved.get("sections", {}).items()
        }
        walked = set(saved.get("walked", ()))
        return cls(saved.get("owner"), saved.get("messages", 0), walked, sections)

    def dump(self) -> dict[str, Any]:
        """As JSON, independent of what happens to the state later."""
        return {
            "owner": self.owner,
            "messages": self.messages,
            "walked": sorted(self.walked),
            "sections": {
                name: {str(number): list(astuple(mark)) for number, mark in marks.items()}
                for name, marks in self.sections.items()
            },
        }
