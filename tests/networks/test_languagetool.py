import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest

from errors import NetworkFault, Outcome
from networks.http import session
from networks.languagetool import LanguageTool, Objection

TEXT = "👍 Мы рады что вы написали"
COMMA = {
    "message": "Пропущена запятая.",
    "offset": 6,  # in UTF-16 units: the emoji counts twice
    "length": 8,
    "replacements": [{"value": value} for value in ("рады, что", "а", "б", "в")],
    "rule": {"id": "COMMA", "issueType": "typographical"},
}
SPELLING = COMMA | {"rule": {"id": "SPELL", "issueType": "misspelling"}}


class Answering(BaseHTTPRequestHandler):
    def do_POST(self):
        asked = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.server.asked.append((self.path, asked))
        status, body = self.server.answer
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def server():
    made = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    made.asked = []
    threading.Thread(target=made.serve_forever, args=(0.01,), daemon=True).start()
    yield made
    made.shutdown()
    made.server_close()


def tool(server) -> LanguageTool:
    return LanguageTool(f"http://127.0.0.1:{server.server_address[1]}/", session(timeout=2))


def test_objections_are_in_code_points_and_spelling_is_left_to_us(server):
    server.answer = 200, json.dumps({"matches": [COMMA, SPELLING]}).encode()
    assert tool(server)(TEXT) == [Objection(5, 13, "Пропущена запятая.", ("рады, что", "а", "б"))]
    assert TEXT[5:13] == "рады что"
    assert server.asked == [("/v2/check", {"text": [TEXT], "language": ["ru-RU"]})]


@pytest.mark.parametrize(
    ("status", "body", "outcome"),
    [
        (500, b"", Outcome.RETRY),
        (429, b"", Outcome.WAIT),
        (200, b"<html>", Outcome.RETRY),
        (200, b'{"matches": [{}]}', Outcome.RETRY),
        (200, b"[]", Outcome.RETRY),
    ],
)
def test_a_failure_is_a_fault(server, status, body, outcome):
    server.answer = status, body
    with pytest.raises(NetworkFault) as error:
        tool(server)("текст")
    assert error.value.outcome is outcome


def test_nobody_there_is_a_fault():
    with pytest.raises(NetworkFault, match="LanguageTool"):
        LanguageTool("http://127.0.0.1:9", session(timeout=1))("текст")
