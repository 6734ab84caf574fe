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

AHEAD = 8  # batches read but not yet saved, per pass: memory stays flat


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


Cursors = Callable[[Collector], Mapping[str, Any] | None]


def read_all(
    collectors: Iterable[Collector], cursors: Cursors, now: datetime
) -> Generator[Read, None, None]:
    """Everything that is new, as it arrives; batches of one collector in their order.

    Closing the iterator stops the threads after the answer they are waiting for.
    """
    lanes: dict[str, list[Collector]] = {}
    for collector in collectors:
        lanes.setdefault(collector.network, []).append(collector)
    reads: queue.Queue[Read | None] = queue.Queue(AHEAD)
    stopped = threading.Event()
    # Cursors are read before the threads start: the database is the caller's alone.
    starts = {id(c): cursors(c) for lane in lanes.values() for c in lane}
    for lane in lanes.values():
        arguments = (lane, starts, now, reads, stopped)
        threading.Thread(target=_read_lane, args=arguments, daemon=True).start()
    try:
        yield from _until_done(reads, len(lanes))
    finally:
        stopped.set()


def _until_done(reads: "queue.Queue[Read | None]", lanes: int) -> Iterator[Read]:
    while lanes:
        read = reads.get()
        if read is None:
            lanes -= 1
        else:
            yield read


def _read_lane(
    lane: list[Collector],
    starts: Mapping[int, Mapping[str, Any] | None],
    now: datetime,
    reads: "queue.Queue[Read | None]",
    stopped: threading.Event,
) -> None:
    for collector in lane:
        for read in _read_one(collector, starts[id(collector)], now):
            if not _offer(reads, read, stopped):
                return
    _offer(reads, None, stopped)


def _read_one(
    collector: Collector, cursor: Mapping[str, Any] | None, now: datetime
) -> Iterator[Read]:
    try:
        for batch in collector.fetch(cursor, now):
            yield Read(collector, batch)
    except NetworkFault as fault:
        yield Read(collector, fault=fault)
    except Exception as error:
        yield Read(collector, fault=error)
    else:
        yield Read(collector)


def _offer(reads: "queue.Queue[Read | None]", read: Read | None, stopped: threading.Event) -> bool:
    while not stopped.is_set():
        try:
            reads.put(read, timeout=0.2)
        except queue.Full:
            continue
        return True
    return False
