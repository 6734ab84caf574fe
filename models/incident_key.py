"""Keys by which texts are found among many; no word can be read from them."""

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class IncidentKey(Base):
    """One key of one incident's text (models/likeness.py); no word can be read from it."""

    __tablename__ = "incident_keys"
    __table_args__ = (Index(None, "incident_id"),)

    key: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id"), primary_key=True)


class IncidentWord(Base):
    """One word of one incident's text or place, as a key of incidents/search.py."""

    __tablename__ = "incident_words"
    __table_args__ = (Index(None, "incident_id"),)

    key: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id"), primary_key=True)
