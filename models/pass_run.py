"""The journal of passes: when the feed was read last, how it went, how long it took."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, JsonObject


class PassRun(Base):
    """One pass over all pages. `finished_at` stays empty where the pass was killed."""

    __tablename__ = "passes"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None] = mapped_column(default=None)
    summary: Mapped[JsonObject | None] = mapped_column(default=None)
