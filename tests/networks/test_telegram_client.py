import logging
import traceback

import pytest

from demo.server import Fault, Reply
from demo.telegram import CONFLICTS, TOKEN, TelegramSimulator
from demo.world import World
from errors import NetworkFault, Outcome
from networks.http import session
from networks.line import Patience
from networks.telegram import TelegramClient, judge

PATIENCE = Patience(attempts=3, first=0.001)


@pytest.fixture
def network():
    world = World()
    world.add_page(530, "Администрация", "town")
    with TelegramSimulator(world) as simulator:
        yield simulator


def client(url, token=TOKEN, patience=PATIENCE):
    return TelegramClient(token, session(timeout=2), api_url=url, rate=None, patience=patience)


def refusal(caller, method="getMe", **params):
    with pytest.raises(NetworkFault) as raised:
        caller.call(method, **params)
    return raised.value


def test_a_call_gives_the_result(network):
    assert client(network.url).call("getMe")["id"] == 700100200
    assert client(network.url).bot_id == "700100200"


@pytest.mark.parametrize(
    ("code", "description", "outcome"),
    [
        (400, "Bad Request: chat not found", Outcome.SKIP),
        (400, "Bad Request: message to delete not found", Outcome.GONE),
        (400, "Bad Request: message to be replied not found", Outcome.GONE),
        (400, "Bad Request: message can't be deleted", Outcome.OPERATOR),
        (400, "Bad Request: not enough rights to restrict/unrestrict", Outcome.OPERATOR),
        (400, "Bad Request: user is an administrator of the chat", Outcome.OPERATOR),
        (400, "Bad Request: group chat was upgraded to a supergroup chat", Outcome.OPERATOR),
        (400, "Bad Request: PARTICIPANT_ID_INVALID", Outcome.SKIP),
        (401, "Unauthorized", Outcome.STOP_TOKEN),
        (403, "Forbidden: bot was kicked from the supergroup chat", Outcome.SKIP),
        (403, "Forbidden: bot is not a member of the channel chat", Outcome.SKIP),
        (404, "Not Found", Outcome.STOP_TOKEN),
        (409, CONFLICTS["poller"], Outcome.OPERATOR),
        (409, CONFLICTS["webhook"], Outcome.OPERATOR),
        (429, "Too Many Requests: retry after 5", Outcome.WAIT),
        (500, "Internal Server Error", Outcome.RETRY),
        (502, "Bad Gateway", Outcome.RETRY),
        (418, "I am a teapot", Outcome.OPERATOR),
    ],
)
def test_what_follows_from_a_refusal(code, description, outcome):
    assert judge(code, description)[0] is outcome


@pytest.mark.parametrize(
    ("conflict", "way_out"),
    [("poller", "остановите её"), ("webhook", "вызовите deleteWebhook")],
)
def test_each_conflict_names_its_way_out(network, conflict, way_out):
    network.conflict = conflict
    fault = refusal(client(network.url), "getUpdates")
    assert (fault.code, fault.outcome) == (409, Outcome.OPERATOR)
    assert way_out in str(fault)


def test_it_sleeps_as_long_as_it_was_told(network):
    network.retry_after = 0
    network.faults.plan(Fault("getMe", "error", 429))
    assert client(network.url).call("getMe")
    network.retry_after = 3600
    network.faults.plan(Fault("getMe", "error", 429))
    assert refusal(client(network.url)).retry_after == 3600


def test_a_group_that_moved_names_its_new_number(network, monkeypatch):
    body = {
        "ok": False,
        "error_code": 400,
        "description": "Bad Request: group chat was upgraded to a supergroup chat",
        "parameters": {"migrate_to_chat_id": -1001},
    }
    reply = Reply(body, status=400)
    monkeypatch.setattr(network, "answer", lambda call: reply)
    assert "-1001" in str(refusal(client(network.url), "getChat", chat_id=-1))


@pytest.mark.parametrize("kind", ["cut", "hangup", "html", "status"])
def test_a_passing_failure_is_tried_again(network, kind):
    network.faults.plan(Fault("getMe", kind, 502))
    assert client(network.url).call("getMe")
    assert network.calls["getMe"] == 2


@pytest.mark.parametrize("kind", ["cut", "hangup", "html", "error", "status"])
def test_the_token_is_nowhere_to_be_seen(network, kind, caplog):
    caplog.set_level(logging.DEBUG)
    network.faults.plan(Fault("getMe", kind, 500, times=9))
    fault = refusal(client(network.url))
    shown = "".join(traceback.format_exception(fault)) + caplog.text + repr(fault.args)
    assert TOKEN not in shown
    assert "urllib3" in caplog.text
    assert fault.__context__ is None or TOKEN not in repr(fault.__context__)


def test_nor_when_nobody_listens_there(caplog):
    caplog.set_level(logging.DEBUG)
    fault = refusal(client("http://127.0.0.1:9"))
    assert fault.outcome is Outcome.RETRY
    assert TOKEN not in "".join(traceback.format_exception(fault)) + caplog.text


def test_a_dead_token_stops_all_calls(network):
    dead = client(network.url, token="700100200:AnotherTokenThatNobodyEverGaveOut00")
    assert refusal(dead).outcome is Outcome.STOP_TOKEN
    assert refusal(dead, "getChat", chat_id="@town").outcome is Outcome.STOP_TOKEN
    assert "getChat" not in network.calls


def test_a_long_poll_may_last_longer_than_the_timeout(network):
    network.longest_poll = 0.3
    patient = TelegramClient(
        TOKEN, session(timeout=0.1), api_url=network.url, rate=None, patience=PATIENCE
    )
    assert patient.call("getUpdates", timeout=1) == []
