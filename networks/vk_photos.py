"""Photos of an answer on VK: uploaded first, then named."""

from collections.abc import Sequence
from pathlib import Path

import requests

from errors import NetworkFault, Outcome
from networks.http import json_body, status_fault, transport_fault
from networks.vk import NETWORK, USER, VkClient

MOST = 10
UPLOAD = "upload"
NO_USER = "фото загружает только ключ пользователя: docs/ru/vk.md, раздел 3, или ответ без фото"


def attached(client: VkClient, group: int, photos: Sequence[Path]) -> list[str]:
    """Upload; the names to attach. Raises NetworkFault before anything is published."""
    if photos and not client.has(USER):
        raise NetworkFault(NETWORK, "token", NO_USER, Outcome.OPERATOR, method=UPLOAD)
    if len(photos) > MOST:
        raise NetworkFault(NETWORK, "photos", f"фото больше {MOST}", Outcome.OPERATOR)
    return [_uploaded(client, group, photo) for photo in photos]


def _uploaded(client: VkClient, group: int, photo: Path) -> str:
    server = client.call("photos.getWallUploadServer", group_id=group)
    sent = _sent(client, server["upload_url"], photo)
    saved = client.call(
        "photos.saveWallPhoto",
        group_id=group,
        photo=sent["photo"],
        server=sent["server"],
        hash=sent["hash"],
    )
    return f"photo{saved[0]['owner_id']}_{saved[0]['id']}"


def _sent(client: VkClient, url: str, photo: Path) -> dict[str, str]:
    try:
        files = {"photo": (photo.name, photo.read_bytes())}
        response = client.http.post(url, files=files)
    except OSError as error:  # RequestException is one, too
        raise _fault(photo, error) from None
    if not response.ok:
        raise status_fault(NETWORK, UPLOAD, response)
    answer: dict[str, str] = json_body(NETWORK, UPLOAD, response)
    return answer


def _fault(photo: Path, error: OSError) -> NetworkFault:
    if isinstance(error, requests.RequestException):
        return transport_fault(NETWORK, UPLOAD, error)
    words = f"{photo}: не читается: {error.strerror}"
    return NetworkFault(NETWORK, "file", words, Outcome.OPERATOR, method=UPLOAD)
