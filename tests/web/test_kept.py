"""A dear value is kept, and only one thread finds it anew."""

import threading

from web.kept import LONGEST, Kept


class Clock:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


def test_the_dearer_the_longer_it_is_kept():
    for cost, good_for in ((0.001, 0.02), (0.1, 2), (10, LONGEST)):
        clock, found = Clock(), []
        kept = Kept(clock)

        def find(clock=clock, cost=cost, found=found):
            clock.now += cost
            found.append(cost)
            return len(found)

        assert kept.get(find) == 1
        clock.now += good_for * 0.99
        assert kept.get(find) == 1
        clock.now += good_for * 0.02
        assert kept.get(find) == 2


def test_meanwhile_the_others_take_the_former_one():
    clock = Clock()
    kept = Kept(clock)
    assert kept.get(lambda: "former") == "former"
    begun, go = threading.Event(), threading.Event()

    def slow():
        begun.set()
        go.wait(5)
        return "new"

    clock.now += 1
    finding = threading.Thread(target=lambda: kept.get(slow))
    finding.start()
    assert begun.wait(5)
    assert kept.get(lambda: "nobody asks") == "former"
    go.set()
    finding.join()
    assert kept.get(lambda: "newer") == "newer"
