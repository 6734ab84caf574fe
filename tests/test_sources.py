"""From configuration to clients: who shares a key shares its pace."""

from datetime import UTC, datetime

import pytest
from towns import office

import sources
from commands.common import App
from commands.watch import Watch
from config import Config
from errors import NetworkFault

PAGE = {"network": "vk", "body": "Администрация", "kind": "administration"}
CHANNEL = PAGE | {"network": "telegram"}
USUAL, OTHER = "OTKLIK_TELEGRAM_BOT_TOKEN", "OTHER_NAME"


def accounts(*pages: dict, **environ: str) -> tuple[Config, sources.Accounts]:
    networks = {"telegram": {"api_url": "http://127.0.0.1:9", "limits": {"attempts": 1}}}
    config = Config.model_validate(
        {"municipality": {"name": "Г"}, "pages": [*pages], "networks": networks}
    )
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


@pytest.mark.parametrize(("named", "values"), [(USUAL, {}), (OTHER, {OTHER: "7:AAA"})])
def test_pages_of_one_bot_are_one_stream_whatever_its_key_is_called(named, values):
    own = {"tokens": {"bot": named}}
    config, shared = accounts(
        CHANNEL | {"id": "@a"}, CHANNEL | {"id": "@b"} | own, **{USUAL: "7:AAA", **values}
    )
    (reader,) = sources.collectors(config, shared)
    assert [str(page) for page in reader.pages] == ["telegram:@a", "telegram:@b"]


def test_a_page_without_its_key_names_the_variable_that_is_missing():
    own = {"tokens": {"bot": OTHER}}
    config, shared = accounts(CHANNEL | {"id": "@a"}, CHANNEL | {"id": "@b"} | own)
    for reader, name in zip(sources.collectors(config, shared), (USUAL, OTHER), strict=True):
        with pytest.raises(NetworkFault, match=name):
            next(reader.fetch(None, datetime.now(UTC)))


def test_watch_passes_over_every_stream_though_a_bot_has_an_old_key_and_a_new_one(store):
    own = {"tokens": {"bot": OTHER}}
    config, shared = accounts(
        CHANNEL | {"id": "@a"}, CHANNEL | {"id": "@b"} | own, **{USUAL: "7:OLD", OTHER: "7:NEW"}
    )
    at_work = office(config, store, lambda: datetime.now(UTC))
    told = []

    def end(tally, _):
        told.extend(map(str, tally.pages))
        at_work.stop.set()

    Watch(at_work, sources.collectors(config, shared), config.pages, told=end).run()
    assert told == ["telegram:@a", "telegram:@b"]


def test_a_network_is_without_keys_where_no_page_of_it_has_any():
    ok = PAGE | {"network": "ok", "id": "3"}
    own = {"tokens": {"community": "OWN_TOKEN"}}
    config, shared = accounts(PAGE | {"id": "1"}, PAGE | {"id": "2"} | own, ok, OWN_TOKEN="x")
    assert sources.keyless(config, shared) == {"ok"}
    config, shared = accounts(PAGE | {"id": "1"}, ok)
    assert sources.keyless(config, shared) == {"vk", "ok"}
