"""Unusually many messages on one topic in one place: a burst pipe, not a Monday.

Each pair (topic, place) is compared with its own past. With n messages in a past worth T windows,
the number in the next window is negative binomial: a Poisson rate with a gamma prior, and however
long the past, a rate that varies from day to day as towns do. A pair is a surge if at least
`FEWEST` authors wrote and its chance passes Benjamini-Hochberg over all looks at `RATE`.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from scipy.special import betainc

WINDOWS = (timedelta(hours=2), timedelta(hours=24))
PAST = timedelta(days=28)
FEWEST = 5  # different authors in the window
RATE = 1e-4  # false discoveries allowed at one look
_PRIOR = 0.5  # messages in no time at all: a pair never heard of is rare, not impossible
_STEADY = 4.0  # the rate of a day varies by half: the gamma of its mood has this shape
_LEAST_SHARE = 0.25  # of a window's even share of the day: nights are quiet, not silent
_DAY = timedelta(days=1)

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message of a resident. `places`: street, settlement; the whole town is added."""

    at: datetime
    topic: str
    places: tuple[str, ...] = ()
    author: str = ""

    @property
    def pairs(self) -> list[Pair]:
        """All pairs it counts for; the place "" is the whole town."""
        return [(self.topic, place) for place in {*self.places, ""}]


@dataclass(frozen=True, slots=True)
class Surge:
    """Different authors of one pair within a window, and how many were to be expected.

    `since` is the first message of the window, `chance` the tail probability.
    """

    topic: str
    place: str
    window: timedelta
    authors: int
    expected: float
    chance: float
    since: datetime


def surges(
    arrivals: Iterable[Arrival], now: datetime, windows: Sequence[timedelta] = WINDOWS
) -> list[Surge]:
    """The surges at this moment, the least likely first, each pair once.

    `arrivals` are those of the last `PAST` and before `now`; others are left out.
    """
    known = sorted((a for a in arrivals if now - PAST < a.at <= now), key=lambda a: a.at)
    suspects = [suspect for window in windows for suspect in _suspects(known, now, window)]
    looks = len(windows) * len({pair for arrival in known for pair in arrival.pairs})
    found: dict[Pair, Surge] = {}
    for surge in sorted(_significant(suspects, looks), key=lambda surge: surge.chance):
        found.setdefault((surge.topic, surge.place), surge)
    return list(found.values())


def _suspects(known: Sequence[Arrival], now: datetime, window: timedelta) -> Iterator[Surge]:
    """Every pair heard of within the window, with its chance."""
    recent = [arrival for arrival in known if arrival.at > now - window]
    past = [arrival for arrival in known if arrival.at <= now - window]
    before = Counter(pair for arrival in past for pair in arrival.pairs)
    worth = _windows_in(past, now, window)
    heard: dict[Pair, list[Arrival]] = defaultdict(list)
    for arrival in recent:
        for pair in arrival.pairs:
            heard[pair].append(arrival)
    for pair, messages in heard.items():
        authors = _authors(messages)
        chance = _tail(authors, before[pair], worth)
        yield Surge(*pair, window, authors, before[pair] / worth, chance, messages[0].at)


def _windows_in(past: Sequence[Arrival], now: datetime, window: timedelta) -> float:
    """How many such windows the past is worth, in messages rather than in hours.

    The same hours of the day are compared: two hours of an evening are worth more than of a night.
    """
    share = max(_LEAST_SHARE * (window / _DAY), _share(past, now, window))
    return float((PAST - window) / _DAY / share)


def _share(past: Sequence[Arrival], now: datetime, window: timedelta) -> float:
    """The share of the past's messages written in these hours of the day."""
    if window >= _DAY or not past:
        return window / _DAY
    return sum((now - arrival.at) % _DAY < window for arrival in past) / len(past)


def _authors(messages: Sequence[Arrival]) -> int:
    named = {message.author for message in messages if message.author}
    return len(named) + sum(not message.author for message in messages)


def _tail(count: int, before: int, worth: float) -> float:
    """The chance of so many or more, by the negative binomial."""
    rate = (before + _PRIOR) / worth
    shape = min(before + _PRIOR, _STEADY)
    return float(betainc(count, shape, rate / (rate + shape)))


def _significant(suspects: Sequence[Surge], looks: int) -> list[Surge]:
    """Benjamini-Hochberg over all looks, silent pairs too; then those of enough authors."""
    chances = np.sort([suspect.chance for suspect in suspects])
    passed = chances[chances <= RATE * np.arange(1, len(chances) + 1) / max(looks, 1)]
    largest = passed[-1] if len(passed) else -1.0
    return [s for s in suspects if s.chance <= largest and s.authors >= FEWEST]
