"""From a page's id in the configuration to the owner of a wall: communities are negative."""

import re

from errors import NetworkFault, Outcome
from networks.vk import NETWORK, VkClient

COMMUNITY = re.compile(r"(?:club|public|event|-)?(\d+)")
PERSON = re.compile(r"id(\d+)")
UNKNOWN_NAME = (100, 125)


def owner_of(client: VkClient, page: str) -> int:
    """The owner id; only a short name costs a call."""
    if found := COMMUNITY.fullmatch(page):
        return -int(found[1])
    if found := PERSON.fullmatch(page):
        return int(found[1])
    return _community(client, page) or _resolved(client, page)


def _community(client: VkClient, name: str) -> int | None:
    try:
        answer = client.call("groups.getById", group_id=name)
    except NetworkFault as fault:
        if fault.code in UNKNOWN_NAME:
            return None
        raise
    groups = answer.get("groups") if isinstance(answer, dict) else answer  # bare before 5.139
    return -int(groups[0]["id"]) if groups else None


def _resolved(client: VkClient, name: str) -> int:
    answer = client.call("utils.resolveScreenName", screen_name=name)
    if not isinstance(answer, dict) or "object_id" not in answer:  # VK says [] for nobody
        raise NetworkFault(NETWORK, "name", f"нет страницы с именем {name}", Outcome.SKIP)
    number = int(answer["object_id"])
    return number if answer.get("type") == "user" else -number
