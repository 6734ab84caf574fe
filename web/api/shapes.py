"""Comments, cards, decisions and actions as the API tells them."""

from datetime import datetime
from typing import Any

from models import Action, ActionEvent, Author, Comment, Decision, OutboxEntry, Page
from moderation.cards import Card
from moderation.policy import Proposal
from web.api.said import Told


class PageTold(Told):
    """An official page."""

    network: str
    id: str
    name: str

    @classmethod
    def of(cls, page: Page) -> "PageTold":
        """Of a stored page."""
        return cls(network=page.network, id=page.external_id, name=page.name)


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
    def of(cls, comment: Comment, page: Page, author: Author | None) -> "CommentTold":
        """Of a stored comment."""
        return cls(
            number=comment.id,
            external_id=comment.external_id,
            page=PageTold.of(page),
            author=AuthorTold(id=author.external_id, name=author.name) if author else None,
            text=comment.text,
            url=comment.url,
            parent=comment.parent,
            created_at=comment.created_at,
            detected_at=comment.detected_at,
            edited_at=comment.edited_at,
            deleted_at=comment.deleted_at,
            version=comment.version,
        )


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
    def of(cls, card: Card) -> "CardTold":
        """Of a stored card."""
        return cls(**card_fields(card))


def card_fields(card: Card) -> dict[str, Any]:
    """What every telling of a card has."""
    item = card.item
    return {
        "number": item.id,
        "state": item.state,
        "urgent": item.urgency == 0,
        "categories": list(item.categories),
        "opened_at": item.opened_at,
        "held_by": item.held_by,
        "held_until": item.held_until,
        "comment": CommentTold.of(card.comment, card.page, card.author),
    }


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

    @classmethod
    def of(cls, found: Proposal) -> "ProposalTold":
        """Of a proposal of the policy."""
        return cls(
            action=found.action,
            why=found.why,
            ground=found.ground,
            paragraph=found.paragraph,
            duty=found.duty,
            condition=list(found.condition),
        )


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
    def of(cls, one: Decision) -> "DecisionTold":
        """Of a stored decision."""
        return cls(
            number=one.id,
            card=one.item_id,
            action=one.action,
            by=one.by,
            at=one.decided_at,
            note=one.note,
            ground=one.ground,
        )


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
    def of(cls, action: Action, entry: OutboxEntry) -> "ActionTold":
        """Of a stored action."""
        return cls(**action_fields(action, entry))


def action_fields(action: Action, entry: OutboxEntry) -> dict[str, Any]:
    """What every telling of an action has."""
    own = ("act", "origin", "by", "made_at", "ground", "paragraph", "until")
    return {
        "number": action.id,
        "comment": action.comment_id,
        "incident": action.incident_id,
        "state": entry.state,
        "next_at": entry.next_at,
        "due_at": entry.due_at,
        **{name: getattr(action, name) for name in own},
    }


class EventTold(Told):
    """What happened to an action."""

    number: int
    what: str
    at: datetime
    by: str
    reason: str

    @classmethod
    def of(cls, event: ActionEvent) -> "EventTold":
        """Of a stored event."""
        reason = str(event.details.get("reason", ""))
        return cls(number=event.number, what=event.what, at=event.at, by=event.by, reason=reason)


class ActionWhole(ActionTold):
    """An action with its journal and the hash of its evidence."""

    events: list[EventTold]
    sha256: str
