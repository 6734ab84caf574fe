"""What a VK page shows of itself: groups.getById, users.get for a person's page."""

from collections.abc import Iterable, Mapping
from typing import Any

from collectors.vk_mapping import Raw, full_name
from collectors.vk_page import UNKNOWN_NAME, owner_of
from errors import NetworkFault
from models import Look, PageFacts, PageRef
from networks.vk import VkClient

GROUP_FIELDS = (
    *("description", "site", "contacts", "addresses", "links", "verified", "wall", "cover"),
    *("has_photo", "members_count", "city"),
)
PERSON_FIELDS = ("screen_name", "site", "verified", "has_photo", "followers_count", "about")
NOBODY = (*UNKNOWN_NAME, "name", 113)
CLOSED_WALLS = (0, 3)  # switched off; only the page itself writes and comments


def look(client: VkClient, page: PageRef, state: Mapping[str, Any]) -> Look:
    """The page by its number, so that a new short name does not hide it. Raises NetworkFault."""
    try:
        owner = state.get("owner") or owner_of(client, page.external_id)
        if owner > 0:
            people = client.call("users.get", user_ids=owner, fields=PERSON_FIELDS)
            return _first(people, person_facts, "followers_count")
        answer = client.call("groups.getById", group_ids=-owner, fields=GROUP_FIELDS)
    except NetworkFault as fault:
        if fault.code in NOBODY:
            return Look(PageFacts("lost"))
        raise
    groups = answer.get("groups") if isinstance(answer, dict) else answer  # bare before 5.139
    return _first(groups, group_facts, "members_count")


def _first(found: Any, read: Any, counter: str) -> Look:
    raw = next(iter(found or ()), None)
    if raw is None:
        return Look(PageFacts("lost"))
    return Look(read(raw), raw.get(counter))


def group_facts(raw: Raw) -> PageFacts:
    """A community. VK leaves out what is empty, so a silent field of a heard answer is empty."""
    standing = raw.get("deactivated") or ("closed" if raw.get("is_closed") else "open")
    if standing != "open" or "description" not in raw:  # our fields were not answered
        return PageFacts(standing, raw.get("name"), raw.get("screen_name"))
    main = (raw.get("addresses") or {}).get("main_address") or {}
    contacts = raw.get("contacts") or ()
    return PageFacts(
        standing,
        raw.get("name"),
        raw.get("screen_name"),
        raw["description"],
        site=raw.get("site") or "",
        email=_joined(contact.get("email") for contact in contacts),
        phone=_joined([main.get("phone"), *(contact.get("phone") for contact in contacts)]),
        postal=_joined([(raw.get("city") or {}).get("title"), main.get("address")])
        if main.get("address")
        else "",
        place=_place(main),
        links=_joined((link.get("url") for link in raw.get("links") or ()), "\n"),
        mark=_flag(raw.get("verified")),
        comments=None if raw.get("wall") is None else raw["wall"] not in CLOSED_WALLS,
        avatar=_flag(raw.get("has_photo")),
        cover=_flag((raw.get("cover") or {}).get("enabled")),
    )


def person_facts(raw: Raw) -> PageFacts:
    """A person's page: it has no fields for contacts, they may stand in what it says of itself."""
    standing = raw.get("deactivated") or ("closed" if raw.get("is_closed") else "open")
    about = raw.get("about")
    empty = None if about is None else ""
    return PageFacts(
        standing,
        full_name(raw),
        raw.get("screen_name"),
        about,
        site=raw.get("site"),
        email=empty,
        phone=empty,
        postal=empty,
        mark=_flag(raw.get("verified")),
        avatar=_flag(raw.get("has_photo")),
    )


def _joined(parts: Iterable[Any], by: str = ", ") -> str:
    return by.join(dict.fromkeys(str(part) for part in parts if part))


def _place(address: Raw) -> str:
    at = (address.get("latitude"), address.get("longitude"))
    return "" if None in at else f"{at[0]}, {at[1]}"


def _flag(value: Any) -> bool | None:
    return None if value is None else bool(value)
