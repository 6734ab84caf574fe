"""One token's line to a network: paced, patient, and closed for good once the token dies."""

import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from tenacity import RetryCallState, Retrying, stop_after_attempt, wait_exponential, wait_random

from errors import NetworkFault, Outcome

T = TypeVar("T")

REST = 3600.0  # seconds until a spent or withdrawn method is tried again
_UNTOUCHED = frozenset({Outcome.WAIT})
_PASSING = _UNTOUCHED | {Outcome.RETRY}


class TokenBucket:
    """At most `rate` calls a second on average, `burst` at once; None means no limit."""

    def __init__(
        self,
        rate: float | None,
        burst: int = 1,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._rate = rate
        self._burst = burst
        self._clock = clock
        self._sleep = sleep
        self._lock = threading.Lock()
        self._free_at = -math.inf

    def take(self) -> None:
        """Wait until one more call is allowed."""
        if self._rate is None:
            return
        with self._lock:
            step = 1 / self._rate
            now = self._clock()
            self._free_at = max(self._free_at, now - self._burst * step) + step
            wait = self._free_at - now
        if wait > 0:
            self._sleep(wait)
            self._woke(step)

    def _woke(self, step: float) -> None:
        """Sleep ends late now and then; the next call must not come too soon after this one."""
        with self._lock:
            self._free_at = max(self._free_at, self._clock() - (self._burst - 1) * step)


@dataclass(frozen=True, slots=True)
class Patience:
    """How often and how long a passing failure is tried again; times in seconds."""

    attempts: int = 5
    first: float = 0.5
    longest: float = 60.0


class Line:
    """Calls with one token. Thread-safe; what closed the line is raised again at once.

    A dead token closes it for good, a spent or withdrawn method only itself and for an hour, a
    pause longer than patience only its method and for as long as the network asked.
    """

    def __init__(
        self,
        bucket: TokenBucket,
        patience: Patience,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._bucket = bucket
        self._patience = patience
        self._sleep = sleep
        self._clock = clock
        self._closed: dict[str | None, tuple[float, NetworkFault]] = {}

    def call(self, method: str, send: Callable[[], T], *, once: bool = False) -> T:
        """Send, again where that helps. Raises NetworkFault when it does not.

        `once`: what is sent must not take effect twice, so it is sent again only after the
        network said that it did not even look at it.
        """
        worth = _UNTOUCHED if once else _PASSING
        try:
            sent: T = self._retrying(worth)(self._once, method, send)
        except NetworkFault as fault:
            self._remember(method, fault)
            raise
        return sent

    def _once(self, method: str, send: Callable[[], T]) -> T:
        for key in (None, method):
            if key in self._closed:
                self._refuse_until(*self._closed[key])
        self._bucket.take()
        return send()

    def _refuse_until(self, until: float, fault: NetworkFault) -> None:
        if self._clock() < until:
            raise fault.with_traceback(None)

    def _remember(self, method: str, fault: NetworkFault) -> None:
        if fault in (told for _, told in self._closed.values()):
            return
        if fault.outcome is Outcome.STOP_TOKEN:
            self._closed[None] = math.inf, fault
        elif fault.outcome is Outcome.STOP_METHOD:
            self._closed[method] = self._clock() + REST, fault
        elif fault.outcome is Outcome.WAIT and self._asks_too_much(fault):
            self._closed[method] = self._clock() + (fault.retry_after or 0), fault

    def _retrying(self, worth: frozenset[Outcome]) -> Retrying:
        return Retrying(
            retry=lambda state: _outcome(state) in worth,
            stop=self._enough,
            wait=self._pause,
            sleep=self._sleep,
            reraise=True,
        )

    def _enough(self, state: RetryCallState) -> bool:
        fault = _fault(state)
        too_long = fault is not None and self._asks_too_much(fault)
        return too_long or stop_after_attempt(self._patience.attempts)(state)

    def _asks_too_much(self, fault: NetworkFault) -> bool:
        return (fault.retry_after or 0) > self._patience.longest

    def _pause(self, state: RetryCallState) -> float:
        fault = _fault(state)
        if fault and fault.retry_after is not None:
            return fault.retry_after
        first, longest = self._patience.first, self._patience.longest
        return wait_exponential(first, longest)(state) + wait_random(0, first)(state)


def _outcome(state: RetryCallState) -> Outcome | None:
    fault = _fault(state)
    return fault.outcome if fault else None


def _fault(state: RetryCallState) -> NetworkFault | None:
    error = state.outcome.exception() if state.outcome else None
    return error if isinstance(error, NetworkFault) else None
