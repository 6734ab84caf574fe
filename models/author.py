"""Who wrote: a person, a community, a bot; or somebody the network no longer names."""

from dataclasses import dataclass

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


@dataclass(frozen=True, slots=True)
class SeenAuthor:
    """An author as a network shows it; the external id is unique within its network."""

    external_id: str
    name: str


class Author(Base):
    """An author of comments; `name` becomes empty when retention has passed."""

    __tablename__ = "authors"
    __table_args__ = (UniqueConstraint("network", "external_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    network: Mapped[str] = mapped_column(String(16))
    external_id: Mapped[str]
    name: Mapped[str]
