"""What was flagged, what people decided, what was done on the networks."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from models import Action, Comment, Decision, OutboxEntry, ReviewItem, StoredVerdict
from models.review import UNDO, said, waited_since
from reports.figures.scope import Scope
from reports.figures.spread import Spread, spread
from reports.figures.times import Worktime


@dataclass(frozen=True, slots=True)
class Card:
    """A flagged comment: the state of its card now, the categories of its flags, its network."""

    state: str
    categories: tuple[str, ...]
    network: str


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision about a card. `holds`: nobody has decided otherwise since, or taken it back."""

    flags: tuple[str, ...]
    holds: bool
    action: str
    by: str
    ground: str
    waited_since: datetime
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class Done:
    """An action and how far it has come (models.outbox.STATES). `back`: it was reversed since."""

    act: str
    state: str
    ground: str
    origin: str
    network: str
    back: bool


def flagged(session: Session, scope: Scope) -> list[Card]:
    """Cards opened in the period."""
    rows = session.execute(
        select(ReviewItem.state, ReviewItem.categories, Comment.network)
        .join(Comment, Comment.id == ReviewItem.comment_id)
        .where(scope.within(ReviewItem.opened_at), *scope.of_comment())
    )
    return [Card(state, tuple(categories), network) for state, categories, network in rows]


def decisions(session: Session, scope: Scope) -> list[Decided]:
    """Decisions made in the period, in order, and what took them back; skipping a card is none."""
    later = aliased(Decision)
    overruled = exists().where(
        later.item_id == Decision.item_id, later.id > Decision.id, later.action != "skip"
    )
    rows = session.execute(
        select(
            StoredVerdict.flags,
            (ReviewItem.state != "open") & ~overruled,
            Decision.action,
            Decision.by,
            Decision.ground,
            waited_since(),
            Decision.decided_at,
        )
        .join(ReviewItem, ReviewItem.id == Decision.item_id)
        .join(Comment, Comment.id == ReviewItem.comment_id)
        .join(StoredVerdict, StoredVerdict.id == Decision.verdict_id)
        .where(scope.within(Decision.decided_at), Decision.action != "skip", *scope.of_comment())
        .order_by(Decision.id)
    )
    return [Decided(tuple(flags), bool(holds), *known) for flags, holds, *known in rows]


def actions(session: Session, scope: Scope) -> list[Done]:
    """Actions intended in the period; what only keeps evidence and answers are none."""
    reverse, tried = aliased(Action), aliased(OutboxEntry)
    reversed_ = exists(
        select(tried.action_id)
        .join(reverse, reverse.id == tried.action_id)
        .where(reverse.undoes == Action.id, tried.state == "done")
    )
    rows = session.execute(
        select(
            Action.act,
            OutboxEntry.state,
            Action.ground,
            Action.origin,
            Comment.network,
            reversed_,
        )
        .join(OutboxEntry, OutboxEntry.action_id == Action.id)
        .join(Comment, Comment.id == Action.comment_id)
        .where(
            scope.within(Action.made_at),
            Action.act.in_(("delete", "restore", "ban", "unban")),
            *scope.of_comment(),
        )
        .order_by(Action.id)
    )
    return [Done(*row) for row in rows]


def by_category(cards: Iterable[Card]) -> Counter[str]:
    """Cards of each category; a card of several counts for each."""
    return Counter(category for card in cards for category in card.categories)


def carried_out(done: Iterable[Done], act: str) -> Counter[str]:
    """What was done on the networks and stands, by ground."""
    return Counter(
        one.ground for one in done if one.act == act and one.state == "done" and not one.back
    )


def by_outcome(done: Iterable[Done]) -> Counter[tuple[str, str, str]]:
    """By network, act and how far it has come."""
    return Counter((one.network, one.act, one.state) for one in done)


@dataclass(frozen=True, slots=True)
class Precision:
    """How many flags of a category people confirmed, and how many they denied."""

    category: str
    right: int
    wrong: int

    @property
    def share(self) -> float:
        """Confirmed of judged."""
        return self.right / (self.right + self.wrong)


def precision(decided: Iterable[Decided]) -> list[Precision]:
    """By category, of decisions that hold and say something of the flags; the most judged first."""
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for one in decided:
        if one.holds:
            confirmed, denied = said(one.action, one.ground, one.flags)
            # A ground that the program had not seen is a miss, not a flag.
            right.update(confirmed & set(one.flags))
            wrong.update(denied)
    judged = right + wrong
    return [Precision(category, right[category], wrong[category]) for category, _ in
            judged.most_common()]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Moderator:
    """What one person decided or took back; working minutes from a card's opening to a decision."""

    name: str
    actions: Counter[str]
    took: Spread


def by_moderator(decided: Iterable[Decided], worktime: Worktime) -> list[Moderator]:
    """Everybody who decided, the busiest first."""
    acts: dict[str, Counter[str]] = {}
    took: dict[str, list[int]] = {}
    for one in decided:
        acts.setdefault(one.by, Counter())[one.action] += 1
        minutes = max(0, worktime.between(one.waited_since, one.decided_at))
        took.setdefault(one.by, []).extend([minutes] * (one.action != UNDO))
    found = [Moderator(name, acts[name], spread(took[name])) for name in acts]
    return sorted(found, key=lambda person: (-person.took.count, person.name))
