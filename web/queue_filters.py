"""The filters of the queue: in an address, as a question to the database, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from models import CATEGORIES
from moderation.waiting import Wanted
from words import NETWORK

AGES = {  # how long ago the card was opened
    "new": ("меньше часа", timedelta(hours=1)),
    "hour": ("больше часа", timedelta(hours=1)),
    "day": ("больше суток", timedelta(days=1)),
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked for, as it stands in the address; what it does not know it does not ask."""

    network: str = ""
    page: str = ""
    category: str = ""
    age: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "Filters":
        """From the parameters of an address; unknown values are left out."""
        page = given.get("page", "")
        return cls(
            network=_one_of(given.get("network", ""), NETWORK),
            page=page if page.isascii() and page.isdecimal() and len(page) < 10 else "",
            category=_one_of(given.get("category", ""), CATEGORIES),
            age=_one_of(given.get("age", ""), AGES),
        )

    def wanted(self, now: datetime) -> Wanted:
        """As the queue asks."""
        edge = now - AGES[self.age][1] if self.age else None
        return Wanted(
            self.network,
            int(self.page) if self.page else None,
            self.category,
            since=edge if self.age == "new" else None,
            before=edge if self.age != "new" else None,
        )

    @property
    def query(self) -> str:
        """For an address: `?network=vk`, or nothing."""
        named = {name: value for name in self.__slots__ if (value := getattr(self, name))}
        return f"?{urlencode(named)}" if named else ""


def _one_of(given: str, known: Mapping[str, object] | tuple[str, ...]) -> str:
    return given if given in known else ""
