"""Acting on a page: what every network promises, whatever its API can do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from errors import NetworkFault, Outcome

BLIND = "blind"  # code of the fault where a network gives no way of reading back


NEVER_BACK = {  # networks where a deletion is final
    "ok": "в ОК удалённый комментарий не вернуть",
    "telegram": "Телеграм не возвращает удалённое",
}


class Act(StrEnum):
    """What can be done to a comment or its author."""

    DELETE = "delete"
    RESTORE = "restore"
    BAN = "ban"
    UNBAN = "unban"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Target:
    """What is acted on, in plain values.

    `page` is `network:id` as the configuration has it; `comment`, `post` and `author` are external
    ids as collectors store them (`wall-100_51_70`, `<topic>_<comment>`, `<chat>_<message>`);
    `kind` is one of `models.comment.KINDS`. No author: the network hides who it was.
    """

    page: str
    comment: str
    author: str | None
    post: str | None
    created_at: datetime
    kind: str = "comment"


class Actor(Protocol):
    """The hands of one page. Made by `sources.actors`.

    Every act may be repeated: what is already so is no failure. All raise `NetworkFault`; with
    outcome RETRY it is unknown whether the effect happened, so read back (`stands`, `banned`,
    `find_answer`) before trying again; with any other outcome nothing happened.

    A ban comes before the deletion of the same comment: OK bans only while it deletes.
    """

    page: str

    def readable(self) -> str | None:
        """None: comments can be read; else why not and what to do, in Russian."""
        ...

    def capability(self, act: Act, target: Target | None, now: datetime) -> str | None:
        """None: it can; else why not and what to do, in Russian. Without a target: in general.

        Raises NetworkFault only where the network is out of reach just now.
        """
        ...

    def delete(self, target: Target) -> None:
        """The comment vanishes."""
        ...

    def restore(self, target: Target) -> None:
        """The deleted comment is back."""
        ...

    def ban(self, target: Target, reason: str, note: str, until: datetime | None) -> None:
        """The author may not write. `reason` is a category of ours, `note` is for managers.

        A term that the network cannot hold becomes "without end" there: whoever keeps the
        blacklist lifts it in time.
        """
        ...

    def unban(self, target: Target) -> None:
        """The author may write again."""
        ...

    def answer(self, target: Target, text: str, photos: Sequence[Path] = ()) -> str:
        """Answer publicly, a private message privately; never sent twice by the call itself.

        Returns the answer's external id, empty where the network does not tell. Nothing is looked
        up once it is sent: a fault would say that nothing happened. `find_answer` finds the id.
        """
        ...

    def stands(self, target: Target) -> bool | None:
        """Whether the comment is there; None where the network cannot tell."""
        ...

    def text(self, target: Target) -> str | None:
        """What the comment says now; None where it is gone or the network cannot tell."""
        ...

    def banned(self, target: Target) -> bool | None:
        """Whether the author is banned; None where the network cannot tell."""
        ...

    def find_answer(self, target: Target, text: str) -> str | None:
        """The external id of our answer with this text, if it is there; else None.

        Raises NetworkFault with code BLIND where the network cannot tell: a person has to look.
        """
        ...

    def link(self, target: Target) -> str:
        """Where a person can do it by hand."""
        ...

    def warning(self, act: Act, target: Target) -> str | None:
        """What must be said before, in Russian: side effects that cannot be undone."""
        ...


PASSING = frozenset({Outcome.RETRY, Outcome.WAIT})
OVER = timedelta(minutes=1)  # shorter terms a network may take for "for ever"


def refusal(fault: NetworkFault) -> str:
    """A lasting refusal in words; a passing one is raised again."""
    if fault.outcome in PASSING:
        raise fault
    return str(fault)


def is_over(until: datetime | None, now: datetime) -> bool:
    """Whether a term ends before it could begin."""
    return until is not None and until < now + OVER


def same(said: str, text: str) -> bool:
    """Whether two texts are the same but for the white space that networks touch up."""
    return said.split() == text.split()
