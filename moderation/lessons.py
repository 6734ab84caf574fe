"""What people's decisions teach about texts: which flags were right and which were wrong."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import CATEGORIES, Comment, Decision, ReviewItem, StoredVerdict
from models.review import said

LOPSIDED = 3
"""How many times as many decisions of one kind as of the other a category may bring."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A text and the labels that a person gave (`right`) or denied (`wrong`) by deciding."""

    text: str
    right: frozenset[str]
    wrong: frozenset[str] = frozenset()

    @property
    def judged(self) -> frozenset[str]:
        """Labels of which something is known now."""
        return self.right | self.wrong


def lessons(session: Session) -> list[Lesson]:
    """The last decision on each card, newest first, as far as it says what the text is.

    A text edited since, or forgotten, teaches nothing.
    """
    last = select(func.max(Decision.id)).group_by(Decision.item_id)
    rows = session.execute(
        select(Comment.text, Decision.action, Decision.ground, StoredVerdict.flags)
        .join(ReviewItem, ReviewItem.comment_id == Comment.id)
        .join(Decision, Decision.item_id == ReviewItem.id)
        .join(StoredVerdict, StoredVerdict.id == Decision.verdict_id)
        .where(Decision.id.in_(last), Comment.version == StoredVerdict.version, Comment.text != "")
        .order_by(Decision.id.desc())
    )
    found = (lesson(*row) for row in rows)
    return [each for each in found if each.judged]


def lesson(text: str, action: str, ground: str, flags: Iterable[str]) -> Lesson:
    """What one decision says. Reasons that only a person can see say nothing of the flags."""
    if action == "incident":
        return Lesson(text, frozenset({"incident"}))
    return Lesson(text, *said(action, ground, flags))


def balanced(given: Iterable[Lesson], fewest: int) -> Iterator[Lesson]:
    """Lessons on labels with at least `fewest` of them, no side LOPSIDED times the other.

    Of the larger side the first are taken: the newest. Messages that became incidents have no
    other side, and are taken as they are.
    """
    given = list(given)
    right = Counter(label for each in given for label in each.right)
    wrong = Counter(label for each in given for label in each.wrong)
    room = {label: LOPSIDED * max(min(right[label], wrong[label]), 1) for label in CATEGORIES}
    taught = {label for label in CATEGORIES if right[label] + wrong[label] >= fewest}
    left = {side: Counter(room) for side in ("right", "wrong")}
    for each in given:
        kept = Lesson(
            each.text,
            _taken(each.right & taught, left["right"]) | (each.right & {"incident"}),
            _taken(each.wrong & taught, left["wrong"]),
        )
        if kept.judged:
            yield kept


def _taken(labels: Iterable[str], left: Counter[str]) -> frozenset[str]:
    found = frozenset(label for label in labels if left[label] > 0)
    left.subtract(found)
    return found
