"""What every collector promises, on the same town, over real HTTP."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

import pytest
from databases import new_sqlite
from given import NOW
from towns import Shift, shift

from collectors.base import Collector
from commands.common import App
from demo.server import Fault
from demo.town import later
from errors import NetworkFault
from models import Batch, SeenComment

NETWORKS = ("vk", "ok", "telegram")
LARGEST = 300  # comments in one batch


@pytest.fixture(scope="module", params=NETWORKS)
def network(request) -> str:
    return request.param


@pytest.fixture(scope="module")
def calm(tmp_path_factory) -> Iterator[Shift]:
    """A town that nobody changes."""
    with shift(NOW, new_sqlite(tmp_path_factory.mktemp("calm") / "otklik.db")) as at_work:
        yield at_work


@pytest.fixture(scope="module")
def streams(calm, network) -> list[list[Batch]]:
    """All of it that this network shows, by collector; read once."""
    return read(calm, network)


@pytest.fixture
def town(tmp_path) -> Iterator[Shift]:
    with shift(NOW, new_sqlite(tmp_path / "otklik.db")) as at_work:
        yield at_work


def collectors(town: Shift, network: str) -> list[Collector]:
    pages = tuple(page for page in town.config.pages if page.network == network)
    return App(town.config.model_copy(update={"pages": pages}), town.stage.environ).collectors()


def fetched(collector: Collector, cursor: Mapping[str, Any] | None = None) -> list[Batch]:
    return list(collector.fetch(cursor, NOW))


def comments(batches: list[Batch]) -> dict[str, SeenComment]:
    return {comment.external_id: comment for batch in batches for comment in batch.comments}


def last_cursor(batches: list[Batch]) -> Mapping[str, Any] | None:
    return next((batch.cursor for batch in reversed(batches) if batch.cursor is not None), None)


def read(town: Shift, network: str) -> list[list[Batch]]:
    return [fetched(collector) for collector in collectors(town, network)]


def test_everything_that_stands_is_read_once(calm, network, streams):
    world = calm.town.world(network)
    written = [
        comment.text
        for page in world.pages.values()
        for post in page.posts.values()
        for comment in post.comments.values()
        if not comment.deleted
    ]
    seen = [c.text for stream in streams for c in comments(stream).values()]
    missing = set(written) - set(seen)
    assert missing == set()


def test_a_comment_is_told_in_our_words(calm, streams):
    for stream in streams:
        pages = {batch.page for batch in stream}
        assert pages <= {page.ref for page in calm.config.pages}
        for comment in comments(stream).values():
            assert comment.created_at.tzinfo is not None
            assert comment.created_at <= NOW
            assert comment.external_id.isascii()
            assert comment.author is None or comment.author.external_id


def test_the_pages_own_words_are_marked(streams):
    seen = [c for stream in streams for c in comments(stream).values()]
    assert any(comment.own for comment in seen)
    assert not all(comment.own for comment in seen)


def test_replies_name_what_they_answer(streams):
    for stream in streams:
        seen = comments(stream)
        parents = {comment.parent for comment in seen.values() if comment.parent}
        assert parents <= set(seen)


def test_batches_are_small_and_cursors_are_json(streams):
    for stream in streams:
        assert all(len(batch.comments) <= LARGEST for batch in stream)
        assert last_cursor(stream) is not None


def test_a_second_reading_brings_nothing_new(calm, network):
    for collector in collectors(calm, network):
        first = fetched(collector)
        again = fetched(collector, last_cursor(first))
        assert comments(again).items() <= comments(first).items()
        assert not any(batch.deleted_comments or batch.deleted_posts for batch in again)


def test_reading_resumes_from_any_saved_cursor(network, streams, tmp_path):
    for position, everything in enumerate(map(set, map(comments, streams))):
        total = len(read_anew(tmp_path, network, position, None)[0])
        for cut in range(1, total):
            before, after = read_anew(tmp_path, network, position, cut)
            assert set(comments(before)) | set(comments(after)) == everything


def read_anew(
    folder: Any, network: str, position: int, cut: int | None
) -> tuple[list[Batch], list[Batch]]:
    """A fresh town, read up to a batch; then on from the last saved cursor."""
    with shift(NOW, new_sqlite(folder / f"{network}{position}{cut}.db")) as town:
        before = list(islice(collectors(town, network)[position].fetch(None, NOW), cut))
        after = fetched(collectors(town, network)[position], last_cursor(before)) if cut else []
        return before, after


def test_changes_are_seen(town, network):
    streams = [(collector, fetched(collector)) for collector in collectors(town, network)]
    world = town.town.world(network)
    before = {id(c): c.text for c in world_comments(world)}
    later(town.town, NOW)
    edited = {c.text for c in world_comments(world) if before.get(id(c), c.text) != c.text}
    fresh = {c.text for c in world_comments(world) if id(c) not in before}
    seen = [
        comment.text
        for collector, first in streams
        for comment in comments(fetched(collector, last_cursor(first))).values()
    ]
    assert edited | fresh
    assert edited | fresh <= set(seen)


def world_comments(world: Any) -> list[Any]:
    return [
        comment
        for page in world.pages.values()
        for post in page.posts.values()
        for comment in post.comments.values()
    ]


@pytest.mark.parametrize("kind", ["status", "cut", "hangup", "html"])
def test_a_passing_failure_changes_nothing(town, network, streams, kind):
    town.stage.simulators[network].faults.plan(Fault("*", kind, code=503, times=3, after=1))
    assert [*map(set, map(comments, read(town, network)))] == [*map(set, map(comments, streams))]


def test_a_lasting_failure_is_a_fault_of_ours(town, network):
    town.stage.simulators[network].faults.plan(Fault("*", "status", code=503, times=1000))
    for collector in collectors(town, network):
        with pytest.raises(NetworkFault) as fault:
            fetched(collector)
        assert fault.value.network == network
        assert not any(secret in str(fault.value) for secret in town.stage.environ.values())
