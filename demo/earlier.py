"""What the pages wrote in the weeks before the week of the feed."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from itertools import cycle
from typing import Any

LAST, FIRST = 7, 34  # days ago: the feed itself begins six days ago, networks are read a month back

Writing = tuple[str, datetime, str]  # the key of a page, a moment, a text


def writings(rhythm: Mapping[str, Any], now: datetime) -> Iterator[Writing]:
    """The posts of one network's pages, each page its texts in turn, from the oldest on."""
    for page, habit in rhythm.items():
        texts = cycle(habit["texts"])
        for ago in range(FIRST, LAST - 1, -1):
            day = now - timedelta(days=ago)
            if day.toordinal() % habit["every"] == 0:
                for hour in habit["hours"]:
                    at = day.replace(hour=hour, minute=30, second=0, microsecond=0)
                    yield page, at, next(texts)
