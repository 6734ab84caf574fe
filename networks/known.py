"""What a network told us about our rights, asked for again after a while."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Generic, TypeVar

T = TypeVar("T")

KEEP = timedelta(minutes=10)  # rights change by hand, and a batch of acts needs one answer


class Known(Generic[T]):
    """An answer that stays good for `keep`; a failed question is asked again at once."""

    def __init__(self, ask: Callable[[], T], keep: timedelta = KEEP) -> None:
        self._ask = ask
        self._keep = keep
        self._told: tuple[datetime, T] | None = None

    def at(self, now: datetime) -> T:
        """The answer, at most `keep` old."""
        if self._told is None or not self._told[0] <= now < self._told[0] + self._keep:
            self._told = now, self._ask()
        return self._told[1]
