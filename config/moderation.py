"""The `moderation` section: grace, terms of bans, automatic action."""

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from config.spans import MOST_DAYS, MOST_HOURS
from models import CATEGORIES
from models.trial import Mode

Category = Literal[CATEGORIES]  # type: ignore[valid-type]
Days = Annotated[int, Field(gt=0, le=MOST_DAYS)]


class Moderation(BaseModel):
    """Acting on decisions.

    `grace_seconds`: undo costs nothing so long. `by_hand_hours`: what a person has for what the
    network does not offer. `ban_after`: deletions of an author after which a ban that the act
    allows is proposed. `ban_days`: terms of the first, second … ban; null is without end.
    `automatic`: categories on trial (shadow) or deleted by themselves (on), from the threshold that
    reached `automatic_precision` when measured, at most `daily_limit` in 24 hours.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    grace_seconds: Annotated[float, Field(ge=0, le=604_800)] = 30
    by_hand_hours: Annotated[float, Field(gt=0, le=MOST_HOURS)] = 24
    ban_after: Annotated[int, Field(ge=0)] = 2
    ban_days: Annotated[tuple[Days | None, ...], Field(min_length=1)] = (7, 30, 365)
    automatic: dict[Category, Mode] = {}
    automatic_precision: Annotated[float, Field(ge=0.9, le=0.995)] = 0.99
    daily_limit: Annotated[int, Field(ge=0)] = 20

    @property
    def grace(self) -> timedelta:
        """How long an intent waits."""
        return timedelta(seconds=self.grace_seconds)

    @property
    def by_hand(self) -> timedelta:
        """How long a person has."""
        return timedelta(hours=self.by_hand_hours)
