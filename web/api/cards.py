"""The queue: cards, decisions, taking back."""

from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import Field
from sqlalchemy.orm import Session

from decisions import decide, take_back
from models import CATEGORIES, ReviewItem
from models.review import DECISIONS
from models.rules import GROUNDS
from moderation.cards import card, show
from moderation.deciding import Order, proposal
from moderation.overview import of_comment
from moderation.waiting import Place, Wanted, listing
from web.access import Number, User, office_of, opens
from web.api.said import Given, Limit, Line, Mark, OneOf, Part, Told, part, refusals, unfit
from web.api.shapes import (
    ActionTold,
    CardTold,
    CardWhole,
    DecisionTold,
    FindingTold,
    ProposalTold,
)
from words import NETWORK

router = APIRouter(tags=["Очередь"])


class DecisionGiven(Given):
    """A decision about a card. `seen` of the card: about a text edited since it is a 409."""

    action: Annotated[str, OneOf(DECISIONS)]
    ground: Annotated[str, OneOf(("", *GROUNDS))] = ""
    note: Line = ""
    seen: Annotated[int, Field(gt=0, lt=2**31)] | None = None


class DecisionMade(Told):
    """The decision, and what goes out because of it once the grace period is over."""

    decision: DecisionTold
    actions: list[ActionTold]


@router.get("/cards", responses=refusals(), summary="Открытые карточки, самые срочные первыми")
def cards(
    request: Request,
    network: Annotated[str, OneOf(NETWORK)] | None = None,
    category: Annotated[str, OneOf(CATEGORIES)] | None = None,
    after: Mark = None,
    limit: Limit = 50,
    user: User = opens("queue"),
) -> Part[CardTold]:
    """`after` is the number of the last card of the part before."""
    wanted = Wanted(network=network or "", category=category or "")
    with office_of(request).store.reading() as session:
        found = listing(session, limit + 1, wanted, _place(session, after))
        return part([CardTold.of(one) for one in found], limit, lambda one: one.number)


def _place(session: Session, after: int | None) -> Place | None:
    if after is None:
        return None
    item = session.get(ReviewItem, after)
    if item is None:
        raise unfit(f"after: карточки {after} нет")
    return Place.of(item)


@router.get("/cards/{number}", responses=refusals(404), summary="Карточка целиком")
def one_card(request: Request, number: Number, user: User = opens("queue")) -> CardWhole:
    """Whatever its state; nothing is held by looking."""
    office = office_of(request)
    with office.store.reading() as session:
        opened = show(session, number)
        found = opened.card
        return CardWhole.of(
            found,
            seen=found.verdict.id,
            post=found.post.text if found.post else None,
            scores=found.verdict.scores,
            findings=[FindingTold(**one) for one in found.verdict.findings],
            proposal=ProposalTold.of(proposal(session, office.house, number)),
            decisions=[DecisionTold.of(one) for one in opened.decisions],
        )


@router.post(
    "/cards/{number}/decisions",
    status_code=201,
    responses=refusals(404, 409, 413),
    summary="Решить о карточке",
)
def make(
    request: Request, number: Number, given: DecisionGiven, user: User = opens("queue")
) -> DecisionMade:
    """In the name of whom the token acts for; the same rules as on the screen."""
    office, now = office_of(request), office_of(request).clock()
    order = Order(given.action, user.name, given.note, given.ground, seen=given.seen)
    with office.store.writing() as session:
        made, _ = decide(session, office.house, number, order, now, office.config.moderation.grace)
        comment = card(session, number).comment.id
        caused = [row for row in of_comment(session, comment) if row.action.decision_id == made.id]
        return DecisionMade(
            decision=DecisionTold.of(made),
            actions=[ActionTold.of(row) for row in caused],
        )


@router.post(
    "/decisions/undo",
    responses=refusals(409),
    summary="Отменить своё последнее решение, пока идёт отсрочка",
)
def undo(request: Request, user: User = opens("queue")) -> list[DecisionTold]:
    """The decisions taken back, several where they were made at once; their cards are open."""
    office, now = office_of(request), office_of(request).clock()
    with office.store.writing() as session:
        made = take_back(session, user.name, now, office.config.moderation.grace)
        return [DecisionTold.of(one) for one in made]
