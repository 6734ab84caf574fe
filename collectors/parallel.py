"""Reading all networks side by side, one thread a network, into one bounded queue."""

import queue
import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from collectors.base import Collector
from errors import NetworkFault
from models import Batch

AHEAD = 8  # batches read but not yet saved, over all networks: memory stays flat
BLINK = 0.2  # seconds between two looks at whether we should stop

Cursor = Mapping[str, Any] | None
Cursors = Callable[[Collector], Cursor]


@dataclass(frozen=True, slots=True)
class Read:
    """A step of reading: a batch, or the end of the collector's stream, well or with a fault."""

    collector: Collector
    batch: Batch | None = None
    fault: Exception | None = None

    @property
    def ended(self) -> bool:
        """Nothing more comes from this collector in this pass."""
        return self.batch is None


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
    """What the lanes have read and the caller has not yet taken."""

    def __init__(self, lanes: int, stop: threading.Event) -> None:
        self.closed = threading.Event()
        self._stop = stop
        self._lanes = lanes
        self._reads: queue.Queue[Read | None] = queue.Queue(AHEAD)

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

    def offer(self, read: Read | None) -> bool:
        """Hand over, None at the end of a lane; False when nobody takes anything any more."""
        while not (self.closed.is_set() or self._stop.is_set()):
            try:
                self._reads.put(read, timeout=BLINK)
            except queue.Full:
                continue
            return True
        return False


def _read_lane(lane: Iterable[tuple[Collector, Cursor]], now: datetime, channel: _Channel) -> None:
    for collector, cursor in lane:
        for read in _read_one(collector, cursor, now):
            if not channel.offer(read):
                return
    channel.offer(None)


def _read_one(collector: Collector, cursor: Cursor, now: datetime) -> Iterator[Read]:
    try:
        for batch in collector.fetch(cursor, now):
            yield Read(collector, batch)
    except NetworkFault as fault:
        yield Read(collector, fault=fault)
    except Exception as error:
        # Carried to the caller, who can say it loudly: a thread would die in silence.
        yield Read(collector, fault=error)
    else:
        yield Read(collector)
