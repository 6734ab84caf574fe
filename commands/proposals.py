"""What the regulation proposes about a card, and what has been done about it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import click

from commands import screen
from commands.action_words import line
from commands.common import App, now
from commands.notices import will_hear
from words import DECISION

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from models import Action
    from moderation.cards import Card

DUTY = {"must": "следует", "may": "можно", "": ""}


def card_lines(session: "Session", app: App, card: "Card") -> Iterator[str]:
    """The proposal, both texts of an edited comment, and every action."""
    from moderation.deciding import proposal
    from moderation.overview import of_comment

    found = proposal(session, app.house(), card.item.id)
    words = {**DECISION, "no_answer": "оставить без ответа"}[found.action]
    paragraph = f" ({found.paragraph})" if found.paragraph else ""
    yield f"Предложение: {words} {DUTY[found.duty]}{paragraph} — {found.why}"
    if card.item.state == "open":
        yield from warned(app, card, ("delete", "ban"))
    for text in _earlier(session, card):
        yield f"До правки: «{screen.harmless(text)}»"
    for row in of_comment(session, card.comment.id):
        yield line(row, app.config.worktime.zone)


def warned(app: App, card: "Card", acts: "Iterable[str]") -> Iterator[str]:
    """What of these acts cannot be taken back, in lines."""
    from moderation.advice import warnings

    return (f"Внимание: {said}" for said in warnings(app.actors(), card, acts))


def tell_intents(app: App, made: "Sequence[Action]") -> None:
    """What will go out, until when it can be taken back, and what a threat asks of people."""
    outgoing = [action for action in made if action.act != "preserve"]
    if outgoing:
        numbers = " ".join(str(action.id) for action in outgoing)
        grace = app.config.moderation.grace_seconds
        click.echo(
            f"Уйдёт в соцсеть через {grace:g} с; отменить: otklik actions undo {numbers}", err=True
        )
    for action in made:
        if action.act == "preserve":
            told = will_hear(app, now())
            click.echo(f"{told} Доказательства: otklik actions show {action.id} --json", err=True)


def _earlier(session: "Session", card: "Card") -> list[str]:
    from sqlalchemy import select

    from models import CommentVersion

    query = select(CommentVersion.text).where(CommentVersion.comment_id == card.comment.id)
    return list(session.scalars(query.order_by(CommentVersion.version)))
