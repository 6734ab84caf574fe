"""`otklik serve` and the demo's desk, short of listening for ever."""

import logging
import os
import socket
from contextlib import nullcontext

import pytest
from fastapi.testclient import TestClient

from commands import demo_desk, serve
from commands.common import App
from config import Config
from config.web import Web
from models import Account
from web.accounts.passwords import Passwords


@pytest.fixture
def listened(monkeypatch):
    """What uvicorn was told, without listening."""
    told = {}
    monkeypatch.setattr("uvicorn.run", lambda app, **given: told.update(app=app, **given))
    return told


def test_the_desk_is_served_and_says_where(otklik, listened):
    done = otklik("serve", "--port", "18080")
    assert done.returncode == 0
    assert "Откройте: http://127.0.0.1:18080" in done.stderr
    assert "otklik users add" in done.stderr  # nobody could sign in yet
    assert (listened["host"], listened["port"]) == ("127.0.0.1", 18080)
    assert listened["proxy_headers"] is False
    page = TestClient(listened["app"], base_url="http://localhost").get("/sign-in")
    assert page.status_code == 200


def test_several_processes_find_their_way_by_the_environment(otklik, listened, tmp_path):
    written = tmp_path / "town.yaml"
    written.write_text("web: {address: 'https://otklik.example', proxies: [10.0.0.1]}", "utf-8")
    kept = dict(os.environ)
    try:
        done = otklik("serve", "--workers", "2", "--port", "18081", "--config", str(written))
        assert "Откройте: https://otklik.example" in done.stderr
        assert listened["forwarded_allow_ips"] == ["10.0.0.1"]
        assert (listened["workers"], listened["factory"]) == (2, True)
        os.environ["OTKLIK_CONFIG"] = str(written)
        app = serve.from_environment()
    finally:
        os.environ.clear()
        os.environ.update(kept)
    assert app.state.office.config.web.secure
    app.state.office.store.close()


def test_a_taken_port_is_named(otklik, listened):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = otklik("serve", "--port", str(port))
    assert done.returncode == 2
    assert f"web: 127.0.0.1:{port} занять нельзя" in done.stderr
    assert "Другой порт: --port" in done.stderr
    assert not listened


@pytest.mark.parametrize(
    ("address", "secure", "names"),
    [
        (None, False, {"localhost"}),
        ("http://otklik.local:8080", False, {"localhost", "otklik.local"}),
        ("https://otklik.example", True, {"localhost", "otklik.example"}),
    ],
)
def test_what_follows_from_the_address(address, secure, names):
    web = Web(address=address)
    assert (web.secure, web.names) == (secure, names)


def test_the_demo_town_has_somebody_in_every_role(otklik, listened, monkeypatch, tmp_path):
    monkeypatch.setattr(demo_desk, "watched", lambda *_: nullcontext())
    level = logging.getLogger().level
    app = App(Config(database_url=f"sqlite:///{tmp_path}/demo.db"), {})
    store = app.store()
    given = demo_desk.settle(store, Passwords.cheap())
    with store.reading() as session:
        accounts = {one.login: one for one in session.query(Account)}
    assert given.keys() == accounts.keys()
    assert {role for one in accounts.values() for role in one.roles} == {
        "moderator", "curator", "executor", "head", "administrator",
    }  # fmt: skip
    assert not any(one.must_change for one in accounts.values())
    store.close()
    demo_desk.serve(app, None, 18081)
    assert listened["port"] == 18081
    logging.getLogger().setLevel(level)
