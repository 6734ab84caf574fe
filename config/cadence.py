"""The `cadence` section: what counts as a publication, when silence and reminders begin."""

from datetime import timedelta
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from config.spans import MOST_DAYS


class CadenceSettings(BaseModel):
    """Publications of official pages; their norm stands in the regulation.

    `bare_reposts`: somebody else's post without own words counts too. `silent_days` without a
    publication are told. `remind_hours` before Sunday ends the pages short of the norm are told.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    bare_reposts: bool = False
    silent_days: Annotated[int, Field(ge=7, le=MOST_DAYS)] = 14
    remind_hours: Annotated[float, Field(gt=0, le=168)] = 60

    @property
    def silent(self) -> timedelta:
        """The same as a span."""
        return timedelta(days=self.silent_days)

    @property
    def remind(self) -> timedelta:
        """The same as a span."""
        return timedelta(hours=self.remind_hours)
