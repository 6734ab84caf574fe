"""A value that is dear to find, kept for a while: the dearer, the longer."""

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

Value = TypeVar("Value")
TIMES = 20  # a value is good for so many times as long as it took to find
LONGEST = 5.0  # seconds


class Kept(Generic[Value]):
    """Found again when it is too old, by one thread; the others meanwhile take the former one."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._found: tuple[Value, float] | None = None
        self._finding = threading.Lock()

    def get(self, find: Callable[[], Value]) -> Value:
        """The value, at most LONGEST seconds old and the time it takes to find it."""
        found = self._found
        if found is not None and (self._clock() < found[1] or self._finding.locked()):
            return found[0]
        with self._finding:
            start = self._clock()
            value = find()
            took = self._clock() - start
            self._found = value, start + took + min(TIMES * took, LONGEST)
        return value
