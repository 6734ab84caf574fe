"""What all tests start from: one moment, one page."""

from datetime import UTC, datetime

from models import PageRef

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)  # a Monday
PAGE = PageRef("vk", "100")
