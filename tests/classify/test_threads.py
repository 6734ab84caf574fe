"""One classifier serves several threads: what it remembers about words stays right."""

import sys
from concurrent.futures import ThreadPoolExecutor

from classify import Classifier

WORDS = ["яма", "снег", "автобус", "фонарь", "вода", "мусор", "школа", "больница", "двор", "свет"]
ENDS = ("ами", "ной", "ский", "ище", "овый", "енька", "ость", "изация")
TEXTS = [
    f"{word}{end} {other}{end} на улице {word.capitalize()}{end} опять"
    for word in WORDS
    for other in WORDS
    for end in ENDS
]


def test_threads_do_not_mix_up_words() -> None:
    shared, alone = Classifier.load(), Classifier.load()
    halves = [TEXTS, TEXTS[::-1]]
    parts = [[half[at : at + 10] for at in range(0, len(half), 10)] for half in halves]
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)  # as many chances to interrupt as can be had
    try:
        with ThreadPoolExecutor(2) as threads:
            list(threads.map(lambda half: list(map(shared.verdicts, half)), parts))
    finally:
        sys.setswitchinterval(before)
    assert shared.verdicts(TEXTS) == alone.verdicts(TEXTS)
