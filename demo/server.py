"""A small real HTTP server under every simulator, with faults on demand."""

import fnmatch
import json
import random
import threading
import time
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from demo.world import World


@dataclass(slots=True)
class Fault:
    """Something that goes wrong with calls of `method` (a shell pattern), `times` times.

    `kind`: error (the network's own `code`), status (HTTP `code`), slow (`seconds` late),
    cut (half a body), hangup (no answer at all), lost (no answer, though the call took effect),
    html (a balancer's page), captcha.
    The first `after` matching calls pass unharmed.
    """

    method: str
    kind: str
    code: int = 0
    times: int = 1
    seconds: float = 0.0
    after: int = 0


class Faults:
    """Planned faults, and random passing ones: each call fails with probability `rate`."""

    RANDOM_KINDS = ("status", "cut", "hangup", "html")

    def __init__(self, rate: float = 0.0, seed: int = 0) -> None:
        self.rate = rate
        self._random = random.Random(seed)
        self._planned: list[Fault] = []
        self._lock = threading.Lock()

    def plan(self, fault: Fault) -> None:
        """Let this go wrong."""
        with self._lock:
            self._planned.append(fault)

    def clear(self) -> None:
        """From now on nothing goes wrong."""
        with self._lock:
            self._planned.clear()
            self.rate = 0.0

    def strike(self, method: str) -> Fault | None:
        """The fault that hits this call, if any; a planned one is used up by it."""
        with self._lock:
            for fault in self._planned:
                if fault.times > 0 and fnmatch.fnmatch(method, fault.method):
                    if fault.after > 0:
                        fault.after -= 1
                        continue
                    fault.times -= 1
                    return fault
            if self._random.random() < self.rate:
                return Fault(method, self._random.choice(self.RANDOM_KINDS), 502)
        return None


@dataclass(frozen=True, slots=True)
class Call:
    """One request: `method` in the network's own words, parameters from query and body."""

    method: str
    params: dict[str, str]
    path: str
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer; `body` is sent as JSON."""

    body: Any
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


class Simulator:
    """A network over HTTP. Subclasses name the method of a path, answer it and phrase its errors.

    Use as a context manager; `url` is the address for `networks.<name>.api_url`; `calls` counts
    what was asked, by method.
    """

    network = ""

    def __init__(self, world: World, faults: Faults | None = None) -> None:
        self.world = world
        self.faults = faults or Faults()
        self.calls: dict[str, int] = {}
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._serve, daemon=True)

    @property
    def url(self) -> str:
        """The address to put into the configuration."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def start(self) -> None:
        """Serve in a thread of its own."""
        self._thread.start()

    def _serve(self) -> None:
        # The default looks for a stop every half second: too slow for hundreds of tests.
        self._server.serve_forever(poll_interval=0.02)

    def stop(self) -> None:
        """Stop serving and free the port."""
        self._server.shutdown()
        self._server.server_close()

    def __enter__(self) -> "Simulator":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def method_of(self, path: str, params: dict[str, str]) -> str:
        """The API method that this request calls."""
        raise NotImplementedError

    def answer(self, call: Call) -> Reply:
        """What the network says. Runs under the world's lock unless `waits` says otherwise."""
        raise NotImplementedError

    def error(self, call: Call, code: int) -> Reply:
        """The network's own error answer with this code."""
        raise NotImplementedError

    def captcha(self, call: Call) -> Reply:
        """A demand for a captcha, where the network has one."""
        return self.error(call, 0)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client killed in the middle is what we are here for: nothing to print."""


def _handler(simulator: Simulator) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # One write per answer, without Nagle: separate small writes stall on delayed ACKs.
        wbufsize = -1
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            self._serve()

        do_POST = do_GET  # noqa: N815 - the library calls it so

        def log_message(self, format: str, *args: Any) -> None:
            """Silence: the demo's own output is what people look at."""

        def _serve(self) -> None:
            call = self._call()
            simulator.calls[call.method] = simulator.calls.get(call.method, 0) + 1
            fault = simulator.faults.strike(call.method)
            if fault is None:
                self._send(simulator.answer(call))
            else:
                self._spoil(call, fault)

        def _call(self) -> Call:
            parts = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            params = dict(parse_qsl(parts.query, keep_blank_values=True))
            if "json" in (self.headers.get("Content-Type") or ""):
                params.update({k: _text(v) for k, v in json.loads(body or b"{}").items()})
            else:
                params.update(_fields(self.headers.get("Content-Type") or "", body))
            method = simulator.method_of(parts.path, params)
            return Call(method, params, parts.path, dict(self.headers))

        def _spoil(self, call: Call, fault: Fault) -> None:
            match fault.kind:
                case "error":
                    self._send(simulator.error(call, fault.code))
                case "captcha":
                    self._send(simulator.captcha(call))
                case "status":
                    self._write(fault.code, b"{}", {})
                case "slow":
                    time.sleep(fault.seconds)
                    self._send(simulator.answer(call))
                case "lost":
                    simulator.answer(call)
                    self.close_connection = True
                case "cut":
                    self._cut(simulator.answer(call))
                case "html":
                    self._write(502, b"<html><h1>502 Bad Gateway</h1></html>", {}, "text/html")
                case _:
                    self.close_connection = True

        def _cut(self, reply: Reply) -> None:
            body = _encode(reply.body)
            self._write(200, body[: len(body) // 2], {}, length=len(body))
            self.close_connection = True

        def _send(self, reply: Reply) -> None:
            self._write(reply.status, _encode(reply.body), reply.headers)

        def _write(
            self,
            status: int,
            body: bytes,
            headers: dict[str, str],
            kind: str = "application/json; charset=utf-8",
            length: int | None = None,
        ) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body) if length is None else length))
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)
            self.wfile.flush()

    return Handler


def _fields(kind: str, body: bytes) -> dict[str, str]:
    """The fields of a form; of a file its name."""
    if "multipart" not in kind:
        return dict(parse_qsl(body.decode(), keep_blank_values=True))
    form = message_from_bytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + body)
    parts: Any = form.get_payload()
    found = ((part.get_param("name", header="content-disposition"), part) for part in parts)
    return {str(name): part.get_filename() or _decoded(part) for name, part in found}


def _decoded(part: Message) -> str:
    content = part.get_payload(decode=True)
    return content.decode() if isinstance(content, bytes) else ""


def _encode(body: Any) -> bytes:
    # ASCII escapes carry lone surrogates over the wire, as some networks do.
    return json.dumps(body).encode()


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
