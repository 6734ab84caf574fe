"""The `web` section: where the pages are served, and how long a sign-in lasts."""

from datetime import timedelta
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field


class Web(BaseModel):
    """`address` is what people type; with https:// cookies travel over secure connections only.

    `proxies`: whose X-Forwarded-… headers are believed.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: str = Field(default="127.0.0.1", min_length=1)
    port: Annotated[int, Field(gt=0, lt=65536)] = 8080
    address: Annotated[str, Field(pattern=r"^https?://[^\s/]+/?$")] | None = None
    session_hours: Annotated[float, Field(gt=0, le=8_760)] = 12
    idle_minutes: Annotated[float, Field(gt=0, le=525_600)] = 60
    proxies: tuple[str, ...] = ()

    @property
    def secure(self) -> bool:
        """Whether people come over https."""
        return (self.address or "").startswith("https://")

    @property
    def names(self) -> frozenset[str]:
        """Host names people may come by; addresses in numbers are always fine."""
        return frozenset({"localhost", urlsplit(self.address or "").hostname or "localhost"})

    @property
    def absolute(self) -> timedelta:
        """How long a session lives in all."""
        return timedelta(hours=self.session_hours)

    @property
    def idle(self) -> timedelta:
        """How long it lives without an act of its person."""
        return timedelta(minutes=self.idle_minutes)
