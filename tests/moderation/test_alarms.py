"""Of a threat the head hears whoever decided and wherever, once, and somebody always hears."""

from datetime import timedelta

import pytest
from outbox_town import GRACE

from errors import NetworkFault, Outcome
from moderation import alarms, takeback
from moderation.attempts import MOST, Next
from moderation.journal import pause

HOURS = timedelta(hours=24)
HEARD = Next("done", "письмо: Орлов")


class Secretary:
    """Writes down what the head was told; `fault` while the mail server is down."""

    def __init__(self, found=HEARD):
        self.found, self.fault, self.heard = found, None, []

    def __call__(self, actions):
        if self.fault:
            raise self.fault
        self.heard.append(list(actions))
        return self.found


def sound(town, tell, after=GRACE):
    town.now += after
    return dict(alarms.sound(town.store, tell, town.now, HOURS))


@pytest.mark.parametrize("action", ["escalate", "delete", "delete_and_ban"])
def test_a_threat_is_told_once_after_the_grace_period(town, action):
    tell = Secretary()
    first = town.decide(town.flag(1, "threat", "obscene"), action, ground="obscene")[0]
    assert sound(town, tell, GRACE / 2) == {}
    assert sound(town, tell) == {"done": 1}
    assert sound(town, tell) == {}
    assert tell.heard == [[first]]
    assert town.reason(first) == "письмо: Орлов"


def test_many_go_in_one_letter(town):
    tell = Secretary()
    told = [town.decide(town.flag(n, "threat"), "escalate")[0] for n in range(3)]
    assert sound(town, tell) == {"done": 3}
    assert tell.heard == [told]


def test_what_was_taken_back_is_not_told(town):
    tell = Secretary()
    town.decide(town.flag(1, "threat"), "escalate")
    with town.store.writing() as session:
        takeback.take_back(session, "Иванова", town.now, GRACE)
    assert sound(town, tell) == {}
    assert (tell.heard, set(town.states().values())) == ([], {"undone"})


def test_a_dead_mail_server_is_asked_again_then_it_is_a_persons_task(town):
    tell = Secretary()
    tell.fault = NetworkFault("mail", "smtp", "refused: mail:25", Outcome.OPERATOR)
    (action,) = town.decide(town.flag(1, "threat"), "escalate")
    states = [state for _ in range(MOST + 2) for state in sound(town, tell, timedelta(hours=2))]
    assert states == ["waiting"] * (MOST - 1) + ["by_hand"]
    assert "письмо главе не отправлено" in town.reason(action)
    tell.fault = None
    assert sound(town, tell) == {}  # a person tells it now


def test_without_mail_it_is_a_persons_task_at_once(town):
    tell = Secretary(Next("by_hand", "сообщите главе сами: Орлов (адреса нет)"))
    (action,) = town.decide(town.flag(1, "threat"), "escalate")
    assert sound(town, tell) == {"by_hand": 1}
    assert "сами: Орлов" in town.reason(action)


def test_neither_a_pause_nor_the_deletion_waits_for_the_other(town):
    town.decide(town.flag(1, "threat", "obscene"), "delete", ground="obscene")
    assert town.work() == {"done": 1}  # nobody was told yet
    town.decide(town.flag(2, "threat"), "escalate")
    with town.store.writing() as session:
        pause(session, True, "Орлов", town.now)
    assert sound(town, Secretary()) == {"done": 2}
