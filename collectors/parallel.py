"""Reading all networks side by side, one thread a network, one unsaved step each."""

import queue
import threading
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from collectors.base import Collector
from models import Batch

BLINK = 0.2  # seconds between two looks at whether we should stop

Cursor = Mapping[str, Any] | None
Cursors = Callable[[Collector], Cursor]


@dataclass(slots=True)
class Read:
    """A step of reading: a batch, or the end of the collector's stream, well or with a fault.

    Whoever takes it must `settle` it: only then is the collector asked for more. Telegram forgets
    what it told once it is asked again, so nothing may be read ahead of what is saved.
    """

    collector: Collector
    batch: Batch | None = None
    fault: Exception | None = None
    seconds: float = 0.0  # at the end of a stream: how long it took
    _kept: bool = False
    _settled: threading.Event = field(default_factory=threading.Event)

    @property
    def ended(self) -> bool:
        """Nothing more comes from this collector in this pass."""
        return self.batch is None

    def settle(self, kept: bool) -> None:
        """Go on with this collector if the batch was kept, else with the next one."""
        self._kept = kept
        self._settled.set()

    def kept(self, over: Callable[[], bool]) -> bool:
        """Wait until it is settled or all is over; True if the batch was kept."""
        while not (self._settled.wait(BLINK) or over()):
            pass
        return self._kept


def read_all(
    collectors: Iterable[Collector], cursors: Cursors, now: datetime, stop: threading.Event
) -> Generator[Read, None, None]:
    """Everything that is new, as it arrives; batches of one collector in their order.

    Ends early once `stop` is set; closing the iterator stops the threads as well.
    """
    lanes: dict[str, list[tuple[Collector, Cursor]]] = {}
    for collector in collectors:
        # Cursors are read before the threads start: the database is the caller's alone.
        lanes.setdefault(collector.network, []).append((collector, cursors(collector)))
    channel = _Channel(len(lanes), stop)
    for lane in lanes.values():
        threading.Thread(target=_read_lane, args=(lane, now, channel), daemon=True).start()
    try:
        yield from channel
    finally:
        channel.closed.set()


class _Channel:
    """What the lanes have read and the caller has not yet settled: one step a lane at most."""

    def __init__(self, lanes: int, stop: threading.Event) -> None:
        self.closed = threading.Event()
        self._stop = stop
        self._lanes = lanes
        self._reads: queue.Queue[Read | None] = queue.Queue()

    def __iter__(self) -> Iterator[Read]:
        while self._lanes and not self._stop.is_set():
            try:
                read = self._reads.get(timeout=BLINK)
            except queue.Empty:
                continue
            if read is None:
                self._lanes -= 1
            else:
                yield read

    def over(self) -> bool:
        """Nobody takes anything any more."""
        return self.closed.is_set() or self._stop.is_set()

    def hand_over(self, read: Read) -> bool:
        """True once the step is settled and kept."""
        self._reads.put(read)
        return read.kept(self.over)

    def leave(self) -> None:
        """A lane has come to its end."""
        self._reads.put(None)


def _read_lane(lane: Iterable[tuple[Collector, Cursor]], now: datetime, channel: _Channel) -> None:
    for collector, cursor in lane:
        for read in _read_one(collector, cursor, now):
            if not channel.hand_over(read):
                break
        if channel.over():
            return
    channel.leave()


def _read_one(collector: Collector, cursor: Cursor, now: datetime) -> Iterator[Read]:
    started = time.perf_counter()
    fault: Exception | None = None
    try:
        for batch in collector.fetch(cursor, now):
            yield Read(collector, batch)
    except Exception as error:
        # Carried to the caller, who can say it loudly: a thread would die in silence.
        fault = error
    yield Read(collector, fault=fault, seconds=time.perf_counter() - started)
