"""Side by side, and never ahead of what is saved."""

import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field

from given import NOW

from collectors.parallel import Read, read_all
from errors import NetworkFault, Outcome
from models import Batch, PageRef


@dataclass
class Stream:
    """A collector of numbered batches that notes what it was asked for."""

    network: str
    owner: str
    size: int
    fault: Exception | None = None
    asked: list[int] = field(default_factory=list)

    @property
    def pages(self) -> tuple[PageRef, ...]:
        return (PageRef(self.network, self.owner),)

    def fetch(self, cursor, now) -> Iterator[Batch]:
        for number in range(self.size):
            self.asked.append(number)
            yield Batch(self.pages[0], cursor={"number": number})
        if self.fault:
            raise self.fault


def reading(*streams: Stream, stop: threading.Event | None = None):
    return closing(read_all(streams, lambda _: None, NOW, stop or threading.Event()))


def steps(*streams: Stream, keep: bool = True) -> list[Read]:
    with reading(*streams) as reads:
        taken = []
        for read in reads:
            taken.append(read)
            read.settle(keep)
        return taken


def test_every_batch_of_every_stream_comes_once_and_in_order():
    streams = [Stream("vk", "a", 3), Stream("vk", "b", 2), Stream("ok", "c", 4)]
    taken = steps(*streams)
    for stream in streams:
        numbers = [r.batch.cursor["number"] for r in taken if r.collector is stream and r.batch]
        assert numbers == list(range(stream.size))
        assert sum(read.ended for read in taken if read.collector is stream) == 1


def test_nothing_is_asked_for_before_the_last_batch_is_saved():
    stream = Stream("telegram", "bot", 3)
    with reading(stream) as reads:
        for expected in ([0], [0, 1], [0, 1, 2]):
            read = next(reads)
            assert not threading.Event().wait(0.02)
            assert stream.asked == expected
            read.settle(True)


def test_what_was_not_saved_stops_its_stream_and_no_other():
    first, second = Stream("telegram", "a", 3), Stream("telegram", "b", 1)
    taken = steps(first, second, keep=False)
    assert (first.asked, second.asked) == ([0], [0])
    assert [read.ended for read in taken] == [False, False]


def test_a_fault_ends_its_stream_and_no_other():
    fault = NetworkFault("vk", 30, "private", Outcome.SKIP)
    taken = steps(Stream("vk", "a", 1, fault), Stream("vk", "b", 1))
    assert [(r.collector.owner, r.fault) for r in taken if r.ended] == [("a", fault), ("b", None)]


def test_a_stop_ends_reading_at_once():
    stop = threading.Event()
    stream = Stream("vk", "a", 1000)
    with reading(stream, stop=stop) as reads:
        next(reads).settle(True)
        stop.set()
        assert list(reads) == []
    assert len(stream.asked) < 5
