"""The review queue: a flagged comment waits as a card until a person decides."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.verdict import CATEGORIES

DECISIONS = ("delete", "delete_and_ban", "keep", "incident", "escalate", "skip")
_AGAINST = ("delete", "delete_and_ban", "escalate")


def said(action: str, ground: str, flags: Iterable[str]) -> tuple[frozenset[str], frozenset[str]]:
    """The categories that a decision confirms, and those that it denies, of a verdict's flags.

    Of several flags a decision without a ground does not tell which was right. A message taken up
    as an incident, and reasons that only a person can see, say nothing of the flags.
    """
    if action == "keep":
        return frozenset(), frozenset(flags)
    named = frozenset({ground} if ground else flags) & frozenset(CATEGORIES)
    right = action in _AGAINST and len(named) == 1
    return (named if right else frozenset()), frozenset()


class ReviewItem(Base):
    """A card: one comment that needs a person's eye. `urgency` 0 is the most urgent."""

    __tablename__ = "review_items"
    __table_args__ = (
        Index(None, "state", "urgency", "opened_at", "id"),
        Index(None, "opened_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"), unique=True)
    verdict_id: Mapped[int] = mapped_column(ForeignKey("verdicts.id"))
    # open | decided | cleared (an edit took the reason away) | withdrawn (deleted by its author)
    state: Mapped[str] = mapped_column(String(16))
    urgency: Mapped[int]
    categories: Mapped[list[Any]]
    opened_at: Mapped[datetime]


class Decision(Base):
    """What a named person decided about a card; appended, never edited.

    `ground` is the reason, one of `models.rules.GROUNDS`: a category of the verdict, or one that
    only a person can see.
    """

    __tablename__ = "decisions"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    item_id: Mapped[int] = mapped_column(ForeignKey("review_items.id"), index=True)
    verdict_id: Mapped[int] = mapped_column(ForeignKey("verdicts.id"))
    action: Mapped[str] = mapped_column(String(16))
    by: Mapped[str] = mapped_column(String(64))
    decided_at: Mapped[datetime] = mapped_column(index=True)
    note: Mapped[str]
    ground: Mapped[str] = mapped_column(String(24), default="")
