"""What is said before a decision about what cannot be taken back."""

from collections.abc import Iterable, Iterator, Mapping

from moderation.cards import Card
from networks.acting import Act, Actor, Target


def warnings(actors: Mapping[str, Actor], card: Card, acts: Iterable[str]) -> Iterator[str]:
    """What these acts do besides, and what of it cannot be taken back; asks no network."""
    return of_target(actors, _target(card), acts)


def of_target(actors: Mapping[str, Actor], target: Target, acts: Iterable[str]) -> Iterator[str]:
    """The same for a comment that may have no card."""
    actor = actors.get(target.page)
    if actor is None:
        return
    for act in acts:
        if said := actor.warning(Act(act), target):
            yield said


def _target(card: Card) -> Target:
    return Target(
        page=f"{card.page.network}:{card.page.external_id}",
        comment=card.comment.external_id,
        author=card.author.external_id if card.author else None,
        post=card.post.external_id if card.post else None,
        created_at=card.comment.created_at,
        kind=card.comment.kind,
    )
