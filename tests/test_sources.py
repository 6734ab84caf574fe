"""From configuration to clients: who shares a key shares its pace."""

from datetime import UTC, datetime

import sources
from config import Config

PAGE = {"network": "vk", "body": "Администрация", "kind": "administration"}


def accounts(*pages: dict, **environ: str) -> tuple[Config, sources.Accounts]:
    config = Config.model_validate({"municipality": {"name": "Г"}, "pages": [*pages]})
    return config, sources.Accounts(config, environ)


def test_pages_with_the_same_keys_share_one_client():
    own = {"tokens": {"community": "OWN_TOKEN"}}
    config, shared = accounts(
        PAGE | {"id": "1"}, PAGE | {"id": "2"}, PAGE | {"id": "3"} | own, OWN_TOKEN="x"
    )
    first, second, third = (shared.client(page) for page in config.pages)
    assert first is second
    assert first is not third


def test_readers_and_hands_share_a_client():
    config, shared = accounts(PAGE | {"id": "1"}, OTKLIK_VK_SERVICE_TOKEN="x")
    environ = {"OTKLIK_VK_SERVICE_TOKEN": "x"}
    (reader,) = sources.collectors(config, environ, accounts=shared)
    (hands,) = sources.actors(config, environ, lambda: datetime.now(UTC), shared).values()
    assert reader._inner._client is hands._client
