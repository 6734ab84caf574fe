import pytest

from errors import NetworkFault, Outcome
from networks.line import Line, Patience, TokenBucket


class Clock:
    """Time that only sleeping moves."""

    def __init__(self):
        self.now = 100.0
        self.naps = []

    def __call__(self):
        return self.now

    def sleep(self, seconds):
        self.naps.append(seconds)
        self.now += seconds


@pytest.fixture
def clock():
    return Clock()


def fault(outcome, retry_after=None):
    return NetworkFault("vk", 6, "no", outcome, retry_after=retry_after)


class Flaky:
    """Fails with these faults, one a call, then answers."""

    def __init__(self, *faults):
        self.faults = list(faults)
        self.calls = 0

    def __call__(self):
        self.calls += 1
        if self.faults:
            raise self.faults.pop(0)
        return "answer"


def line(clock, attempts=3, longest=60.0, rate=None):
    bucket = TokenBucket(rate, clock=clock, sleep=clock.sleep)
    return Line(bucket, Patience(attempts, 0.5, longest), clock.sleep, clock)


@pytest.mark.parametrize(
    ("rate", "burst", "calls", "seconds"),
    [(None, 1, 1000, 0), (1.0, 1, 5, 4), (3.0, 1, 7, 2), (20.0, 1, 41, 2), (2.0, 3, 5, 1)],
)
def test_the_bucket_keeps_its_rate(clock, rate, burst, calls, seconds):
    bucket = TokenBucket(rate, burst, clock, clock.sleep)
    clock.now += burst / (rate or 1)
    start = clock.now
    for _ in range(calls):
        bucket.take()
    assert clock.now - start == pytest.approx(seconds)


def test_a_late_awakening_does_not_push_two_calls_together(clock):
    def oversleep(seconds):
        clock.sleep(seconds + 0.2)

    bucket = TokenBucket(2.0, 1, clock, oversleep)
    bucket.take()
    bucket.take()
    woken = clock.now
    bucket._sleep = clock.sleep
    bucket.take()
    assert clock.now - woken == pytest.approx(0.5)


def test_unused_time_is_saved_up_to_the_burst_only(clock):
    bucket = TokenBucket(1.0, 2, clock, clock.sleep)
    clock.now += 3600
    for _ in range(2):
        bucket.take()
    assert clock.naps == []
    bucket.take()
    assert clock.naps == [pytest.approx(1.0)]


@pytest.mark.parametrize("outcome", [Outcome.RETRY, Outcome.WAIT])
def test_a_passing_fault_is_tried_again(clock, outcome):
    send = Flaky(fault(outcome), fault(outcome))
    assert line(clock).call("wall.get", send) == "answer"
    assert send.calls == 3
    assert 0.5 <= clock.naps[0] <= 1.0 <= clock.naps[1] <= 1.5


@pytest.mark.parametrize(
    "outcome",
    [Outcome.SKIP, Outcome.GONE, Outcome.STOP_METHOD, Outcome.STOP_TOKEN, Outcome.OPERATOR],
)
def test_any_other_fault_comes_through_at_once(clock, outcome):
    send = Flaky(fault(outcome))
    with pytest.raises(NetworkFault):
        line(clock).call("wall.get", send)
    assert (send.calls, clock.naps) == (1, [])


def test_it_gives_up_after_so_many_attempts(clock):
    send = Flaky(*[fault(Outcome.RETRY)] * 9)
    with pytest.raises(NetworkFault):
        line(clock, attempts=4).call("wall.get", send)
    assert send.calls == 4


def test_it_waits_as_long_as_the_network_asks(clock):
    assert line(clock).call("x", Flaky(fault(Outcome.WAIT, 7))) == "answer"
    assert clock.naps == [7]


def test_it_does_not_wait_longer_than_its_patience(clock):
    with pytest.raises(NetworkFault):
        line(clock, longest=60).call("x", Flaky(fault(Outcome.WAIT, 61)))
    assert clock.naps == []


def test_a_dead_token_closes_the_line(clock):
    used, send = line(clock), Flaky(fault(Outcome.STOP_TOKEN))
    for method in ("wall.get", "wall.getComments"):
        with pytest.raises(NetworkFault):
            used.call(method, send)
    assert send.calls == 1


def test_a_spent_method_closes_itself_alone(clock):
    used, send = line(clock), Flaky(fault(Outcome.STOP_METHOD))
    for _ in range(2):
        with pytest.raises(NetworkFault):
            used.call("wall.get", send)
    assert used.call("wall.getComments", send) == "answer"
    assert send.calls == 2


def test_a_spent_method_is_tried_again_after_an_hour(clock):
    used, send = line(clock), Flaky(fault(Outcome.STOP_METHOD))
    for minutes in (0, 30, 59):
        clock.now = 100 + minutes * 60
        with pytest.raises(NetworkFault):
            used.call("wall.get", send)
    clock.now = 100 + 3600
    assert used.call("wall.get", send) == "answer"


def test_a_method_that_must_rest_longer_than_patience_is_left_alone_that_long(clock):
    used, send = line(clock), Flaky(*[fault(Outcome.WAIT, 300)] * 2)
    for seconds in (0, 1, 299):
        clock.now = 100 + seconds
        with pytest.raises(NetworkFault):
            used.call("wall.deleteComment", send)
    assert send.calls == 1
    assert used.call("wall.getComments", Flaky()) == "answer"
    clock.now = 100 + 300
    with pytest.raises(NetworkFault):
        used.call("wall.deleteComment", send)
    assert send.calls == 2


@pytest.mark.parametrize("asked", [None, 7, 60])
def test_a_pause_within_patience_closes_nothing(clock, asked):
    used, send = line(clock, attempts=1), Flaky(fault(Outcome.WAIT, asked))
    with pytest.raises(NetworkFault):
        used.call("wall.get", send)
    assert used.call("wall.get", send) == "answer"


def test_a_dead_token_stays_dead(clock):
    used, send = line(clock), Flaky(fault(Outcome.STOP_TOKEN))
    for _ in range(2):
        with pytest.raises(NetworkFault):
            used.call("wall.get", send)
        clock.now += 1e6
    assert send.calls == 1


def test_every_attempt_is_paced(clock):
    line(clock, rate=1.0).call("x", Flaky(fault(Outcome.WAIT, 0), fault(Outcome.WAIT, 0)))
    assert clock.now == pytest.approx(102.0)


def test_a_foreign_error_is_not_tried_again(clock):
    send = Flaky(ZeroDivisionError())
    with pytest.raises(ZeroDivisionError):
        line(clock).call("x", send)
    assert send.calls == 1


@pytest.mark.parametrize(
    ("outcome", "sent"), [(Outcome.WAIT, 3), (Outcome.RETRY, 1), (Outcome.SKIP, 1)]
)
def test_what_must_not_happen_twice_is_repeated_only_when_it_was_not_looked_at(outcome, sent):
    tries = []

    def send():
        tries.append(1)
        raise NetworkFault("vk", 6, "no", outcome)

    line = Line(TokenBucket(None), Patience(attempts=3), sleep=lambda _: None)
    with pytest.raises(NetworkFault):
        line.call("wall.createComment", send, once=True)
    assert len(tries) == sent
