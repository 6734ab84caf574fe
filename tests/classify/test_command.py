"""The contract of `otklik classify`: lines in, lines out."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from once import models_read_once

from commands.classify import command
from models.verdict import CATEGORIES

ROOT = Path(__file__).resolve().parents[2]
KEYS = ["id", "scores", "flags", "findings", "incident", "needs_answer", "topics", "places"]


@pytest.fixture(scope="module", autouse=True)
def models() -> Iterator[None]:
    with models_read_once():
        yield


def ask(*lines: str | bytes) -> Result:
    data = b"\n".join(line.encode() if isinstance(line, str) else line for line in lines)
    return CliRunner().invoke(command, input=data + b"\n")


def answers(result: Result) -> list[dict]:
    return [json.loads(line) for line in result.stdout_bytes.splitlines()]


def test_the_fields_of_an_answer() -> None:
    result = ask('{"id": 7, "text": "вы идиоты", "more": true}')
    (answer,) = answers(result)
    assert result.exit_code == 0
    assert list(answer) == KEYS
    assert answer["id"] == 7
    assert tuple(answer["scores"]) == CATEGORIES
    assert answer["flags"] == ["insult"]
    assert list(answer["findings"][0]) == ["category", "score", "start", "end", "text"]
    assert len({topic["group"] for topic in answer["topics"]}) >= 3
    assert list(answer["topics"][0]) == ["code", "group", "topic", "score"]
    assert answer["places"] == {"settlement": [], "street": [], "house": [], "other": []}


def test_the_order_is_kept_and_a_missing_id_is_null() -> None:
    lines = [json.dumps({"id": n, "text": "да"}) for n in range(700)]
    found = answers(ask(*lines, '{"text": "нет"}'))
    assert [answer["id"] for answer in found] == [*range(700), None]


@pytest.mark.parametrize(
    ("line", "known_id"),
    [
        ("no json", None),
        ("[]", None),
        ('"text"', None),
        ("", None),
        ('{"id": 1}', 1),
        ('{"id": "a", "text": null}', "a"),
        ('{"id": 2, "text": 5}', 2),
        ('{"id": NaN, "text": "да"}', None),
        (b"\xff\xfe", None),
        ("[" * 100_000, None),
    ],
)
def test_a_bad_line_has_its_error_in_its_place(line: str | bytes, known_id: object) -> None:
    result = ask('{"text": "раз"}', line, '{"text": "два"}')
    before, bad, after = answers(result)
    assert result.exit_code == 1
    assert bad["error"]
    assert bad.get("id") == known_id
    assert "scores" in before
    assert "scores" in after


def test_half_a_surrogate_pair_comes_back_escaped() -> None:
    result = ask(r'{"id": "\ud800", "text": "идиот \ud83d"}', r'{"text": "\ud83d-ха"}')
    assert result.exit_code == 0
    assert answers(result)[0]["id"] == "\ud800"
    assert "scores" in answers(result)[1]


def test_letters_are_written_as_they_are() -> None:
    assert "идиот" in ask('{"text": "идиот"}').stdout_bytes.decode()


def test_nothing_in_nothing_out() -> None:
    result = CliRunner().invoke(command, input=b"")
    assert (result.exit_code, result.stdout_bytes) == (0, b"")


def test_a_pipe_gets_each_answer_at_once(tmp_path: Path) -> None:
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r}); import commands.classify as c; c.command()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=tmp_path
    ) as process:
        assert process.stdin
        assert process.stdout
        for number in range(2):
            process.stdin.write(json.dumps({"id": number, "text": "да"}).encode() + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == number
        process.stdin.close()
        assert process.wait(10) == 0
