"""A mail server for tests: as much of SMTP as one client needs."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def letterbox() -> Iterator[tuple[int, list[bytes]]]:
    """Its port, and the letters of one client: all of them once the context has ended."""
    taken: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = threading.Thread(target=_serve, args=(listener, taken), daemon=True)
        server.start()
        yield listener.getsockname()[1], taken
        server.join(timeout=10)


def _serve(listener: socket.socket, taken: list[bytes]) -> None:
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
