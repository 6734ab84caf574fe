import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests

from errors import Outcome
from networks.http import json_body, session, status_fault, transport_fault


class Echo(BaseHTTPRequestHandler):
    """Answers with the path it was asked for; `/slow` does not answer."""

    def do_GET(self):
        if self.path.endswith("/slow"):
            self.server.wake.wait(5)
        self.send_response(200)
        self.send_header("Content-Length", str(len(self.path)))
        self.end_headers()
        self.wfile.write(self.path.encode())

    def log_message(self, *args):
        pass


@pytest.fixture
def server():
    echo = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    echo.wake = threading.Event()
    threading.Thread(target=echo.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{echo.server_address[1]}"
    echo.wake.set()
    echo.shutdown()
    echo.server_close()


def test_a_session_always_times_out(server):
    with pytest.raises(requests.Timeout):
        session(timeout=0.05).get(f"{server}/slow")


def test_a_hard_wired_host_is_redirected_with_path_and_query(server):
    http = session(timeout=2, home="https://api.vk.com/method/", away=f"{server}/vk/")
    answer = http.get("https://api.vk.com/method/wall.get?count=1")
    assert answer.text == "/vk/method/wall.get?count=1"


def test_other_hosts_are_left_alone(server):
    http = session(timeout=2, home="https://api.vk.com/", away="http://127.0.0.1:9")
    assert http.get(f"{server}/elsewhere").text == "/elsewhere"


def test_nothing_slips_in_from_the_environment(server, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    assert session(timeout=2).get(f"{server}/direct").text == "/direct"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (requests.ReadTimeout("secret"), "timeout"),
        (requests.ConnectTimeout("secret"), "timeout"),
        (requests.exceptions.ProxyError("secret"), "proxy"),
        (requests.ConnectionError("secret"), "connection"),
        (requests.exceptions.ChunkedEncodingError("secret"), "reply"),
        (ValueError("secret"), "reply"),
    ],
)
def test_a_failed_exchange_may_pass_and_keeps_its_secrets(error, code):
    fault = transport_fault("telegram", "getMe", error)
    assert (fault.code, fault.outcome, fault.method) == (code, Outcome.RETRY, "getMe")
    assert "secret" not in str(fault)


def response(status, body=b"", **headers):
    made = requests.Response()
    made.status_code, made._content = status, body
    made.headers.update(headers)
    return made


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (500, Outcome.RETRY),
        (502, Outcome.RETRY),
        (504, Outcome.RETRY),
        (429, Outcome.WAIT),
        (400, Outcome.OPERATOR),
        (403, Outcome.OPERATOR),
    ],
)
def test_what_a_bare_status_means(status, outcome):
    assert status_fault("ok", "stream.get", response(status)).outcome is outcome


@pytest.mark.parametrize(("header", "seconds"), [("7", 7.0), ("Wed, 21 Oct", None), ("", None)])
def test_retry_after_is_read_where_it_is_a_number(header, seconds):
    asked = response(429, **{"Retry-After": header})
    assert status_fault("ok", "", asked).retry_after == seconds


@pytest.mark.parametrize("body", [b'{"a": 1', b"<html>", b"", b"\xff\xfe"])
def test_a_body_that_is_no_json_may_pass(body):
    with pytest.raises(Exception) as raised:
        json_body("ok", "stream.get", response(200, body))
    assert raised.value.outcome is Outcome.RETRY
