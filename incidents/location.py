"""The place of an incident: normal names by kind."""

from collections.abc import Mapping
from typing import Any

KINDS = ("settlement", "street", "house", "other")


def place_of(places: Mapping[str, Any]) -> dict[str, str]:
    """Of a verdict's places the first of each kind; kinds without any are left out."""
    return {kind: places[kind][0]["normal"] for kind in KINDS if places.get(kind)}


def place_line(place: Mapping[str, str]) -> str:
    """«город Новокубанск, улица Ленина, 25а»; "" where nothing is known."""
    return ", ".join(place[kind] for kind in KINDS if place.get(kind))
