"""What a group of Odnoklassniki shows of itself: group.getInfo.

Names of the fields are those of working clients; not all their values are documented. What the
network leaves out is unknown.
"""

from collections.abc import Mapping
from typing import Any

from collectors.ok_mapping import Raw, items
from errors import NetworkFault
from models import Look, PageFacts, PageRef
from networks.ok import OkClient

FIELDS = (
    *("uid", "name", "shortname", "description", "access_type", "homepage_url", "phone"),
    *("address", "city", "gos_org", "who_can_comment", "blocked", "disable_reason", "private"),
    *("photo_id", "cover", "members_count", "location"),
)
UNKNOWN_GROUP = 160
NOBODY_COMMENTS = frozenset({"NOBODY", "NONE", "ADMIN", "ADMINS", "MODERATORS"})
ALL_COMMENT = frozenset({"ALL", "ANYONE", "EVERYONE", "USERS", "MEMBERS"})


def look(client: OkClient, page: PageRef, _: Mapping[str, Any]) -> Look:
    """Raises NetworkFault."""
    try:
        body = client.call("group.getInfo", uids=page.external_id, fields=FIELDS)
    except NetworkFault as fault:
        if fault.code == UNKNOWN_GROUP:
            return Look(PageFacts("lost"))
        raise
    found = [raw for raw in items(body, "groups") or () if isinstance(raw, dict)]
    return Look(facts(found[0]), _count(found[0])) if found else Look(PageFacts("lost"))


def facts(raw: Raw) -> PageFacts:
    """An item of group.getInfo. There is no field for e-mail: it can stand in the description."""
    description = _word(raw, "description")
    return PageFacts(
        _standing(raw),
        _word(raw, "name"),
        _word(raw, "shortname"),
        description,
        site=_word(raw, "homepage_url"),
        email=None if description is None else "",
        phone=_word(raw, "phone"),
        postal=_postal(raw),
        place=_place(raw.get("location")),
        mark=_flag(raw, "gos_org"),
        comments=_comments(str(raw.get("who_can_comment") or "").upper()),
        avatar=_flag(raw, "photo_id"),
        cover=_flag(raw, "cover"),
    )


def _standing(raw: Raw) -> str:
    if raw.get("blocked") or raw.get("disable_reason"):
        return "banned"
    closed = raw.get("private") or raw.get("access_type") in ("CLOSED", "SECRET")
    return "closed" if closed else "open"


def _comments(who: str) -> bool | None:
    return True if who in ALL_COMMENT else False if who in NOBODY_COMMENTS else None


def _postal(raw: Raw) -> str | None:
    address = _word(raw, "address")
    return ", ".join(filter(None, (raw.get("city"), address))) if address else address


def _place(location: Any) -> str | None:
    if not isinstance(location, dict) or None in (location.get("lat"), location.get("lng")):
        return None
    return f"{location['lat']}, {location['lng']}"


def _word(raw: Raw, name: str) -> str | None:
    return None if raw.get(name) is None else str(raw[name])


def _flag(raw: Raw, name: str) -> bool | None:
    return None if raw.get(name) is None else bool(raw[name])


def _count(raw: Raw) -> int | None:
    return raw.get("members_count")
