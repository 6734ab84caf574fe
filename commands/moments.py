"""Times as people and programs write them."""

from datetime import datetime
from zoneinfo import ZoneInfo


def read_moment(given: object, zone: ZoneInfo) -> datetime:
    """An ISO time; without a zone it is municipal. Raises ValueError that says what fits."""
    try:
        moment = datetime.fromisoformat(given)  # type: ignore[arg-type] # a TypeError is told below
    except (TypeError, ValueError):
        raise ValueError(f"{given!r}: нужно время вида 2026-04-30T15:30:00+03:00") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)
