"""What a network shows of an official page itself: name, address, contacts, mark, doors."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, JsonObject
from models.text import storable

LOST = frozenset({"deleted", "banned", "lost"})  # nobody can open the page


@dataclass(frozen=True, slots=True)
class PageFacts:
    """A page at one look. Words: "" where the network says that there is none.

    None, of words as of flags: the network does not tell, so nothing may follow from it.
    `standing`: open, closed (to strangers), deleted, banned, lost (no such page at its address).
    `address` is the short name in links; `place` latitude and longitude; `comments` whether
    residents may comment; `links` the addresses of other pages, one a line.
    """

    standing: str = "open"
    name: str | None = None
    address: str | None = None
    description: str | None = None
    site: str | None = None
    email: str | None = None
    phone: str | None = None
    postal: str | None = None
    place: str | None = None
    links: str | None = None
    mark: bool | None = None
    comments: bool | None = None
    avatar: bool | None = None
    cover: bool | None = None

    def shown(self) -> dict[str, Any]:
        """As JSON; NUL and lone surrogates replaced."""
        return {
            name: storable(value) if isinstance(value, str) else value
            for name, value in asdict(self).items()
        }


@dataclass(frozen=True, slots=True)
class Look:
    """One attempt to see a page: its facts and followers, or why they could not be seen."""

    facts: PageFacts | None = None
    members: int | None = None
    fault: str | None = None


class StoredFacts(Base):
    """What a page showed from `seen_at` on; appended only when something of it changed."""

    __tablename__ = "page_facts"
    __table_args__ = (Index(None, "page_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    page_id: Mapped[int] = mapped_column(ForeignKey("pages.id"))
    seen_at: Mapped[datetime]
    shown: Mapped[JsonObject]

    @property
    def facts(self) -> PageFacts:
        """The value; what an older version of the program did not keep is unknown."""
        known = PageFacts.__dataclass_fields__
        return PageFacts(**{name: value for name, value in self.shown.items() if name in known})
