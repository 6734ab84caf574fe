"""Automatic deletion by category: off by default, on trial first, measured against people.

It only follows a plain «must» of the regulation, above a threshold whose precision was measured.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models import Action, Decision, Judgement, ReviewItem, Trial, Verdict
from models.review import UNDO
from models.share import wilson
from models.trial import Mode
from moderation.deciding import REMOVALS, Order, decide, proposal
from moderation.policy import House

NAME = "автоматика"
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Automatic:
    """Which categories act by themselves or are on trial; `thresholds` are the measured ones.

    At most `daily` deletions within 24 hours; what is beyond waits for people as ever.
    """

    modes: Mapping[str, Mode] = field(default_factory=dict)
    thresholds: Mapping[str, float] = field(default_factory=dict)
    daily: int = 20


def consider(
    session: Session,
    house: House,
    automatic: Automatic,
    judgements: Iterable[Judgement],
    now: datetime,
    grace: timedelta,
) -> int:
    """Delete, or note on trial, what reaches a threshold; returns how many are deleted."""
    acted = 0
    for judgement in judgements if automatic.modes else ():
        category = _reached(automatic, judgement.verdict)
        card = _open_card(session, judgement.comment_id) if category else None
        if category is None or card is None or not _plain(session, house, card.id, category):
            continue
        acts = automatic.modes[category] == "on" and _today(session, now) < automatic.daily
        session.add(_trial(automatic, judgement, category, acts, now))
        if acts:
            order = Order("delete", NAME, ground=category, origin="automatic")
            decide(session, house, card.id, order, now, grace)
            acted += 1
    return acted


def _reached(automatic: Automatic, verdict: Verdict) -> str | None:
    """The category, of those switched on, that reaches its threshold the highest."""
    fitting = [
        category
        for category in verdict.flags
        if category in automatic.modes
        and verdict.scores[category] >= automatic.thresholds.get(category, 2.0)
    ]
    return max(fitting, key=verdict.scores.__getitem__, default=None)


def _open_card(session: Session, comment_id: int) -> ReviewItem | None:
    query = select(ReviewItem).where(
        ReviewItem.comment_id == comment_id, ReviewItem.state == "open"
    )
    return session.scalar(query)


def _plain(session: Session, house: House, card: int, category: str) -> bool:
    """Only what the act says must go, on no condition; threats and the trusted never."""
    found = proposal(session, house, card)
    rules = [rule for rule in house.regulation.deletion if rule.ground == category]
    plain = any(rule.duty == "must" and not rule.within for rule in rules)
    return plain and found.action in REMOVALS


def _today(session: Session, now: datetime) -> int:
    query = select(func.count()).where(Action.origin == "automatic", Action.made_at > now - DAY)
    return session.scalar(query) or 0


def _trial(
    automatic: Automatic, judgement: Judgement, category: str, acted: bool, now: datetime
) -> Trial:
    score = judgement.verdict.scores[category]
    threshold = automatic.thresholds[category]
    return Trial(judgement.verdict_id, category, score, threshold, acted, now)


@dataclass(frozen=True, slots=True)
class Agreement:
    """A category on trial: how often people, deciding on the same verdict, deleted as well."""

    category: str
    noted: int
    decided: int
    agreed: int

    @property
    def precision(self) -> float | None:
        """The share of agreement; None before the first decision."""
        return self.agreed / self.decided if self.decided else None

    @property
    def at_least(self) -> float:
        """The lower end of the Wilson interval, 95 %: what a few decisions really prove."""
        return wilson(self.agreed, self.decided)[0]


def agreement(session: Session) -> Sequence[Agreement]:
    """Every category that was ever on trial, against the decisions of people."""
    rows = session.execute(
        select(Trial.category, Trial.verdict_id, Decision.action)
        .outerjoin(
            Decision,
            (Decision.verdict_id == Trial.verdict_id)
            & (Decision.by != NAME)
            & (Decision.action != "skip"),
        )
        .order_by(Trial.id, Decision.id)
    )
    found: dict[str, dict[int, str | None]] = {}
    for category, verdict_id, action in rows:
        last = None if action == UNDO else action  # the last decision counts
        found.setdefault(category, {})[verdict_id] = last
    return [_agreed(category, list(actions.values())) for category, actions in found.items()]


def _agreed(category: str, actions: Sequence[str | None]) -> Agreement:
    decided = [action for action in actions if action is not None]
    agreed = sum(action in REMOVALS for action in decided)
    return Agreement(category, len(actions), len(decided), agreed)
