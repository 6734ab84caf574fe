import pytest

from demo.ok import TOKENS, OkSimulator
from demo.server import Fault, Reply
from demo.world import World
from errors import NetworkFault, Outcome
from networks.http import session
from networks.line import Patience
from networks.ok import CODES, OUTCOMES, OkClient, session_secret, sign

# Every code that the network documents.
DOCUMENTED = {
    *(1, 2, 3, 4, 7, 8, 9, 10, 11, 12, 22, 24, 30, 31, 50, 100, 101, 102, 103, 104, 105, 106),
    *(110, 140, 141, 160, 200, 210, 220, 300, 451, 453, 454, 455, 456, 457, 458, 511, 514),
    *(*range(600, 608), 700, 701, 702, 704, 900, 1200, 2001, 5000, 9999),
}


@pytest.fixture
def network():
    world = World()
    page = world.add_page(530, "Администрация", "town")
    world.add_person(571, "Иван И")
    world.add_comment(page, world.add_post(page, "Пост", 1_767_225_600), 571, "Ой", 1_767_225_700)
    with OkSimulator(world) as simulator:
        yield simulator


def client(network, tokens=TOKENS):
    patience = Patience(attempts=3, first=0.001)
    http = session(timeout=2)
    return OkClient(tokens, http, api_url=network.url, rate=None, patience=patience)


def refusal(network, method="group.getInfo", tokens=TOKENS, **params):
    with pytest.raises(NetworkFault) as raised:
        client(network, tokens).call(method, **params)
    return raised.value


def test_signature_of_the_networks_own_example():
    secret = session_secret(
        "-s-84W-s3egarWUsbkq-IWTucuedzTKT8VUXIA.s4Xx8IW7", "ABC123DEF456GHI789JKL123"
    )
    call = {"application_key": "ABCDEFGHIGKLMNOPK", "method": "events.get", "format": "json"}
    assert secret == "b1a2b89707a94624c43afae67d59274c"
    assert sign(call, secret) == "232c8eb921951c4dba9b72606f9ddb4c"


def test_tokens_and_empty_values_are_not_signed():
    call = {"method": "events.get", "format": "json"}
    noise = {"access_token": "A", "session_key": "B", "sig": "C", "anchor": ""}
    assert sign(call | noise, "secret") == sign(call, "secret")


def test_cyrillic_is_signed_as_utf8_and_odd_text_does_not_crash():
    assert sign({"comment": "Яма"}, "s") == "a1b5ea7b56137e6daff946b4b10ccef5"
    assert sign({"comment": "\ud800"}, "s")


def test_every_documented_code_has_an_outcome_and_only_one():
    assert set(OUTCOMES) == DOCUMENTED
    assert sum(map(len, CODES.values())) == len(OUTCOMES)


@pytest.mark.parametrize(("code", "outcome"), sorted(OUTCOMES.items()))
def test_an_error_body_becomes_its_outcome(network, code, outcome):
    network.faults.plan(Fault("group.getInfo", "error", code, times=9))
    fault = refusal(network, uids="530")
    assert (fault.code, fault.outcome, fault.method) == (code, outcome, "group.getInfo")
    expected_calls = 3 if outcome is Outcome.RETRY else 1
    assert network.calls["group.getInfo"] == expected_calls


def test_an_unknown_code_goes_to_the_operator(network):
    network.faults.plan(Fault("*", "error", 31337))
    assert refusal(network).outcome is Outcome.OPERATOR


@pytest.mark.parametrize("body", [None, [], [1], "155013581046904", True, {}, 7])
def test_any_json_is_a_legal_body(network, body):
    network.odd["mediatopic.getByIds"] = body
    assert client(network).call("mediatopic.getByIds", topic_ids="1") == body


def test_an_error_may_stand_in_the_header_alone(network, monkeypatch):
    reply = Reply(None, headers={"invocation-error": "102"})
    monkeypatch.setattr(network, "answer", lambda call: reply)
    assert refusal(network).outcome is Outcome.STOP_TOKEN


def test_lists_and_truths_are_sent_as_the_network_writes_them(network):
    found = client(network).call("users.getInfo", uids=["571", "9"], fields="uid,name", deep=True)
    assert found == [{"uid": "571", "name": "Иван И"}]


def test_both_addresses_of_a_method_are_the_same_call(network):
    form = {"uids": "530", "application_key": TOKENS["application_key"], "format": "json"}
    secret = session_secret(TOKENS["access_token"], TOKENS["application_secret_key"])
    form |= {"sig": sign(form, secret), "access_token": TOKENS["access_token"]}
    answer = session(timeout=2).post(f"{network.url}/api/group/getInfo", data=form).json()
    assert answer == client(network).call("group.getInfo", uids="530")


def test_the_eternal_tokens_secret_is_used_directly(network):
    secret = session_secret(TOKENS["access_token"], TOKENS["application_secret_key"])
    tokens = {name: TOKENS[name] for name in ("application_key", "access_token")}
    eternal = client(network, tokens | {"session_secret_key": secret})
    assert eternal.call("group.getInfo", uids="530")[0]["gos_org"] is True


@pytest.mark.parametrize(
    ("change", "code", "outcome"),
    [
        ({"access_token": "dead"}, 102, Outcome.STOP_TOKEN),
        ({"application_key": "wrong"}, 101, Outcome.OPERATOR),
        ({"application_secret_key": "wrong"}, 104, Outcome.OPERATOR),
    ],
)
def test_a_wrong_key_is_named_and_never_shown(network, change, code, outcome):
    fault = refusal(network, tokens=TOKENS | change)
    assert (fault.code, fault.outcome) == (code, outcome)
    assert not any(secret in str(fault) for secret in (TOKENS | change).values())


def test_a_secret_that_the_network_repeats_is_blotted_out(network, monkeypatch):
    said = {"error_code": 101, "error_msg": f"unknown key {TOKENS['application_key']}"}
    reply = Reply(said)
    monkeypatch.setattr(network, "answer", lambda call: reply)
    assert TOKENS["application_key"] not in str(refusal(network))


def test_a_missing_key_is_named_without_a_call(network):
    fault = refusal(network, tokens={"application_key": "K"})
    assert fault.outcome is Outcome.STOP_TOKEN
    assert "access_token, session_secret_key" in str(fault)
    assert not network.calls


def test_a_dead_token_is_not_tried_again(network):
    dead = client(network, TOKENS | {"access_token": "dead"})
    for _ in range(2):
        with pytest.raises(NetworkFault):
            dead.call("group.getInfo", uids="530")
    assert network.calls["group.getInfo"] == 1


def test_a_withdrawn_method_is_closed_and_the_others_are_not(network):
    network.withdrawn.add("stream.get")
    caller = client(network)
    for _ in range(2):
        with pytest.raises(NetworkFault):
            caller.call("stream.get", gid="530")
    assert network.calls["stream.get"] == 1
    assert caller.call("group.getInfo", uids="530")


@pytest.mark.parametrize("kind", ["cut", "hangup", "html", "status"])
def test_a_passing_failure_is_tried_again(network, kind):
    network.faults.plan(Fault("*", kind, 503))
    assert client(network).call("group.getInfo", uids="530")
    assert network.calls["group.getInfo"] == 2
