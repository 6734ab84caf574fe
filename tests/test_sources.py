"""From configuration to clients: who shares a key shares its pace."""

from datetime import UTC, datetime

import sources
from commands.common import App
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
    environ = {"OTKLIK_VK_SERVICE_TOKEN": "x", "OTKLIK_VK_COMMUNITY_TOKEN": "y"}
    config, shared = accounts(PAGE | {"id": "1"}, **environ)
    (reader,) = sources.collectors(config, shared)
    (hands,) = sources.actors(config, shared, lambda: datetime.now(UTC)).values()
    (live,) = sources.live(config, shared)
    assert reader._inner._client is hands._client is live._client


def test_a_key_has_one_pace_whatever_keys_come_with_it():
    pages = [PAGE | {"id": str(n), "tokens": {"community": f"OWN_{n}"}} for n in (1, 2)]
    config, shared = accounts(*pages, OTKLIK_VK_USER_TOKEN="x", OWN_1="one", OWN_2="two")
    first, second = (shared.client(page) for page in config.pages)
    assert first is not second
    assert first._lines["user"] is second._lines["user"]
    assert first._lines["community"] is not second._lines["community"]


def test_the_same_key_under_two_names_is_one_account():
    config, shared = accounts(
        PAGE | {"id": "1"},
        PAGE | {"id": "2", "tokens": {"user": "OTHER_NAME"}},
        OTKLIK_VK_USER_TOKEN="x",
        OTHER_NAME="x",
    )
    first, second = (shared.client(page) for page in config.pages)
    assert first is second


def test_a_command_reads_listens_and_acts_through_one_account():
    environ = {"OTKLIK_VK_COMMUNITY_TOKEN": "y"}
    config, _ = accounts(PAGE | {"id": "1"}, **environ)
    app = App(config, environ)
    (reader,), (hands,) = app.collectors(), app.actors().values()
    (live,) = sources.live(config, app.accounts)
    assert reader._inner._client is hands._client is live._client
