"""Automatic action on trial: what it did, or would have done."""

from datetime import datetime
from typing import Literal

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base

Mode = Literal["shadow", "on"]


class Trial(Base):
    """A verdict that reached the threshold of automatic action. `acted`: whether it was deleted.

    In shadow mode, and beyond the daily limit, it is only noted.
    """

    __tablename__ = "trials"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    verdict_id: Mapped[int] = mapped_column(ForeignKey("verdicts.id"), index=True)
    category: Mapped[str] = mapped_column(String(24))
    score: Mapped[float]
    threshold: Mapped[float]
    acted: Mapped[bool]
    at: Mapped[datetime]
