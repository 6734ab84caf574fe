"""`otklik users`: accounts without a browser."""

import re

import pytest


@pytest.fixture
def users(otklik):
    def run(*arguments: str, **more: str):
        return otklik("users", *arguments, **more)

    added = run("add", "boss", "--name", "Лапина", "--role", "administrator")
    assert added.returncode == 0
    return run


def test_a_password_is_invented_and_alone_on_standard_output(users):
    added = users("add", "petr", "--name", "Пётр", "--role", "moderator", "--role", "curator")
    assert re.fullmatch(r"([a-z2-9]{5}-){3}[a-z2-9]{5}\n", added.stdout)
    assert "показан один раз" in added.stderr
    listed = users("list").stdout
    assert re.search(r"petr .* Пётр .* модератор, куратор .* сменит пароль", listed)
    assert added.stdout.strip() not in listed


@pytest.mark.filterwarnings("ignore:Can not control echo")
def test_or_asked_for_and_never_shown(users):
    asked = users("password", "boss", "--ask", stdin="лес поле река\nлес поле река\n")
    assert (asked.returncode, asked.stdout) == (0, "")
    weak = users("password", "boss", "--ask", stdin="123\n123\n")
    assert weak.returncode == 1
    assert "короче 10 знаков" in weak.stderr


def test_what_cannot_be_done_says_why(users):
    for arguments, words in (
        (("disable", "boss"), "единственный администратор"),
        (("roles", "boss", "--role", "head"), "единственный администратор"),
        (("disable", "nobody"), "Пользователя «nobody» нет. Список: otklik users list"),
        (("add", "boss", "--name", "Б", "--role", "head"), "уже занят"),
        (("add", "ivan", "--name", "И", "--role", "executor"), "нужна организация"),
        (("token", "revoke", "boss", "7"), "Ключа 7 у этого пользователя нет"),
    ):
        refused = users(*arguments)
        assert refused.returncode == 1
        assert words in refused.stderr


def test_closing_opening_and_other_roles_that_keep_the_body(users):
    users("add", "petr", "--name", "Пётр", "--role", "executor", "--body", "Дороги")
    assert users("disable", "petr").returncode == 0
    assert "закрыт" in users("list").stdout
    assert "вход открыт" in users("enable", "petr").stderr
    assert "закрыт" not in users("list").stdout
    assert users("roles", "petr", "--role", "executor", "--role", "curator").returncode == 0
    assert re.search(r"куратор, исполнитель .* Дороги", users("list").stdout)


def test_tokens_of_programs(users):
    key = users("token", "issue", "boss", "--name", "панель").stdout.strip()
    assert key.startswith("otk_")
    listed = users("token", "list", "boss").stdout
    assert listed == "1\tпанель\tread\tне использован\t\n"
    users("token", "revoke", "boss", "1")
    assert "отозван" in users("token", "list", "boss").stdout
    assert users("sessions", "boss", "--end").stdout == ""


def test_accounts_are_people_of_the_incident_commands_too(users, otklik):
    refused = otklik("incidents", "add", "--text", "Яма", "--link", "https://vk.com/1",
                     "--as", "Лапина")  # fmt: skip
    assert refused.returncode == 1
    assert "а Лапина — администратор" in refused.stderr
