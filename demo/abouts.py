"""What the pages show of themselves, in each network's words; what is empty there stays out."""

from collections.abc import Collection
from typing import Any

from demo.world import SimPage

Json = dict[str, Any]
OPEN_WALL, LIMITED_WALL, CLOSED_WALL = 1, 2, 3


def vk(page: SimPage, fields: Collection[str]) -> Json:
    """The asked fields of groups_group_full; a closed page shows none of them."""
    if page.state != "open":
        return {}
    about = page.about
    contact = {key: about[key] for key in ("phone", "email") if about.get(key)}
    every: Json = {
        "description": about.get("description", ""),
        "site": about.get("site", ""),
        "verified": int(about.get("mark", False)),
        "wall": LIMITED_WALL if about.get("comments", True) else CLOSED_WALL,
        "has_photo": int(about.get("avatar", True)),
        "cover": {"enabled": int(about.get("cover", True))},
        "members_count": about.get("members", 1200),
        "addresses": {"is_enabled": bool(about.get("postal")), "count": 0},
    }
    if contact:
        every["contacts"] = [contact]
    if about.get("links"):
        every["links"] = [{"id": number, "url": url} for number, url in enumerate(about["links"])]
    if about.get("postal"):
        every["addresses"] |= {"count": 1, "main_address_id": 1, "main_address": _address(about)}
    return {name: value for name, value in every.items() if name in fields}


def _address(about: Json) -> Json:
    at = {"latitude": about["lat"], "longitude": about["lon"]} if "lat" in about else {}
    return {"id": 1, "title": "Приёмная", "address": about["postal"], **at}


def ok(page: SimPage) -> Json:
    """Fields of group.getInfo."""
    about = page.about
    shown = {
        "description": about.get("description", ""),
        "homepage_url": about.get("site", ""),
        "phone": about.get("phone", ""),
        "address": about.get("postal", ""),
        "gos_org": about.get("mark", True),
        "who_can_comment": "ALL" if about.get("comments", True) else "NOBODY",
        "cover": {"photo_id": "1"} if about.get("cover", True) else None,
        "photo_id": "1" if about.get("avatar", True) else None,
        "members_count": about.get("members", 1200),
    }
    return {name: value for name, value in shown.items() if value is not None}


def telegram(page: SimPage) -> Json:
    """Fields of ChatFullInfo for a channel; there is one place for all words."""
    about = page.about
    words = [about.get(key) for key in ("description", "postal", "phone", "email", "site")]
    shown: Json = {}
    if any(words):
        shown["description"] = "\n".join(filter(None, words))
    if about.get("avatar", True):
        ids = ("small_file_id", "small_file_unique_id", "big_file_id", "big_file_unique_id")
        shown["photo"] = dict.fromkeys(ids, "avatar")
    return shown
