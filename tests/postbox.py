"""A real mail server on a real socket: as much of SMTP as one client needs."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default


@dataclass
class Postbox:
    """What arrived; while `closed`, every letter is refused for now."""

    port: int
    raw: list[bytes] = field(default_factory=list)
    closed: bool = False

    @property
    def letters(self) -> list[EmailMessage]:
        return [message_from_bytes(raw, policy=default) for raw in self.raw]  # type: ignore[misc]


@contextmanager
def postbox() -> Iterator[Postbox]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        box = Postbox(listener.getsockname()[1])
        threading.Thread(target=_serve, args=(listener, box), daemon=True).start()
        yield box
        listener.shutdown(socket.SHUT_RDWR)


def _serve(listener: socket.socket, box: Postbox) -> None:
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:  # the test is over
            return
        with connection, connection.makefile("rwb", buffering=0) as line:
            line.write(b"220 ready\r\n")
            _talk(line, box)


def _talk(line, box: Postbox) -> None:
    while command := line.readline():
        if command.upper().startswith(b"DATA") and not box.closed:
            line.write(b"354 go\r\n")
            lines = []
            while (read := line.readline()) != b".\r\n":
                lines.append(read)
            box.raw.append(b"".join(lines))
        refused = box.closed and command.upper().startswith((b"MAIL", b"DATA"))
        bye = command.upper().startswith(b"QUIT")
        line.write(b"221 bye\r\n" if bye else b"451 later\r\n" if refused else b"250 ok\r\n")
        if bye:
            return
