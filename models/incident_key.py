"""Keys by which texts like that of an answered incident are found among many."""

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class IncidentKey(Base):
    """One key of one incident's text (models/likeness.py); no word can be read from it."""

    __tablename__ = "incident_keys"
    __table_args__ = (Index(None, "incident_id"),)

    key: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    incident_id: Mapped[int] = mapped_column(ForeignKey("incidents.id"), primary_key=True)
