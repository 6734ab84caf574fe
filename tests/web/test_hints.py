"""No refusal sends a person at a screen, or a program, to the command line."""

import re
from pathlib import Path

import pytest

from web.hints import for_program, for_screen

HOUSE = Path(__file__).parents[2]
STAGES = ("moderation", "incidents", "web/accounts")
HINT = re.compile(r'"([^"\n]*(?:otklik [a-z]|--[a-z])[^"\n]*)"')


def hints() -> list[str]:
    """Every string of the stages that names a command or an option, its numbers filled in."""
    files = [file for stage in STAGES for file in (HOUSE / stage).rglob("*.py")]
    found = [words for file in files for words in HINT.findall(file.read_text("utf-8"))]
    return [re.sub(r"\{[^{}]*\}", "7", words) for words in found]


def test_the_stages_do_name_commands():
    assert len(hints()) > 15


@pytest.mark.parametrize("words", hints())
def test_no_command_reaches_a_screen_or_a_program(words):
    for said in (for_screen(words), for_program(words)):
        assert not re.search(r"otklik|--\w", said), said


@pytest.mark.parametrize(
    ("words", "screen", "program"),
    [
        ("Нужен срок: --until 2026-04-30T15:30", "Нужен срок.", "Нужен срок: поле details.due"),
        ("Карточки 5 нет. Список: otklik queue list", "Карточки 5 нет.",
         "Карточки 5 нет. Список: GET /cards"),
        ("Нужна причина (--reason): a — не то; b — не так", "Нужна причина.",
         "Нужна причина (поле details.reason): a — не то; b — не так"),
        ("Сейчас это не ваше дело", "Сейчас это не ваше дело", "Сейчас это не ваше дело"),
    ],
)  # fmt: skip
def test_each_is_told_its_own_way(words, screen, program):
    assert (for_screen(words), for_program(words)) == (screen, program)
