"""A clerk at the registry, on both databases."""

from collections.abc import Callable
from datetime import datetime

import pytest
from given import NOW
from pages_town import registrar

from pages.official import OfficialPage
from pages.registrar import Order, enter
from store import Store

Clerk = Callable[..., OfficialPage]


@pytest.fixture
def clerk(store: Store) -> Clerk:
    """Enter orders in one transaction; without a number the first opens a page."""

    def write(
        *orders: Order, number: int | None = None, act: str = "rubtsovsk-63", now: datetime = NOW
    ) -> OfficialPage:
        with store.writing() as session:
            return enter(session, registrar(act), number, orders, now)

    return write
