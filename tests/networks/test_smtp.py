"""Letters leave through a real socket; a server that is not there is a fault with words."""

import socket
import threading
from email import message_from_bytes
from email.policy import default

import pytest

from errors import NetworkFault, Outcome
from networks.smtp import Mailbox, send


def serve(listener: socket.socket, taken: list[bytes]) -> None:
    """As much of SMTP as one client needs."""
    connection, _ = listener.accept()
    with connection, connection.makefile("rwb", buffering=0) as line:
        line.write(b"220 ready\r\n")
        while command := line.readline():
            if command.upper().startswith(b"DATA"):
                line.write(b"354 go\r\n")
                lines = []
                while (read := line.readline()) != b".\r\n":
                    lines.append(read)
                taken.append(b"".join(lines))
            line.write(b"221 bye\r\n" if command.upper().startswith(b"QUIT") else b"250 ok\r\n")
            if command.upper().startswith(b"QUIT"):
                return


def test_each_person_gets_one_letter():
    taken: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = threading.Thread(target=serve, args=(listener, taken))
        server.start()
        mailbox = Mailbox("127.0.0.1", listener.getsockname()[1], "none", "otklik@x.ru")
        send(mailbox, {"a@x.ru": "Инцидент 5\n", "b@x.ru": "Инцидент 6\n"}, "Отклик: инциденты")
        server.join(timeout=10)
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
