"""The review queue: a flagged comment waits as a card until a person decides."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    case,
    cast,
    literal_column,
)
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.verdict import CATEGORIES, StoredVerdict

DECISIONS = ("delete", "delete_and_ban", "keep", "incident", "escalate", "skip")
UNDO = "undo"  # in the journal beside them: who decided last took it back
ORDER = ("state", "urgency", "opened_at", "id")
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
    """A card: one comment that needs a person's eye. `urgency` 0 is the most urgent.

    `opened_at` is when it began to wait as it is: an edit that opens a closed card, or makes an
    open one more urgent, begins anew. `held_by` has it before him until `held_until`: nobody else
    decides about it meanwhile.
    """

    __tablename__ = "review_items"
    __table_args__ = (
        Index(None, *ORDER),
        Index(None, "network", *ORDER),
        Index(None, "page_id", *ORDER),
        Index(None, "opened_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"), unique=True)
    # Both are the comment's, which never moves: the filters of the queue need them in an index.
    page_id: Mapped[int] = mapped_column(ForeignKey("pages.id"))
    network: Mapped[str] = mapped_column(String(16))
    verdict_id: Mapped[int] = mapped_column(ForeignKey("verdicts.id"))
    # open | decided | cleared (an edit took the reason away) | withdrawn (deleted by its author)
    state: Mapped[str] = mapped_column(String(16))
    urgency: Mapped[int]
    categories: Mapped[list[Any]]
    opened_at: Mapped[datetime]
    held_by: Mapped[str | None] = mapped_column(String(64), default=None)
    held_until: Mapped[datetime | None] = mapped_column(default=None)


def flagged(category: str) -> ColumnElement[bool]:
    """Cards of a category, in the words of the index that the category has for itself."""
    if category not in CATEGORIES:
        raise ValueError(f"no such category: {category!r}")
    text = cast(ReviewItem.categories, String)
    # A literal, no parameter: a database must see that query and index say the same.
    return text.op("LIKE", is_comparison=True)(literal_column(f"'%\"{category}\"%'"))


for _category in CATEGORIES:
    _only = flagged(_category)
    Index(
        f"ix_review_items_{_category}",
        *(getattr(ReviewItem, name) for name in ORDER),
        sqlite_where=_only,
        postgresql_where=_only,
    )


class ReviewKey(Base):
    """A key of a card's text (models/likeness.py); no word can be read from it."""

    __tablename__ = "review_keys"
    __table_args__ = (Index(None, "comment_id"),)

    key: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"), primary_key=True)


class Decision(Base):
    """What a named person decided about a card; appended, never edited.

    `ground` is the reason, one of `models.rules.GROUNDS`: a category of the verdict, or one that
    only a person can see. The action `undo` takes the one before it back.
    """

    __tablename__ = "decisions"
    __table_args__ = (Index(None, "by", "decided_at"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    item_id: Mapped[int] = mapped_column(ForeignKey("review_items.id"), index=True)
    verdict_id: Mapped[int] = mapped_column(ForeignKey("verdicts.id"))
    action: Mapped[str] = mapped_column(String(16))
    by: Mapped[str] = mapped_column(String(64))
    decided_at: Mapped[datetime] = mapped_column(index=True)
    note: Mapped[str]
    ground: Mapped[str] = mapped_column(String(24), default="")


def waited_since() -> ColumnElement[datetime]:
    """When the card of a decision, joined with its verdict, began to wait for that decision."""
    # A card that was opened anew since has forgotten its earlier opening; the verdict has not.
    return case(
        (ReviewItem.opened_at <= Decision.decided_at, ReviewItem.opened_at),
        else_=StoredVerdict.given_at,
    )
