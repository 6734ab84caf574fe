"""Looking at the pages themselves, once a day, along with reading them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from collectors.base import Collector
from collectors.vk_mapping import SPOILED
from errors import NetworkFault, Outcome
from models import Batch, Look, PageRef

State = Mapping[str, Any]
LookAt = Callable[[PageRef, State], Look]  # raises NetworkFault; State: the cursor of the stream

KEY = "looks"  # in the cursor: when each page was looked at
AGAIN = timedelta(hours=1)  # after a failure
OF_THE_PAGE = frozenset({Outcome.SKIP, Outcome.GONE, Outcome.OPERATOR})


class Looking:
    """A collector that now and then also says what its pages show.

    Comments come first. A page that could not be read is looked at all the same: that it was
    closed or deleted is what it shows. A network out of reach is not asked twice.
    """

    def __init__(self, inner: Collector, look_at: LookAt, every: timedelta) -> None:
        self.network = inner.network
        self.owner = inner.owner
        self.pages = inner.pages
        self._inner = inner
        self._look_at = look_at
        self._every = every

    def fetch(self, cursor: State | None, now: datetime) -> Iterator[Batch]:
        """As the inner collector, then looks; the cursor holds both. Raises NetworkFault."""
        known = dict(cursor or {})
        seen = dict(known.pop(KEY, {}))
        state: State = known
        try:
            for batch in self._inner.fetch(known or None, now):
                state = state if batch.cursor is None else batch.cursor
                yield _with(batch, batch.cursor, seen)
        except NetworkFault as fault:
            if fault.outcome in OF_THE_PAGE:
                yield from self._looks(state, seen, now)
            raise
        yield from self._looks(state, seen, now)

    def _looks(self, state: State, seen: dict[str, str], now: datetime) -> Iterator[Batch]:
        for page in self.pages:
            if not self._due(seen.get(str(page)), now):
                continue
            look = self._look(page, state)
            soon = max(self._every - AGAIN, timedelta(0)) if look.fault else timedelta(0)
            seen[str(page)] = (now - soon).isoformat()
            yield _with(Batch(page, look=look), state, seen)

    def _due(self, seen: str | None, now: datetime) -> bool:
        return seen is None or now - datetime.fromisoformat(seen) >= self._every

    def _look(self, page: PageRef, state: State) -> Look:
        try:
            return self._look_at(page, state)
        except NetworkFault as fault:
            return Look(fault=str(fault))
        except SPOILED as error:
            return Look(fault=f"{self.network}: ответ о странице не разобран: {error!r}")


def _with(batch: Batch, state: State | None, seen: Mapping[str, str]) -> Batch:
    return batch if state is None else replace(batch, cursor={**state, KEY: dict(seen)})
