"""Letters leave through a real socket; a server that is not there is a fault with words."""

from email import message_from_bytes
from email.policy import default

import pytest
from letterbox import letterbox

from errors import NetworkFault, Outcome
from networks.smtp import Mailbox, send


def test_each_person_gets_one_letter():
    with letterbox() as (port, taken):
        mailbox = Mailbox("127.0.0.1", port, "none", "otklik@x.ru")
        send(mailbox, {"a@x.ru": "Инцидент 5\n", "b@x.ru": "Инцидент 6\n"}, "Отклик: инциденты")
    letters = [message_from_bytes(raw, policy=default) for raw in taken]
    assert [letter["To"] for letter in letters] == ["a@x.ru", "b@x.ru"]
    assert letters[0]["Subject"] == "Отклик: инциденты"
    assert letters[1].get_content().strip() == "Инцидент 6"


def test_a_server_that_is_not_there_is_the_operators_matter():
    mailbox = Mailbox("127.0.0.1", 1, "none", "otklik@x.ru", "otklik", "secret")
    with pytest.raises(NetworkFault, match=r"ConnectionRefusedError: 127.0.0.1:1") as fault:
        send(mailbox, {"a@x.ru": "Инцидент 5"}, "Отклик")
    assert fault.value.outcome is Outcome.OPERATOR
    assert "secret" not in str(fault.value)
