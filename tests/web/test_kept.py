"""A dear value is kept, and only one thread finds it anew."""

import threading
import time

from web.kept import Kept


def test_what_is_dear_is_kept_what_is_cheap_is_found_again():
    def find(seconds):
        time.sleep(seconds)
        return next(numbers)

    for seconds, second in ((0.02, 0), (0, 1)):
        numbers, kept = iter(range(5)), Kept()
        assert kept.get(lambda seconds=seconds: find(seconds)) == 0
        time.sleep(0.01)
        assert kept.get(lambda seconds=seconds: find(seconds)) == second


def test_meanwhile_the_others_take_the_former_one():
    kept: Kept[str] = Kept()
    assert kept.get(lambda: "former") == "former"
    time.sleep(0.01)
    begun, go = threading.Event(), threading.Event()

    def slow():
        begun.set()
        go.wait(5)
        return "new"

    finding = threading.Thread(target=lambda: kept.get(slow))
    finding.start()
    assert begun.wait(5)
    assert kept.get(lambda: "nobody asks") == "former"
    go.set()
    finding.join()
    assert kept._found[0] == "new"
