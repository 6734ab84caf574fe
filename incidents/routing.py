"""Whom to send a message to: the rule of competence decides, history ranks where there is none."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from incidents.competence import Body, folded
from models import Topic

PROPOSED = 3
OTHER_MATTER = 0.2
"""A topic of another group at least this likely is a second matter, not a doubt about the first."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A body and why it, in words; `score` is None where a rule of competence decided."""

    body: str
    reason: str
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """Up to three bodies, best first, and co-executors where a message has several matters."""

    bodies: tuple[Proposal, ...]
    co_executors: tuple[Proposal, ...]


def route(
    topics: Sequence[Topic],
    places: Collection[str],
    history: Sequence[Mapping[str, Any]],
    bodies: Sequence[Body],
    today: date,
) -> Route:
    """Propose bodies for a message.

    topics: best first, as the verdict has them; places: normal names of settlements and streets;
    history: the trained router's `{name, score, reason}`, or nothing.
    """
    where = frozenset(map(folded, places))
    matters = matters_of(topics)
    ranked = [
        proposal for topic in matters[:1] for proposal in _by_rule(topic, where, history, bodies)
    ]
    ranked += [_by_history(found) for found in history]
    present = [_standing_in(proposal, bodies, today) for proposal in ranked]
    chosen = _once(present)[:PROPOSED]
    others = [
        _standing_in(proposal, bodies, today)
        for topic in matters[1:]
        for proposal in list(_by_rule(topic, where, (), bodies))[:1]
    ]
    named = {proposal.body for proposal in chosen[:1]}
    return Route(tuple(chosen), tuple(p for p in _once(others) if p.body not in named))


def matters_of(topics: Sequence[Topic]) -> list[Topic]:
    """The best topic, and likely ones of other groups: each is a matter of its own."""
    found = list(topics[:1])
    for topic in topics[1:]:
        if topic.score >= OTHER_MATTER and topic.group not in {each.group for each in found}:
            found.append(topic)
    return found


def _by_rule(
    topic: Topic,
    places: Collection[str],
    history: Sequence[Mapping[str, Any]],
    bodies: Sequence[Body],
) -> Iterator[Proposal]:
    """Competent bodies, the most exact rule first; among equals history decides."""
    known = {found["name"]: float(found["score"]) for found in history}
    fits = [(body.fit(topic, places), known.get(body.name, 0.0), body) for body in bodies]
    for fit, _, body in sorted(fits, key=lambda each: (-each[0], -each[1])):
        if fit:
            yield Proposal(body.name, f"по компетенции: {_readable(topic)}{_territory(fit)}")


def _by_history(found: Mapping[str, Any]) -> Proposal:
    score = float(found["score"])
    return Proposal(found["name"], f"по истории обращений, {found['reason']}", score)


def _standing_in(proposal: Proposal, bodies: Sequence[Body], today: date) -> Proposal:
    """The substitute on days of absence; a substitute who is away, too, is not looked behind."""
    absent = next((body.absent(today) for body in bodies if body.name == proposal.body), None)
    if absent is None:
        return proposal
    reason = f"замещает «{proposal.body}» до {absent.until:%d.%m.%Y}; {proposal.reason}"
    return Proposal(absent.substitute, reason, proposal.score)


def _once(proposals: Sequence[Proposal]) -> list[Proposal]:
    """Each body once, where it stands first."""
    first: dict[str, Proposal] = {}
    for proposal in proposals:
        first.setdefault(proposal.body, proposal)
    return list(first.values())


def _readable(topic: Topic) -> str:
    return f"«{topic.topic.capitalize()}»"


def _territory(fit: int) -> str:
    return ", по месту" if fit % 2 == 0 else ""
