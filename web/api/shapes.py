"""Comments, cards, decisions and actions as the API tells them."""

from datetime import datetime
from typing import Any, Self

from models import ActionEvent, Decision, Page
from moderation.cards import Card
from moderation.day import Message
from moderation.overview import Row, Whole
from web.api.said import Told


class PageTold(Told):
    """An official page."""

    network: str
    id: str
    name: str

    @classmethod
    def of(cls, one: Page, **other: Any) -> Self:
        """Of a stored page."""
        return super().of(one, id=one.external_id, **other)


class AuthorTold(Told):
    """Who wrote it, as the network says."""

    id: str
    name: str


class CommentTold(Told):
    """A message of a resident; `text` is empty once its storage period is over."""

    number: int
    external_id: str
    page: PageTold
    author: AuthorTold | None
    text: str
    url: str | None
    parent: str | None
    created_at: datetime
    detected_at: datetime
    edited_at: datetime | None
    deleted_at: datetime | None
    version: int

    @classmethod
    def of(cls, one: Card | Message, **other: Any) -> Self:
        """Of a stored comment, its page and its author."""
        author = one.author and AuthorTold.of(one.author, id=one.author.external_id)
        page = PageTold.of(one.page)
        return super().of(one.comment, number=one.comment.id, page=page, author=author, **other)


class CardTold(Told):
    """A card of the queue; `urgent` come first."""

    number: int
    state: str
    urgent: bool
    categories: list[str]
    opened_at: datetime
    held_by: str | None
    held_until: datetime | None
    comment: CommentTold

    @classmethod
    def of(cls, one: Card, **other: Any) -> Self:
        """Of a stored card."""
        item, comment = one.item, CommentTold.of(one)
        return super().of(item, number=item.id, urgent=item.urgency == 0, comment=comment, **other)


class FindingTold(Told):
    """Why it was flagged: the span of the text in Unicode code points, the end not included."""

    category: str
    score: float
    start: int
    end: int
    text: str


class ProposalTold(Told):
    """What the regulation proposes, by which paragraph; `condition`: only as such a breach."""

    action: str
    why: str
    ground: str
    paragraph: str
    duty: str
    condition: list[str]


class DecisionTold(Told):
    """What a person decided about a card; `undo` takes the one before it back."""

    number: int
    card: int
    action: str
    by: str
    at: datetime
    note: str
    ground: str

    @classmethod
    def of(cls, one: Decision, **other: Any) -> Self:
        """Of a stored decision."""
        return super().of(one, number=one.id, card=one.item_id, at=one.decided_at, **other)


class CardWhole(CardTold):
    """A card with all that a decision needs; `seen` is to be sent with the decision."""

    seen: int
    post: str | None
    scores: dict[str, float]
    findings: list[FindingTold]
    proposal: ProposalTold
    decisions: list[DecisionTold]


class ActionTold(Told):
    """What goes out to a network and where it stands."""

    number: int
    act: str
    state: str
    origin: str
    by: str
    made_at: datetime
    comment: int
    incident: int | None
    ground: str
    paragraph: str
    until: datetime | None
    next_at: datetime
    due_at: datetime | None

    @classmethod
    def of(cls, one: Row | Whole, **other: Any) -> Self:
        """Of a stored action."""
        action, entry = one.action, one.entry
        return super().of(
            action,
            number=action.id,
            comment=action.comment_id,
            incident=action.incident_id,
            state=entry.state,
            next_at=entry.next_at,
            due_at=entry.due_at,
            **other,
        )


class EventTold(Told):
    """What happened to an action."""

    number: int
    what: str
    at: datetime
    by: str
    reason: str

    @classmethod
    def of(cls, one: ActionEvent, **other: Any) -> Self:
        """Of a stored event."""
        return super().of(one, reason=str(one.details.get("reason", "")), **other)


class ActionWhole(ActionTold):
    """An action with its journal and the hash of its evidence."""

    events: list[EventTold]
    sha256: str
