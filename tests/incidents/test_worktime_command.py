"""The contract of `otklik worktime`: lines in, lines out."""

import json

import pytest
from click.testing import CliRunner, Result

from commands.common import configurable
from commands.worktime import command

CONFIG = """
worktime:
  timezone: Asia/Vladivostok
  week:
    mon: ["08:00-12:00", "12:48-17:00"]
    tue: ["08:00-12:00", "12:48-17:00"]
    wed: ["08:00-12:00", "12:48-17:00"]
    thu: ["08:00-12:00", "12:48-17:00"]
    fri: ["08:00-12:00", "12:48-16:00"]
    sat: []
    sun: []
  days_off: [2026-06-15]
  working_days: {2026-06-20: ["10:00-11:00"]}
"""


@pytest.fixture
def ask(tmp_path):
    file = tmp_path / "config.yaml"
    file.write_text(CONFIG, encoding="utf-8")

    def asked(*lines: str) -> Result:
        text = "\n".join(lines)
        return CliRunner().invoke(configurable(command), ["--config", str(file)], input=text)

    return asked


def answers(result: Result) -> list[dict]:
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.mark.parametrize(
    ("request_", "answer"),
    [
        (
            {"op": "add", "start": "2026-04-03T15:30", "minutes": 60},
            {"end": "2026-04-06T08:30:00+10:00"},
        ),
        (
            {"op": "add", "start": "2026-04-03T05:30:00Z", "minutes": 60},
            {"end": "2026-04-06T08:30:00+10:00"},
        ),
        (
            {"op": "subtract", "start": "2026-04-06T08:10:00+10:00", "minutes": 30},
            {"end": "2026-04-03T15:40:00+10:00"},
        ),
        (
            {"op": "between", "start": "2026-04-06T11:00", "end": "2026-04-06T13:00"},
            {"minutes": 72},
        ),
        (
            {"op": "add_days", "start": "2026-06-11T12:00", "days": 2},
            {"end": "2026-06-17T17:00:00+10:00"},
        ),
        (
            {"op": "add", "start": "2026-06-19T16:00", "minutes": 60},
            {"end": "2026-06-20T11:00:00+10:00"},
        ),
        (
            {"op": "add_days", "start": "2027-12-30T12:00", "days": 1},
            {"end": "2028-01-10T17:00:00+10:00", "provisional": True},
        ),
        (
            {"op": "between", "start": "2028-07-03T11:00", "end": "2028-07-03T12:00"},
            {"minutes": 60, "provisional": True},
        ),
    ],
)
def test_one_question_one_answer(ask, request_, answer):
    result = ask(json.dumps(request_))
    assert (result.exit_code, answers(result)) == (0, [answer])


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("no json", "not a line of JSON"),
        ("[]", "not a JSON object"),
        ('{"op": "multiply"}', "нужно одно из: add, subtract, between, add_days"),
        ('{"op": "add", "minutes": 5}', "start = None: нужно время вида"),
        ('{"op": "add", "start": "завтра", "minutes": 5}', "start = 'завтра': нужно время"),
        ('{"op": "add", "start": "2026-04-06T09:00", "minutes": -1}', "minutes = -1: нужно целое"),
        ('{"op": "add", "start": "2026-04-06T09:00", "minutes": true}', "minutes = True: нужно"),
        ('{"op": "add_days", "start": "2026-04-06T09:00", "days": 0}', "days = 0: нужно целое"),
        ('{"op": "add", "start": "1917-11-07T09:00", "minutes": 1}', "вне календаря"),
        ('{"op": "between", "start": "2026-04-06", "end": "\\u001b[2J"}', "end = '\\x1b[2J'"),
    ],
)
def test_a_bad_line_is_named_and_the_others_are_answered(ask, line, error):
    good = '{"op": "between", "start": "2026-04-06T11:00", "end": "2026-04-06T12:00"}'
    result = ask(good, line, good)
    first, bad, last = answers(result)
    assert result.exit_code == 1
    assert error in bad["error"]
    assert result.stderr.startswith("строка 2: ")
    assert "\x1b" not in result.stderr
    assert first == last == {"minutes": 60}


def test_numbers_of_lines_go_on_over_all_that_arrives(ask):
    good = '{"op": "add_days", "start": "2026-04-06", "days": 1}'
    result = ask(*[good] * 3000, "x")
    assert result.stderr.startswith("строка 3001: ")
