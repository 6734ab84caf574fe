"""Bots Long Poll against the simulator: events, keys that expire, histories that are lost."""

from collections.abc import Iterator

import pytest

from demo.server import Fault
from demo.vk import TOKENS, VkSimulator
from demo.world import SimPage, SimPost, World
from errors import NetworkFault, Outcome
from networks.http import session
from networks.line import Patience
from networks.vk import HOME, VkClient
from networks.vk_longpoll import VkLongPoll

Poll = tuple[VkSimulator, SimPage, SimPost, VkLongPoll]


@pytest.fixture
def poll() -> Iterator[Poll]:
    world = World(clock=lambda: 1_800_000_000)
    page = world.add_page(100, "Администрация", "gorod")
    post = world.add_post(page, "Новость", 1_790_000_000)
    with VkSimulator(world) as vk:
        http = session(timeout=0.5, home=HOME, away=vk.url)
        client = VkClient(TOKENS, http, patience=Patience(attempts=3, first=0.001))
        yield vk, page, post, VkLongPoll(client, 100, wait=0)  # type: ignore[misc]


def write(poll: Poll, text: str) -> None:
    vk, page, post, _ = poll
    vk.world.add_comment(page, post, 555, text, 1_795_000_000)


def texts(poll: Poll, ts: str | None) -> tuple[list[str], str, bool]:
    found = poll[3].next(ts)
    return [event["object"]["text"] for event in found.events], found.ts, found.lost


def test_brings_what_happened_since(poll: Poll) -> None:
    assert texts(poll, None) == ([], "1", False)
    write(poll, "Раз")
    write(poll, "Два")
    assert texts(poll, "1") == (["Раз", "Два"], "3", False)
    assert texts(poll, "3") == ([], "3", False)
    assert poll[0].calls["groups.getLongPollServer"] == 1


def test_an_expired_key_loses_nothing(poll: Poll) -> None:
    _, ts, _ = texts(poll, None)
    write(poll, "Раз")
    poll[0].long_poll.expire_keys()
    assert texts(poll, ts) == ([], ts, False)
    assert texts(poll, ts) == (["Раз"], "2", False)


@pytest.mark.parametrize("failure", [1, 3])
def test_a_lost_history_is_said(poll: Poll, failure: int) -> None:
    write(poll, "Раз")
    poll[0].faults.plan(Fault("lp", "error", failure))
    assert texts(poll, "1") == ([], "2", True)


def test_a_history_forgotten_by_the_server(poll: Poll) -> None:
    write(poll, "Раз")
    poll[0].long_poll.forgotten = 2
    assert texts(poll, "1") == ([], "2", True)


@pytest.mark.parametrize("kind", ["cut", "hangup", "html"])
def test_passing_trouble_is_survived(poll: Poll, kind: str) -> None:
    write(poll, "Раз")
    poll[0].faults.plan(Fault("lp", kind))
    assert texts(poll, "1") == (["Раз"], "2", False)


def test_gives_up_with_a_fault(poll: Poll) -> None:
    poll[0].faults.plan(Fault("lp", "status", 500, times=9))
    with pytest.raises(NetworkFault) as caught:
        poll[3].next("1")
    assert caught.value.outcome is Outcome.RETRY
