"""VK's client against the simulator: tokens, pace, and what follows from every failure."""

from collections.abc import Callable, Iterator

import pytest

from demo.server import Call, Fault, Reply
from demo.vk import METHODS as SIMULATED
from demo.vk import TOKENS, VkSimulator
from demo.world import World
from errors import NetworkFault, Outcome
from networks.http import session
from networks.line import Patience
from networks.vk import API_VERSION, HOME, METHODS, VkClient
from networks.vk_errors import OUTCOMES

UNPACED = dict.fromkeys(TOKENS, None)

# The fact sheet's table, once more and by outcome: the table in the code must agree with it.
EXPECTED = {
    Outcome.RETRY: [1, 10, 36],
    Outcome.WAIT: [6, 9],
    Outcome.STOP_TOKEN: [5, 1117],
    Outcome.STOP_METHOD: [23, 29],
    Outcome.GONE: [104, 243],
    Outcome.OPERATOR: [2, 3, 7, 8, 14, 17, 20, 21, 24, 27, 28, 42, 100, 701, 703, 704, 777],
    Outcome.SKIP: [
        *(15, 18, 19, 30, 37, 43, 103, 113, 125, 200, 203, 204, 210, 211, 212, 213, 214),
        *(219, 220, 222, 223, 224, 801, 900, 901, 902, 1401),
    ],
}
CODES = [(code, outcome) for outcome, codes in EXPECTED.items() for code in codes]


@pytest.fixture
def vk() -> Iterator[VkSimulator]:
    world = World(clock=lambda: 1_800_000_000)
    page = world.add_page(100, "Администрация", "gorod")
    world.add_post(page, "Новость", 1_790_000_000)
    with VkSimulator(world) as simulator:
        yield simulator  # type: ignore[misc]


Connect = Callable[..., VkClient]


@pytest.fixture
def connect(vk: VkSimulator) -> Connect:
    def connect(*kinds: str, **tokens: str) -> VkClient:
        held = {kind: TOKENS[kind] for kind in kinds} | tokens
        http = session(timeout=5, home=HOME, away=vk.url)
        return VkClient(held, http, rates=UNPACED, patience=Patience(attempts=3, first=0.001))

    return connect


def read(client: VkClient) -> int:
    return client.call("wall.get", owner_id=-100)["count"]


def refused(client: VkClient, method: str = "wall.get", **params: object) -> NetworkFault:
    with pytest.raises(NetworkFault) as caught:
        client.call(method, **{"owner_id": -100} | params)
    return caught.value


def test_calls_the_current_version_with_plain_parameters(vk: VkSimulator, connect: Connect) -> None:
    seen: list[Call] = []
    vk.before = seen.append
    connect("service").call("wall.getById", posts=["-100_51", "-100_52"], extended=True, hash=None)
    assert seen[0].path == "/method/wall.getById"
    assert seen[0].params == {
        "posts": "-100_51,-100_52",
        "extended": "1",
        "v": API_VERSION,
        "access_token": TOKENS["service"],
    }


@pytest.mark.parametrize(("code", "outcome"), CODES)
def test_every_code_has_its_outcome(
    vk: VkSimulator, connect: Connect, code: int, outcome: Outcome
) -> None:
    vk.faults.plan(Fault("wall.get", "error", code, times=9))
    fault = refused(connect("service"))
    assert (fault.code, fault.outcome, fault.method) == (code, outcome, "wall.get")
    repeated = outcome is Outcome.RETRY or code == 6
    assert vk.calls["wall.get"] == (3 if repeated else 1)


def test_the_table_names_nothing_twice_and_no_stranger() -> None:
    assert {code for code, _ in CODES} - set(OUTCOMES) == {777}


@pytest.mark.parametrize(
    "fault",
    [
        Fault("wall.get", "error", 6),
        Fault("wall.get", "error", 10, times=2),
        Fault("wall.get", "status", 502, times=2),
        Fault("wall.get", "html"),
        Fault("wall.get", "cut"),
        Fault("wall.get", "hangup"),
    ],
    ids=lambda fault: f"{fault.kind}-{fault.code}",
)
def test_passing_trouble_is_survived(vk: VkSimulator, connect: Connect, fault: Fault) -> None:
    vk.faults.plan(fault)
    assert read(connect("service")) == 1


@pytest.mark.parametrize("form", ["new", "old"])
def test_a_captcha_is_for_a_person(vk: VkSimulator, connect: Connect, form: str) -> None:
    vk.captcha_form = form
    vk.faults.plan(Fault("wall.get", "captcha"))
    fault = refused(connect("service"))
    assert (fault.code, fault.outcome) == (14, Outcome.OPERATOR)
    assert "капчу" in str(fault)


@pytest.mark.parametrize("body", [None, [], {}, {"error": "?"}, {"error": {}}, 5])
def test_json_that_is_not_vks_is_a_fault(vk: VkSimulator, connect: Connect, body: object) -> None:
    vk.answer = lambda call: Reply(body)  # type: ignore[method-assign]
    assert refused(connect("service")).outcome is Outcome.RETRY


def test_a_missing_token_is_named(connect: Connect) -> None:
    fault = refused(connect("community"))
    assert fault.outcome is Outcome.OPERATOR
    assert "сервисный или пользователя" in str(fault)


def test_reading_prefers_the_service_token(vk: VkSimulator, connect: Connect) -> None:
    seen: list[Call] = []
    vk.before = seen.append
    client = connect("user", "service", "community")
    read(client)
    client.call("users.get", user_ids=[1])
    client.call("groups.getBanned", group_id=100)
    assert [call.params["access_token"] for call in seen] == [
        TOKENS["service"],
        TOKENS["service"],
        TOKENS["community"],
    ]


def test_another_kind_of_token_is_tried_once_and_remembered(
    vk: VkSimulator, connect: Connect
) -> None:
    vk.faults.plan(Fault("wall.get", "error", 28))
    client = connect("service", "user")
    assert [read(client), read(client)] == [1, 1]
    assert vk.calls["wall.get"] == 3


def test_another_token_helps_out_when_the_quota_is_spent(vk: VkSimulator, connect: Connect) -> None:
    vk.faults.plan(Fault("wall.get", "error", 29))
    client = connect("service", "user")
    assert [read(client), read(client)] == [1, 1]
    assert vk.calls["wall.get"] == 3


def test_a_dead_token_is_not_used_again(vk: VkSimulator, connect: Connect) -> None:
    client = connect(service="revoked", user=TOKENS["user"])
    assert refused(client).outcome is Outcome.STOP_TOKEN
    assert refused(client, "board.getTopics", group_id=100).outcome is Outcome.STOP_TOKEN
    assert "board.getTopics" not in vk.calls


def test_wrong_kind_under_the_code_of_a_dead_token(vk: VkSimulator, connect: Connect) -> None:
    words = "User authorization failed: method is unavailable with group auth."
    vk.answer = lambda call: Reply({"error": {"error_code": 5, "error_msg": words}})  # type: ignore[method-assign]
    assert refused(connect("community"), "users.get").code == 27


def test_no_message_holds_a_token(vk: VkSimulator, connect: Connect) -> None:
    words = f"token {TOKENS['service']} is bad"
    vk.answer = lambda call: Reply({"error": {"error_code": 100, "error_msg": words}})  # type: ignore[method-assign]
    assert TOKENS["service"] not in str(refused(connect("service")))
    vk.faults.plan(Fault("wall.get", "hangup", times=9))
    fault = refused(connect("service"))
    assert TOKENS["service"] not in f"{fault}{fault.__cause__}"
    assert fault.__suppress_context__


def test_client_and_simulator_agree_who_may_call_what() -> None:
    assert {name: set(kinds) for name, (kinds, _) in SIMULATED.items()} == {
        name: set(METHODS[name]) for name in SIMULATED
    }


def test_paced_below_the_limit() -> None:
    world = World()
    world.add_page(100, "Администрация", "gorod")
    with VkSimulator(world, limits={"service": 20}) as vk:
        http = session(timeout=5, home=HOME, away=vk.url)
        client = VkClient(
            {"service": TOKENS["service"]}, http, rates={"service": 19.0}, patience=Patience(1)
        )
        assert [client.call("wall.get", owner_id=-100)["count"] for _ in range(25)] == [0] * 25
